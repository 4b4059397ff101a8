/** What `headwater act` and `headwater read` share: find the action or read, its help, who asks, the input, the answer. */
import { readFileSync } from 'node:fs';
import { inputSchema, jsonText, unpackFiles } from '../../account/documents/index.ts';
import { POLICY, type PolicyKey, isPolicyKey } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, type AnyAction, type AnyRead, OPERATOR, type Who } from '../../register/index.ts';
import { openActing, personByEmail } from '../../service/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { nearest, oneOf, readArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { textPairs } from '../text-table.ts';
import { fieldLines } from './fields.ts';
import { outline } from './outline.ts';

type Call = AnyAction | AnyRead;

const OPTIONS = {
  input: { type: 'string' },
  as: { type: 'string' },
  organisation: { type: 'string' },
  key: { type: 'string' },
  format: { type: 'string' },
} as const;

/** What whoever runs the machine may do without being a person of the partnership. */
const OPERATORS: readonly PolicyKey[] = ['operator.run', 'service.run', 'job.read'];

export const OPTION_HELP = `  --input FILE   the input as a JSON object; - for standard input. A file in it is {"name": "a.pdf", "base64": "…"}
  --as EMAIL     the person who does it: they must have access today, and it is on record as theirs, through the command
  --organisation NAME  which of their organisations they do it for, where they have several
  --format FORMAT      json (when not given) or text
  --home DIR     the data home`;

/** Those of one kind by noun, or all about the one that is named. */
export function helpOf(calls: readonly Call[], general: string, args: readonly string[]): string {
  const name = args.find((word) => !word.startsWith('-'));
  return name === undefined ? `${general}\n\n${listOf(calls)}` : aboutOne(named(calls, name));
}

export const listOf = (calls: readonly Call[]): string =>
  textPairs([...calls].sort((a, b) => (a.name < b.name ? -1 : 1)).map((call) => [call.name, call.title])).join('\n');

function aboutOne(call: Call): string {
  const command = call.kind === 'action' ? 'act' : 'read';
  const lines = fieldLines(inputSchema(call.input));
  return [
    `${call.title}. For who may ${isPolicyKey(call.allowed) ? POLICY[call.allowed].title : call.allowed}.`,
    `Usage: headwater ${command} ${call.name}${lines.length === 0 ? '' : ' --input FILE'}${isOperators(call) ? '' : ' --as EMAIL'}${call.kind === 'action' ? ' [--key KEY]' : ''}`,
    lines.length === 0 ? 'It takes no input.' : `Input, one JSON object:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    OPTION_HELP,
  ].join('\n\n');
}

function named<T extends Call>(calls: readonly T[], name: string): T {
  const found = calls.find((call) => call.name === name);
  if (found) return found;
  const close = nearest(
    name,
    calls.map((call) => call.name),
  );
  const kind = calls[0]?.kind ?? 'action';
  throw new HeadwaterError('not-found', 'call-unknown', `There is no ${kind} “${name}”.${close === undefined ? '' : ` Did you mean “${close}”?`}`, {
    advice: `\`headwater ${kind === 'action' ? 'act' : 'read'}\` lists them all.`,
  });
}

const isOperators = (call: Call): boolean => OPERATORS.some((key) => key === call.allowed);

/** Runs one command line of `act` or `read`. */
export async function runCall<T extends Call>(
  command: 'act' | 'read',
  calls: readonly T[],
  args: readonly string[],
  io: Io,
  perform: (acting: Acting, call: T, input: unknown, who: Who, key: string | undefined) => Promise<unknown>,
): Promise<number> {
  const { values, positionals } = readArgs(command, args, OPTIONS, true);
  const [name, ...more] = positionals;
  const format = oneOf('--format', values.format, ['json', 'text']);
  if (name === undefined) {
    io.out(listOf(calls));
    return 0;
  }
  if (more.length > 0) throw new HeadwaterError('bad-input', 'cli-option', 'One at a time, please.', { advice: `See \`headwater ${command} --help\`.` });
  if (command === 'read' && values.key !== undefined)
    throw new HeadwaterError('bad-input', 'cli-option', 'A read has no --key: it may be asked again as it is.');
  const call = named(calls, name);
  if (values.as === undefined && !isOperators(call)) {
    throw new HeadwaterError('bad-input', 'cli-as', `Say who does it: --as EMAIL.`, {
      advice: 'Whoever runs this machine may do only what is for running it.',
    });
  }
  const input = unpackFiles(call.input, await inputOf(values.input, io));
  const acting = await openActing({ homeDir: openHome(homeDir(values.home, io.env)).dir, env: io.env, serves: false });
  try {
    const who = values.as === undefined ? OPERATOR : await personByEmail(acting.register, values.as, values.organisation);
    const answer = await perform(acting, call, input, who, values.key);
    io.out(format === 'json' ? jsonText(answer, 2) : outline(JSON.parse(jsonText(answer))).join('\n'));
    return 0;
  } finally {
    await acting.register.close();
  }
}

async function inputOf(file: string | undefined, io: Io): Promise<unknown> {
  if (file === undefined) return {};
  const text = file === '-' ? await io.input() : readInput(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HeadwaterError('bad-input', 'cli-json', `What ${file === '-' ? 'is on standard input' : `${file} holds`} is not JSON.`, {
      advice: cause instanceof Error ? cause.message : 'One JSON object is wanted.',
      cause,
    });
  }
}

function readInput(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new HeadwaterError('not-found', 'cli-input', `${file} cannot be read.`, {
      advice: cause instanceof Error ? cause.message : 'Name another file.',
      cause,
    });
  }
}
