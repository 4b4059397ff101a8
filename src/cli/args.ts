/** Arguments of a command, parsed by Node's own parser, with its complaints in the user's words. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { HeadwaterError } from '../errors.ts';

/** Options that every command has. */
export const COMMON = {
  home: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

/**
 * @throws HeadwaterError `cli-option` for an option that the command does not have, one without its value, or a word too many
 */
export function readArgs<T extends ParseArgsOptionsConfig>(command: string, args: readonly string[], options: T, positionals: boolean) {
  try {
    return parseArgs({ args: [...args], options: { ...COMMON, ...options }, allowPositionals: positionals, strict: true });
  } catch (cause) {
    throw new HeadwaterError('bad-input', 'cli-option', complaint(cause, Object.keys({ ...COMMON, ...options })), {
      advice: `See \`headwater ${command} --help\`.`,
      cause,
    });
  }
}

function complaint(cause: unknown, known: readonly string[]): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const unknown = /Unknown option '([^']+)'/.exec(text)?.[1];
  if (unknown !== undefined) {
    const close = nearest(unknown.replace(/^-+/, ''), known);
    return `There is no option ${unknown} here.${close === undefined ? '' : ` Did you mean --${close}?`}`;
  }
  const lacking = /Option '(?:-\w, )?(--[\w-]+)[^']*' argument missing/.exec(text)?.[1];
  if (lacking !== undefined) return `${lacking} needs a value after it.`;
  const ambiguous = /Option '(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/.exec(text)?.[1];
  if (ambiguous !== undefined) return `${ambiguous} needs a value after it. Where the value begins with a dash, write ${ambiguous}=VALUE.`;
  const flag = /Option '(?:-\w, )?(--[\w-]+)[^']*' does not take an argument/.exec(text)?.[1];
  if (flag !== undefined) return `${flag} takes no value.`;
  const extra = /Unexpected argument '([^']*)'/.exec(text)?.[1];
  return extra === undefined ? text : `“${extra}” is one word too many here.`;
}

/** The word of `known` that needs the fewest changes to become `word`; undefined when all are far off. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((each) => ({ each, distance: distance(word, each) })).sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.each : undefined;
}

/** Levenshtein's distance: changes of one letter that make `b` of `a`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** One of the words allowed, or HeadwaterError `cli-value`. */
export function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly [T, ...T[]]): T {
  if (value === undefined) return allowed[0];
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new HeadwaterError('bad-input', 'cli-value', `${option} cannot be “${value}”.`, { advice: `It is one of: ${allowed.join(', ')}.` });
  return found;
}
