/** Slope and relative index of inequality: how far apart the two ends of a social scale are, from all the groups along it. */
import { at, confidence, each, finite, nonNegative, positive, sized } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { type Interval, LEVEL, type OpenInterval } from './interval.ts';
import { representable } from './pair.ts';

/** How the values' errors are distributed: normal themselves, on the log scale (rates), or on the logit scale (proportions, 0 to 1). */
export type InequalityScale = 'value' | 'rate' | 'proportion';

export interface InequalityOptions {
  readonly scale?: InequalityScale;
  /** Whether the line is fitted on the log or logit scale too, and told on the scale of the values. Default false. */
  readonly transform?: boolean;
  /** What the slope is told for: 100 for percentage points of shares. Default 1. */
  readonly per?: number;
  /** Tell the gap from the other end: the sign of the slope turns and the relative index is inverted. For what is bad and falls with advantage. */
  readonly reverse?: boolean;
  readonly level?: number;
  /** With a seed the limits are percentiles of simulations, as English public health publishes them; without, they are analytic. */
  readonly seed?: number;
  /** Simulations; default 100,000. */
  readonly repetitions?: number;
}

export interface Inequality {
  /** Slope index: the value at the most advantaged end less that at the least, in the values' unit (times `per`). */
  readonly slope: Interval;
  /** Relative index: the one over the other; null limits and value where the line meets nought. */
  readonly relative: OpenInterval | null;
  /** The fitted value at the least advantaged end. */
  readonly intercept: number;
  readonly interval: 'analytic' | 'simulated';
}

/**
 * Slope index (SII) and relative index of inequality (RII), by regression of the groups' values on their place in the population, weighted by population.
 *
 * @param values of the groups, ordered from the least to the most advantaged; at least three
 * @param standardErrors of the values on their scale (of the value, of its log, of its logit): {@link standardErrorsFromLimits} makes them from intervals
 * @param populations of the groups, above 0
 * @returns the two indices, with their intervals
 * @throws MethodError `shape`, `too-few`, `not-positive`, `negative`, `out-of-range`, `not-a-number`, `not-whole`
 * @source Mackenbach and Kunst (1997), Social Science and Medicine 44:757; Low and Low (2004), Journal of Public Health 26:388; PHEindicatormethods `phe_sii`. The analytic
 *   limits are the delta method's
 */
export function inequalityIndices(
  values: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  populations: ArrayLike<number>,
  options: InequalityOptions = {},
): Inequality {
  const k = sized('standardErrors', standardErrors, sized('populations', populations, values.length).length).length;
  if (k < 3) throw new MethodError('too-few', 'values', `a line needs at least three groups, and there are ${k}`);
  const link = LINKS[options.scale ?? 'value'];
  const y = each('values', values, link.check);
  const se = each('standardErrors', standardErrors, nonNegative);
  const level = confidence('level', options.level ?? LEVEL);
  const per = positive('per', options.per ?? 1);
  const line = weightsOf(each('populations', populations, positive));
  const fitted = options.transform === true ? link : LINKS.value;
  const ends = (of: Float64Array): readonly [start: number, end: number] => {
    let [start, end] = [0, 0];
    for (let i = 0; i < k; i++) {
      const value = fitted.to(at(of, i));
      start += at(line.start, i) * value;
      end += at(line.end, i) * value;
    }
    return [fitted.from(start), fitted.from(end)];
  };
  const [start, end] = ends(y);
  const limits =
    options.seed === undefined
      ? analytic(y, se, line, link, fitted, normalUpper((1 - level) / 2), start, end)
      : simulated(y, se, link, ends, level, options.seed, options.repetitions ?? 100_000);
  const slope = { value: end - start, ...limits.slope };
  const relative = start > 0 && end > 0 ? { value: end / start, ...limits.relative } : null;
  const turned = options.reverse === true;
  const told = turned ? { value: -slope.value, lower: -slope.upper, upper: -slope.lower } : slope;
  const result: Inequality = {
    slope: { value: told.value * per, lower: told.lower * per, upper: told.upper * per },
    relative: relative === null ? null : turned ? inverse(relative) : open(relative),
    intercept: start * per,
    interval: options.seed === undefined ? 'analytic' : 'simulated',
  };
  return representable('values', result);
}

/**
 * Standard errors on the scale of {@link inequalityIndices}, from confidence limits of the values: half their distance on that scale, over z.
 *
 * @param level of the limits; default 0.95
 * @throws MethodError `shape`, `inconsistent` (a lower limit above its upper), and as the scale requires
 */
export function standardErrorsFromLimits(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  scale: InequalityScale = 'value',
  level: number = LEVEL,
): Float64Array {
  sized('upper', upper, lower.length);
  const link = LINKS[scale];
  const from = each('lower', lower, link.check);
  const to = each('upper', upper, link.check);
  const z = normalUpper((1 - confidence('level', level)) / 2);
  const errors = from.map((low, i) => {
    if (low > at(to, i)) throw new MethodError('inconsistent', `lower[${i}]`, 'is above the upper limit');
    return (link.to(at(to, i)) - link.to(low)) / 2 / z;
  });
  return representable('upper', errors);
}

interface Link {
  readonly check: (argument: string, value: number) => number;
  readonly to: (value: number) => number;
  readonly from: (linked: number) => number;
  /** Derivative of `to`. */
  readonly slope: (value: number) => number;
}

const LINKS: Readonly<Record<InequalityScale, Link>> = {
  value: { check: finite, to: (value) => value, from: (linked) => linked, slope: () => 1 },
  rate: { check: positive, to: Math.log, from: Math.exp, slope: (value) => 1 / value },
  proportion: {
    check: (argument, value) => {
      if (positive(argument, value) >= 1) throw new MethodError('out-of-range', argument, `must lie between 0 and 1, and is ${value}`);
      return value;
    },
    to: (value) => Math.log(value / (1 - value)),
    from: (linked) => 1 / (1 + Math.exp(-linked)),
    slope: (value) => 1 / (value * (1 - value)),
  },
};

interface Line {
  /** The fitted line at either end of the scale, as weights of the values. */
  readonly start: Float64Array;
  readonly end: Float64Array;
}

function weightsOf(populations: Float64Array): Line {
  const total = populations.reduce((sum, size) => sum + size, 0);
  const shares = populations.map((size) => size / total);
  let below = 0;
  const ranks = shares.map((size) => {
    below += size;
    return below - size / 2;
  });
  // The mean rank is one half whatever the shares.
  const spread = shares.reduce((sum, size, i) => sum + size * (at(ranks, i) - 0.5) ** 2, 0);
  const slope = shares.map((size, i) => (size * (at(ranks, i) - 0.5)) / spread);
  if (!slope.every(Number.isFinite)) throw new MethodError('out-of-range', 'populations', 'one group has nearly everybody: there is no line');
  return { start: shares.map((size, i) => size - at(slope, i) / 2), end: shares.map((size, i) => size + at(slope, i) / 2) };
}

interface Limits {
  readonly slope: { readonly lower: number; readonly upper: number };
  readonly relative: { readonly lower: number; readonly upper: number };
}

function analytic(y: Float64Array, se: Float64Array, line: Line, link: Link, fitted: Link, z: number, start: number, end: number): Limits {
  let [slope, relative] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    // The error of the value on the scale that the line is fitted on, and from there at the ends.
    const error = (at(se, i) / link.slope(at(y, i))) * fitted.slope(at(y, i));
    const atStart = (at(line.start, i) / fitted.slope(start)) * error;
    const atEnd = (at(line.end, i) / fitted.slope(end)) * error;
    slope += (atEnd - atStart) ** 2;
    relative += (atEnd / end - atStart / start) ** 2;
  }
  const value = end - start;
  const factor = Math.exp(z * Math.sqrt(relative));
  return {
    slope: { lower: value - z * Math.sqrt(slope), upper: value + z * Math.sqrt(slope) },
    relative: { lower: end / start / factor, upper: (end / start) * factor },
  };
}

function simulated(
  y: Float64Array,
  se: Float64Array,
  link: Link,
  ends: (of: Float64Array) => readonly [number, number],
  level: number,
  seed: number,
  repetitions: number,
): Limits {
  if (!Number.isInteger(positive('repetitions', repetitions)))
    throw new MethodError('not-whole', 'repetitions', `must be a whole number, and is ${repetitions}`);
  if (repetitions < 100) throw new MethodError('too-few', 'repetitions', 'percentiles need at least 100 simulations');
  if (repetitions > 1e7) throw new MethodError('too-large', 'repetitions', 'at most ten million simulations');
  const random = draws(seed);
  const middle = y.map(link.to);
  const drawn = new Float64Array(y.length);
  const slopes = new Float64Array(repetitions);
  const ratios = new Float64Array(repetitions);
  for (let step = 0; step < repetitions; step++) {
    for (let i = 0; i < y.length; i++) drawn[i] = link.from(at(middle, i) + at(se, i) * random.normal());
    const [start, end] = ends(drawn);
    slopes[step] = end - start;
    // A line that has met nought has no ratio: it counts as beyond either limit by its sign.
    ratios[step] = start > 0 ? end / start : Number.POSITIVE_INFINITY;
  }
  const tail = (1 - level) / 2;
  const between = (values: Float64Array) => {
    values.sort();
    return { lower: percentile(values, tail), upper: percentile(values, 1 - tail) };
  };
  return { slope: between(slopes), relative: between(ratios) };
}

/** Linear between the order statistics (R's type 7). */
function percentile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  const value = at(sorted, low);
  const next = sorted[low + 1];
  return next === undefined || next === value ? value : value + (place - low) * (next - value);
}

const open = ({ value, lower, upper }: Interval): OpenInterval => ({ value, lower: Math.max(0, lower), upper: Number.isFinite(upper) ? upper : null });

function inverse({ value, lower, upper }: Interval): OpenInterval {
  return { value: 1 / value, lower: Number.isFinite(upper) ? 1 / upper : 0, upper: lower > 0 ? 1 / lower : null };
}
