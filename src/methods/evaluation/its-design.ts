/** The columns of a segmented regression: trend, what changed at the interruption, season. */
import { count, positive, whole } from '../check.ts';
import { MethodError } from '../error.ts';

/** `level`: a step. `slope`: a bend of the trend. `level-and-slope`: both. */
export type ItsChange = 'level' | 'slope' | 'level-and-slope';

export interface ItsShape {
  /** Number of periods. */
  readonly periods: number;
  /** Index, from 0, of the first period after the change. */
  readonly interruption: number;
  readonly change: ItsChange;
  /** The period in which the time since the change is 0: the first after (unless told), or the last before, in which case it is 1 in the first after. */
  readonly slopeZero?: 'first-after' | 'last-before';
  /** Pairs of sine and cosine; 0 for none. */
  readonly harmonics?: number;
  /** Periods of a year (12, 52.18, 365.25); needed with harmonics. */
  readonly seasonLength?: number;
}

export interface ItsDesign {
  readonly columns: readonly Float64Array[];
  readonly names: readonly string[];
  /** Indices of the columns that the change makes. */
  readonly changed: readonly number[];
  /** Index of the level change, of the slope change; -1 where there is none. */
  readonly level: number;
  readonly slope: number;
}

/** Sine and cosine of one to `harmonics` cycles a season, of the time 1, 2, ... */
export function fourierColumns(periods: number, seasonLength: number, harmonics: number): Float64Array[] {
  positive('seasonLength', seasonLength);
  if (2 * count('harmonics', harmonics) >= seasonLength)
    throw new MethodError('out-of-range', 'harmonics', `must be under half the season of ${seasonLength} periods, and is ${harmonics}`);
  const wave = (shape: (angle: number) => number, cycles: number): Float64Array =>
    Float64Array.from({ length: periods }, (_, i) => shape((2 * Math.PI * cycles * (i + 1)) / seasonLength));
  return Array.from({ length: harmonics }, (_, k) => [wave(Math.sin, k + 1), wave(Math.cos, k + 1)]).flat();
}

/**
 * @throws MethodError `too-few` with under three periods before the change, or under one (level), two (slope) or three (both) after; `out-of-range`; `no-information` where harmonics come without a season
 */
export function itsDesign(shape: ItsShape): ItsDesign {
  const { periods, interruption, change } = shape;
  whole('interruption', interruption);
  const after = periods - interruption;
  if (interruption < 3)
    throw new MethodError('too-few', 'interruption', `needs at least three periods before the change, and there are ${Math.max(0, interruption)}`);
  const needed = { level: 1, slope: 2, 'level-and-slope': 3 }[change];
  if (after < needed)
    throw new MethodError('too-few', 'interruption', `needs at least ${needed} after the change for this shape, and there are ${Math.max(0, after)}`);
  const column = (value: (i: number) => number): Float64Array => Float64Array.from({ length: periods }, (_, i) => value(i));
  const columns = [column(() => 1), column((i) => i + 1)];
  const names = ['intercept', 'trend'];
  const changed: number[] = [];
  const add = (name: string, values: Float64Array): number => {
    names.push(name);
    return columns.push(values) - 1;
  };
  const from = interruption - (shape.slopeZero === 'last-before' ? 1 : 0);
  const level =
    change === 'slope'
      ? -1
      : add(
          'level change',
          column((i) => (i >= interruption ? 1 : 0)),
        );
  const slope =
    change === 'level'
      ? -1
      : add(
          'slope change',
          column((i) => (i >= interruption ? i - from : 0)),
        );
  if (level >= 0) changed.push(level);
  if (slope >= 0) changed.push(slope);
  const harmonics = shape.harmonics ?? 0;
  if (harmonics > 0) {
    if (shape.seasonLength === undefined) throw new MethodError('no-information', 'seasonLength', 'is needed with harmonics: the number of periods in a year');
    fourierColumns(periods, shape.seasonLength, harmonics).forEach((values, j) => {
      add(`${j % 2 === 0 ? 'sine' : 'cosine'} ${Math.floor(j / 2) + 1}`, values);
    });
  }
  return { columns, names, changed, level, slope };
}

/** The columns as they would be had nothing changed. */
export function withoutChange(design: ItsDesign): Float64Array[] {
  return design.columns.map((column, j) => (design.changed.includes(j) ? new Float64Array(column.length) : column));
}
