/** Guards at the door of every method: a bad argument is named, and NaN never gets in. */
import { MethodError } from './error.ts';

/** A finite number. */
export function finite(argument: string, value: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new MethodError('not-a-number', argument, `must be a finite number, not ${String(value)}`);
  return value;
}

/** A finite number, zero or more. */
export function nonNegative(argument: string, value: number): number {
  if (finite(argument, value) < 0) throw new MethodError('negative', argument, `must not be negative, and is ${value}`);
  return value;
}

/** A finite number above zero. */
export function positive(argument: string, value: number): number {
  if (finite(argument, value) <= 0) throw new MethodError('not-positive', argument, `must be above zero, and is ${value}`);
  return value;
}

/** A whole number, zero or more. */
export function count(argument: string, value: number): number {
  if (!Number.isInteger(nonNegative(argument, value))) throw new MethodError('not-whole', argument, `must be a whole number, and is ${value}`);
  return value;
}

/** A whole number of either sign. */
export function whole(argument: string, value: number): number {
  if (!Number.isInteger(finite(argument, value))) throw new MethodError('not-whole', argument, `must be a whole number, and is ${value}`);
  return value;
}

/** A share or probability: 0 to 1, both allowed. */
export function share(argument: string, value: number): number {
  if (finite(argument, value) < 0 || value > 1) throw new MethodError('out-of-range', argument, `must lie between 0 and 1, and is ${value}`);
  return value;
}

/** A confidence level: strictly between 0 and 1, such as 0.95. */
export function confidence(argument: string, value: number): number {
  if (finite(argument, value) <= 0 || value >= 1) throw new MethodError('out-of-range', argument, `must lie between 0 and 1, such as 0.95, and is ${value}`);
  return value;
}

/** An array of exactly `length` entries. */
export function sized<T extends { readonly length: number }>(argument: string, value: T, length: number): T {
  if (value.length !== length) throw new MethodError('shape', argument, `must have ${length} entries, and has ${value.length}`);
  return value;
}

/** Every entry passes `check` (one of the guards above); the argument of a complaint names the entry, counted from 0. */
export function each(argument: string, values: ArrayLike<number>, check: (argument: string, value: number) => number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = check(`${argument}[${i}]`, values[i] as number);
  return out;
}

/** The entry at an index that the caller has made sure of (loop bounds); typed arrays are dense, so there is always one. */
export function at(array: { readonly [index: number]: number }, index: number): number {
  return array[index] as number;
}

/** As {@link at}, for an array of anything. */
export function entry<T>(array: readonly T[], index: number): T {
  return array[index] as T;
}
