/**
 * One entry for every method. The registry serves the package's export, `headwater method NAME` and the page in docs/methods/, so that the three
 * cannot say different things. Each section of the library keeps its own list in `src/methods/SECTION/methods.ts`.
 */
import { z } from 'zod';
import { MethodError } from '../error.ts';

export const SECTIONS = {
  rates: 'Rates and intervals',
  disproportionality: 'Disproportionality under missing data',
  time: 'Time',
  place: 'Place',
  evaluation: 'Evaluation',
  linkage: 'Linkage',
  disclosure: 'Disclosure',
  agreement: 'Agreement',
} as const;

export type Section = keyof typeof SECTIONS;

export interface MethodSpec<S extends z.ZodObject> {
  /** The word of the shell: kebab-case, the field's own term, such as `rate-ratio-koopman`. */
  readonly name: string;
  readonly title: string;
  readonly section: Section;
  /** The functions of `headwater/methods` that it stands for. */
  readonly functions: readonly string[];
  /** The question that it answers, in the words of somebody who has it. Markdown. */
  readonly answers: string;
  /** When it must not be used, and what to use instead. Markdown. */
  readonly notWhen: string;
  /** The formula, with every symbol told. Markdown. */
  readonly formula: string;
  /** The paper, guidance or statute that it comes from. */
  readonly source: string;
  /** What it was checked against and the largest error found. */
  readonly checked: string;
  /** Every field of the input, each with `.describe()`: shape, unit, default. */
  readonly input: S;
  /** Every field of the result, with its unit. */
  readonly returns: Readonly<Record<string, string>>;
  /** A small worked example with fictional numbers: its input ... */
  readonly example: z.input<S>;
  /** ... and what its result says, in a sentence or two. */
  readonly reading: string;
  readonly run: (input: z.output<S>) => object;
}

export interface Method extends Omit<MethodSpec<z.ZodObject>, 'run' | 'example'> {
  readonly example: Readonly<Record<string, unknown>>;
  /**
   * Calls the method with one object, as parsed from JSON.
   *
   * @returns a plain object: numbers, strings, booleans, nulls, arrays and objects of them; never NaN or an infinity
   * @throws MethodError `input` where a field is missing, unknown or of the wrong type; else as the function throws
   */
  readonly call: (input: unknown) => Readonly<Record<string, unknown>>;
}

export function defineMethod<S extends z.ZodObject>(spec: MethodSpec<S>): Method {
  const schema = z.strictObject(spec.input.shape);
  const { run, ...rest } = spec;
  return {
    ...rest,
    input: schema,
    call(input) {
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        const first = parsed.error.issues[0];
        throw new MethodError('input', first === undefined || first.path.length === 0 ? 'input' : first.path.join('.'), first?.message ?? 'cannot be read');
      }
      // The strict object has the shape of S, which TypeScript cannot follow through the generic.
      const result = plain(run(parsed.data as z.output<S>), spec.name);
      return result as Record<string, unknown>;
    },
  };
}

/** Typed arrays become arrays and undefined fields go; a number that JSON has no word for is a fault of the method. */
function plain(value: unknown, path: string): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new MethodError('out-of-range', path, `came to ${value}, which is no result: the numbers are too extreme for this method`);
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    if (value instanceof BigInt64Array || value instanceof BigUint64Array || value instanceof DataView)
      throw new TypeError(`${path} cannot be written as JSON`);
    return plain(Array.from(value as Float64Array), path);
  }
  if (Array.isArray(value)) return value.map((each, i) => plain(each, `${path}.${i}`));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => [key, plain(each, `${path}.${key}`)]),
    );
  }
  return value;
}

/** A confidence level, in the words that every method uses. */
export const levelField = z.number().optional().describe('confidence level, between 0 and 1; 0.95 unless given');

/** The seed of a method that draws at random: the same seed gives the same result for ever. */
export const seedField = z.int().describe('seed of the random numbers: the same seed, the same result');
