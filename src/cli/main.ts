/** Which command is meant, its help, and what a failure looks like. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadwaterError } from '../errors.ts';
import { nearest } from './args.ts';
import type { Command } from './command.ts';
import { catalogue } from './commands/catalogue.ts';
import { deliver } from './commands/deliver.ts';
import { deliveries } from './commands/deliveries.ts';
import { demo } from './commands/demo.ts';
import { figure } from './commands/figure.ts';
import { serve } from './commands/serve.ts';
import { snapshots } from './commands/snapshots.ts';
import type { Io } from './io.ts';
import { tell } from './problems.ts';

const COMMANDS: readonly Command[] = [serve, deliver, deliveries, snapshots, catalogue, figure, demo];

/** Runs one command line. Never throws: a failure is told on stderr and becomes the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(rest[0], io);
    if (name === '--version' || name === '-v') return say(io, version());
    const command = find(name);
    if (rest.includes('--help') || rest.includes('-h')) return say(io, command.help);
    return await command.run(rest, io);
  } catch (failure) {
    return tell(io, failure, wantsJson(rest));
  }
}

function find(name: string): Command {
  const command = COMMANDS.find((each) => each.name === name);
  if (command) return command;
  const names = COMMANDS.map((each) => each.name);
  const close = nearest(name, names);
  throw new HeadwaterError('bad-input', 'cli-command', `There is no command “${name}”.${close === undefined ? '' : ` Did you mean “${close}”?`}`, {
    advice: `The commands are: ${names.join(', ')}. See \`headwater --help\`.`,
  });
}

function help(name: string | undefined, io: Io): number {
  if (name !== undefined) return say(io, find(name).help);
  const longest = Math.max(...COMMANDS.map((each) => each.name.length));
  const list = COMMANDS.map((each) => `  ${each.name.padEnd(longest)}  ${each.summary}`).join('\n');
  return say(
    io,
    `Headwater ${version()}: the shared information system of a violence reduction partnership

Usage: headwater COMMAND [OPTIONS]

${list}

Options of every command
  --home DIR  the data home: else HEADWATER_HOME, else .headwater in the current folder
  --help, -h  what the command does
  --version   (without a command) the version

Exit codes: 0 done, 1 a fault of ours or of the machine, 2 bad input, 3 not found, 4 in conflict with what is there,
5 refused with its reason, 6 busy: try again. HEADWATER_DEBUG=1 prints the details of a failure.`,
  );
}

function say(io: Io, text: string): number {
  io.out(text);
  return 0;
}

export function version(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  const found: unknown = JSON.parse(text);
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
}

/** `--format json` as it stands: the arguments may be what is wrong, so they cannot be parsed to find out. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((word, i) => word === '--format=json' || (word === '--format' && args[i + 1] === 'json'));
}
