/** Which command is meant, its help, and what a failure looks like. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadwaterError } from '../errors.ts';
import { nearest } from './args.ts';
import type { Io } from './io.ts';
import { tell } from './problems.ts';

interface Entry {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loaded when it is needed: the pages and the statistics of one command would slow down the start of all. */
  readonly load: () => Promise<Command>;
}

interface Command {
  /** The whole page of `--help`; a function where it depends on the words after the command's name. */
  readonly help: string | ((args: readonly string[]) => string);
  /** Runs with the words after the command's name and gives the exit code. Failures are thrown. */
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

const COMMANDS: readonly Entry[] = [
  { name: 'serve', summary: 'serve the pages on this machine', load: () => import('./commands/serve.ts') },
  { name: 'deliver', summary: 'deliver files of one dataset', load: () => import('./commands/deliver.ts') },
  { name: 'deliveries', summary: 'list what came in, or one delivery with what was refused and why', load: () => import('./commands/deliveries.ts') },
  { name: 'snapshots', summary: 'list the snapshots that figures can be asked from', load: () => import('./commands/snapshots.ts') },
  { name: 'catalogue', summary: 'list datasets, measures and dimensions, or tell all about one', load: () => import('./commands/catalogue.ts') },
  { name: 'figure', summary: 'ask for a figure, as a table, CSV or JSON', load: () => import('./commands/figure.ts') },
  { name: 'method', summary: 'call a method of the statistics library, or tell all about it', load: () => import('./commands/method.ts') },
  { name: 'act', summary: 'do an action of the register, JSON in and out', load: () => import('./commands/act.ts') },
  { name: 'read', summary: 'ask the register, JSON in and out', load: () => import('./commands/read.ts') },
  { name: 'jobs', summary: 'list the service’s jobs and how they went, or run one now', load: () => import('./commands/jobs.ts') },
  { name: 'backup', summary: 'copy the register and its key files into a folder', load: () => import('./commands/backup.ts') },
  { name: 'restore', summary: 'put a backup back into a new data home', load: () => import('./commands/restore.ts') },
  { name: 'register', summary: 'the register’s database: status, migrate, backup, restore', load: () => import('./commands/register.ts') },
  { name: 'admin', summary: 'make an administrator, and print the link with which they choose a password', load: () => import('./commands/admin.ts') },
  { name: 'audit', summary: 'verify the audit log, or seal it', load: () => import('./commands/audit.ts') },
  { name: 'demo', summary: 'load the demonstration: the fictional county of Varrowshire', load: () => import('./commands/demo.ts') },
];

/** Runs one command line. Never throws: a failure is told on stderr and becomes the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') return await help(rest, io);
    if (name === '--version' || name === '-v') return say(io, version());
    const command = await find(name).load();
    if (rest.includes('--help') || rest.includes('-h')) return say(io, helpOf(command, rest));
    return await command.run(rest, io);
  } catch (failure) {
    return tell(io, failure, wantsJson(rest));
  }
}

function find(name: string): Entry {
  const command = COMMANDS.find((each) => each.name === name);
  if (command) return command;
  const names = COMMANDS.map((each) => each.name);
  const close = nearest(name, names);
  throw new HeadwaterError('bad-input', 'cli-command', `There is no command “${name}”.${close === undefined ? '' : ` Did you mean “${close}”?`}`, {
    advice: `The commands are: ${names.join(', ')}. See \`headwater --help\`.`,
  });
}

const helpOf = (command: Command, rest: readonly string[]): string => (typeof command.help === 'string' ? command.help : command.help(rest));

async function help([name, ...rest]: readonly string[], io: Io): Promise<number> {
  if (name !== undefined) return say(io, helpOf(await find(name).load(), rest));
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
5 refused with its reason, 6 busy: try again, 7 not allowed. HEADWATER_DEBUG=1 prints the details of a failure.`,
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
