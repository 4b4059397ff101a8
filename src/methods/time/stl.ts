/** Seasonal-trend decomposition by loess. */
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { type LoessDegree, loessAt, loessSmooth } from './loess.ts';
import { medianInPlace } from './select.ts';
import { largest, sampleVariance, seriesValues, twoPeriods, wholeFrom, wholePeriod } from './series.ts';

export interface StlOptions {
  /** Steps after which the pattern repeats: 12 for months of a year. */
  readonly period: number;
  /** Span of the seasonal smoother in periods, odd, 7 or more advised; `periodic` (default) for a pattern that does not change. */
  readonly seasonalWindow?: number | 'periodic';
  readonly seasonalDegree?: LoessDegree;
  /** Steps from one fitted point to the next, lines between; default a tenth of the window. */
  readonly seasonalJump?: number;
  /** Span of the trend smoother in steps; default the smallest odd number of at least 1.5 period / (1 - 1.5 / seasonalWindow). */
  readonly trendWindow?: number;
  readonly trendDegree?: LoessDegree;
  readonly trendJump?: number;
  /** Span of the low-pass filter in steps; default the smallest odd number of at least the period. */
  readonly lowPassWindow?: number;
  readonly lowPassDegree?: LoessDegree;
  readonly lowPassJump?: number;
  /** Give outliers less weight; default false. */
  readonly robust?: boolean;
  /** Passes of the inner loop; default 2, or 1 when robust. */
  readonly inner?: number;
  /** Passes that reweight outliers; default 0, or 15 when robust. */
  readonly outer?: number;
}

export interface StlResult {
  /** In the unit of the series, one entry a step: `seasonal + trend + remainder` is the series. */
  readonly seasonal: Float64Array;
  readonly trend: Float64Array;
  readonly remainder: Float64Array;
  /** 0 (ignored as an outlier) to 1; all 1 unless outer passes were made. */
  readonly weights: Float64Array;
  /** Strength of trend and of season, 0 to 1; null where the series they are judged against does not vary. */
  readonly trendStrength: number | null;
  readonly seasonalStrength: number | null;
  /** The parameters as used. */
  readonly windows: readonly [seasonal: number, trend: number, lowPass: number];
  readonly jumps: readonly [seasonal: number, trend: number, lowPass: number];
  readonly degrees: readonly [seasonal: LoessDegree, trend: LoessDegree, lowPass: LoessDegree];
  readonly inner: number;
  readonly outer: number;
}

/**
 * STL: a series as trend + season + remainder, each smoothed by loess. An even window is raised by one and a window under 3 to 3; `periodic`
 * takes the mean of every position of the period at the end.
 *
 * @param values one entry a step, no gaps, at least two periods
 * @throws MethodError `not-a-number` (a gap), `too-few` (under two periods), `not-whole`, `out-of-range` (windows, jumps, passes, degrees), `too-large`
 * @source Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6:3; strengths: Wang, Smith and Hyndman (2006), Data Mining and Knowledge Discovery 13:335
 */
export function stl(values: ArrayLike<number>, options: StlOptions): StlResult {
  const y = seriesValues('values', values);
  const period = wholePeriod(options.period);
  const n = y.length;
  twoPeriods('values', n, period);
  if (largest(y) > 1e150) throw new MethodError('too-large', 'values', 'values beyond 1e150 cannot be decomposed: change the unit');
  const use = parameters(n, period, options);

  const seasonal = new Float64Array(n);
  const trend = new Float64Array(n);
  const weights = new Float64Array(n).fill(1);
  const work = workspace(n, period);
  for (let pass = 0; ; pass++) {
    for (let k = 0; k < use.inner; k++) innerPass(y, period, use, pass === 0 ? null : weights, seasonal, trend, work);
    if (pass === use.outer) break;
    robustnessWeights(y, seasonal, trend, weights, work.sizes);
  }
  if (use.periodic) takeMeans(seasonal, period);
  const remainder = new Float64Array(n);
  for (let i = 0; i < n; i++) remainder[i] = at(y, i) - at(seasonal, i) - at(trend, i);

  return {
    seasonal,
    trend,
    remainder,
    weights,
    trendStrength: strength(remainder, trend),
    seasonalStrength: strength(remainder, seasonal),
    windows: use.windows,
    jumps: use.jumps,
    degrees: use.degrees,
    inner: use.inner,
    outer: use.outer,
  };
}

interface Parameters extends Pick<StlResult, 'windows' | 'jumps' | 'degrees' | 'inner' | 'outer'> {
  readonly periodic: boolean;
}

function parameters(n: number, period: number, options: StlOptions): Parameters {
  const periodic = (options.seasonalWindow ?? 'periodic') === 'periodic';
  const odd = (argument: string, value: number): number => {
    const span = Math.max(3, wholeFrom(argument, value, 1));
    return span % 2 === 0 ? span + 1 : span;
  };
  const seasonal = periodic ? 10 * n + 1 : odd('seasonalWindow', Number(options.seasonalWindow));
  const nextOdd = (value: number): number => odd('trendWindow', Math.ceil(value));
  const trend = options.trendWindow === undefined ? nextOdd((1.5 * period) / (1 - 1.5 / seasonal)) : odd('trendWindow', options.trendWindow);
  const lowPass = options.lowPassWindow === undefined ? nextOdd(period) : odd('lowPassWindow', options.lowPassWindow);
  const jump = (argument: string, value: number | undefined, window: number): number => wholeFrom(argument, value ?? Math.ceil(window / 10), 1);
  const degree = (argument: string, value: number): LoessDegree => {
    if (value !== 0 && value !== 1) throw new MethodError('out-of-range', argument, `must be 0 (locally constant) or 1 (locally linear), and is ${value}`);
    return value;
  };
  const robust = options.robust ?? false;
  return {
    periodic,
    windows: [seasonal, trend, lowPass],
    jumps: [
      jump('seasonalJump', options.seasonalJump, seasonal),
      jump('trendJump', options.trendJump, trend),
      jump('lowPassJump', options.lowPassJump, lowPass),
    ],
    degrees: [
      degree('seasonalDegree', options.seasonalDegree ?? 0),
      degree('trendDegree', options.trendDegree ?? 1),
      degree('lowPassDegree', options.lowPassDegree ?? options.trendDegree ?? 1),
    ],
    inner: wholeFrom('inner', options.inner ?? (robust ? 1 : 2), 1),
    outer: wholeFrom('outer', options.outer ?? (robust ? 15 : 0), 0),
  };
}

function workspace(n: number, period: number) {
  const long = n + 2 * period;
  return {
    /** The series less its trend, or less its season. */
    rest: new Float64Array(n),
    /** The smoothed cycle-subseries, a period longer at either end. */
    cycle: new Float64Array(long),
    once: new Float64Array(long),
    twice: new Float64Array(long),
    low: new Float64Array(n),
    /** One cycle-subseries (all Januaries), its weights and its fit with a year before and a year after. */
    some: new Float64Array(n),
    someWeights: new Float64Array(n),
    someFit: new Float64Array(n + 2),
    /** Scratch of the median. */
    sizes: new Float64Array(n),
  };
}

type Workspace = ReturnType<typeof workspace>;

/** One pass of the inner loop: season from the series less trend, then trend from the series less season (section 2.3). */
function innerPass(
  y: Float64Array,
  period: number,
  use: Parameters,
  robustness: Float64Array | null,
  seasonal: Float64Array,
  trend: Float64Array,
  work: Workspace,
): void {
  const n = y.length;
  const { rest, cycle, once, twice, low } = work;
  for (let i = 0; i < n; i++) rest[i] = at(y, i) - at(trend, i);
  smoothSubseries(period, use, robustness, work);
  movingAverage(cycle, n + 2 * period, period, once);
  movingAverage(once, n + period + 1, period, twice);
  movingAverage(twice, n + 2, 3, once);
  loessSmooth(once, n, use.windows[2], use.degrees[2], use.jumps[2], null, low, 0);
  for (let i = 0; i < n; i++) {
    const season = at(cycle, period + i) - at(low, i);
    seasonal[i] = season;
    rest[i] = at(y, i) - season;
  }
  loessSmooth(rest, n, use.windows[1], use.degrees[1], use.jumps[1], robustness, trend, 0);
}

/** All Januaries smoothed, all Februaries, ...: each carried on by one to either side. */
function smoothSubseries(period: number, use: Parameters, robustness: Float64Array | null, work: Workspace): void {
  const { rest, cycle, some, someWeights, someFit } = work;
  const n = rest.length;
  const [window] = use.windows;
  const [degree] = use.degrees;
  for (let phase = 0; phase < period; phase++) {
    const m = Math.floor((n - 1 - phase) / period) + 1;
    for (let i = 0; i < m; i++) some[i] = at(rest, phase + i * period);
    if (robustness !== null) for (let i = 0; i < m; i++) someWeights[i] = at(robustness, phase + i * period);
    const weights = robustness === null ? null : someWeights;
    loessSmooth(some, m, window, degree, use.jumps[0], weights, someFit, 1);
    const before = loessAt(some, m, window, degree, -1, 0, Math.min(window, m) - 1, weights);
    someFit[0] = Number.isNaN(before) ? at(someFit, 1) : before;
    const after = loessAt(some, m, window, degree, m, Math.max(0, m - window), m - 1, weights);
    someFit[m + 1] = Number.isNaN(after) ? at(someFit, m) : after;
    for (let i = 0; i < m + 2; i++) cycle[phase + i * period] = at(someFit, i);
  }
}

/** Means of `span` neighbours of the first n of x: n - span + 1 of them. */
function movingAverage(x: Float64Array, n: number, span: number, out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < span; i++) sum += at(x, i);
  out[0] = sum / span;
  for (let i = span; i < n; i++) {
    sum += at(x, i) - at(x, i - span);
    out[i - span + 1] = sum / span;
  }
}

/** Tukey's biweight of the remainder, zero from six median absolute remainders on (section 2.4). */
function robustnessWeights(y: Float64Array, seasonal: Float64Array, trend: Float64Array, weights: Float64Array, scratch: Float64Array): void {
  const n = y.length;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(at(y, i) - at(seasonal, i) - at(trend, i));
    weights[i] = size;
    scratch[i] = size;
  }
  const limit = 6 * medianInPlace(scratch);
  const nearly = 0.999 * limit;
  const close = 0.001 * limit;
  for (let i = 0; i < n; i++) {
    const size = at(weights, i);
    weights[i] = size <= close ? 1 : size <= nearly ? (1 - (size / limit) ** 2) ** 2 : 0;
  }
}

/** The pattern that does not change: every position's mean over the periods. */
function takeMeans(seasonal: Float64Array, period: number): void {
  for (let phase = 0; phase < period; phase++) {
    let sum = 0;
    let n = 0;
    for (let i = phase; i < seasonal.length; i += period, n++) sum += at(seasonal, i);
    for (let i = phase; i < seasonal.length; i += period) seasonal[i] = sum / n;
  }
}

/** 1 - Var(remainder) / Var(remainder + part), not below 0. */
function strength(remainder: Float64Array, part: Float64Array): number | null {
  const both = remainder.map((value, i) => value + at(part, i));
  const whole = sampleVariance(both);
  return whole > 0 ? Math.max(0, 1 - sampleVariance(remainder) / whole) : null;
}
