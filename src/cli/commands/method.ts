/** `headwater method`: a statistical method, JSON in and JSON out. */
import { HeadwaterError } from '../../errors.ts';
import { helpText, inputSchema, METHODS, type Method, MethodError, method, readableJson, SECTIONS } from '../../methods/index.ts';
import { nearest, readArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { textPairs } from '../text-table.ts';

const OPTIONS = { schema: { type: 'boolean' }, example: { type: 'boolean' }, lines: { type: 'boolean' } } as const;

const general = `Calls a method of the statistics library: one JSON object on standard input, one on standard output.

Usage: headwater method                        lists the methods
       headwater method NAME --help            what it answers, its fields, its formula, an example
       headwater method NAME < INPUT.json      calls it
       headwater method NAME --lines < INPUT   calls it once for every line

  --schema   print the JSON Schema of the input
  --example  print an input to try
  --lines    read one JSON object a line and write one result a line; a line that cannot be used becomes {"error": ...} and the exit code is 2

Examples: echo '{"events": 65, "n": 100}' | headwater method proportion
          headwater method rate --example | headwater method rate`;

export function help(args: readonly string[]): string {
  const name = args.find((word) => !word.startsWith('-'));
  return name === undefined ? general : helpText(named(name));
}

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('method', args, OPTIONS, true);
  const [name, ...more] = positionals;
  if (more.length > 0) throw new HeadwaterError('bad-input', 'cli-option', 'One method at a time, please.');
  if (name === undefined) {
    io.out(list());
    return 0;
  }
  const asked = named(name);
  if (values.schema) io.out(JSON.stringify(inputSchema(asked), null, 2));
  else if (values.example) io.out(readableJson(asked.example));
  else if (values.lines) return everyLine(asked, await io.input(), io);
  else io.out(readableJson(call(asked, parsed(await io.input(), asked))));
  return 0;
}

function list(): string {
  const sections = Object.entries(SECTIONS).map(([section, title]) => {
    const here = METHODS.filter((each) => each.section === section);
    return [title, ...textPairs(here.map((each) => [`  ${each.name}`, each.title]))].join('\n');
  });
  return [...sections, '`headwater method NAME --help` tells all about one.'].join('\n\n');
}

function named(name: string): Method {
  const found = method(name);
  if (found) return found;
  const close = nearest(
    name,
    METHODS.map((each) => each.name),
  );
  throw new HeadwaterError('not-found', 'method-unknown', `There is no method “${name}”.${close === undefined ? '' : ` Did you mean “${close}”?`}`, {
    advice: '`headwater method` lists them all.',
  });
}

function parsed(text: string, asked: Method): unknown {
  const advice = `One JSON object is wanted on standard input. Try: headwater method ${asked.name} --example | headwater method ${asked.name}`;
  if (text.trim() === '') throw new HeadwaterError('bad-input', 'method-no-input', 'There was nothing on standard input.', { advice });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HeadwaterError('bad-input', 'method-not-json', `The input is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      advice,
      cause,
    });
  }
}

function call(asked: Method, input: unknown): Readonly<Record<string, unknown>> {
  try {
    return asked.call(input);
  } catch (cause) {
    if (!(cause instanceof MethodError)) throw cause;
    throw new HeadwaterError('bad-input', `method-${cause.code}`, cause.message, {
      advice: `\`headwater method ${asked.name} --help\` tells what each field must be.`,
      cause,
    });
  }
}

function everyLine(asked: Method, text: string, io: Io): number {
  let code = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      io.out(JSON.stringify(call(asked, parsed(line, asked))));
    } catch (error) {
      if (!(error instanceof HeadwaterError)) throw error;
      io.out(JSON.stringify({ error: error.toProblem() }));
      code = error.exit;
    }
  }
  return code;
}
