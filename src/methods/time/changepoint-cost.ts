/** What a segment costs: twice the negative log-likelihood at its best parameters, up to a constant that every segmentation shares. */
import { at, finite, nonNegative, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { medianInPlace } from './select.ts';
import { countSeries, seriesValues, wholeFrom } from './series.ts';

/** What changes: a normal mean (variance known), a normal variance (mean known), both, or the rate of a Poisson count. */
export type ChangeKind = 'mean' | 'variance' | 'mean-variance' | 'poisson';

/** `MBIC` (default), `SIC` and `BIC` (the same), `AIC`, `Hannan-Quinn`, or a number of one's own. */
export type ChangePenalty = 'MBIC' | 'SIC' | 'BIC' | 'AIC' | 'Hannan-Quinn' | number;

export interface ChangepointOptions {
  readonly change: ChangeKind;
  readonly penalty?: ChangePenalty;
  /** Fewest values in a segment; default 1 for a mean, else 2. */
  readonly minimumLength?: number;
  /** `mean` only: the standard deviation of the noise; estimated from the differences of neighbours unless given. R's `cpt.mean` takes it for 1. */
  readonly sigma?: number;
  /** `variance` only: the mean that the values vary about; their own unless given. */
  readonly mean?: number;
  /** `variance`, `mean-variance`: no segment's variance is taken for less; default the variance of rounding to the smallest step between two values. */
  readonly varianceFloor?: number;
}

export interface ChangepointSegment {
  /** First and last value, counted from 1. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Of its values; the rate of a step, for counts. */
  readonly mean: number;
  /** About its own mean; divisor n. */
  readonly variance: number;
}

export interface Changepoints {
  /** How many values stand before each change: the number, from 1, of the last value of every segment but the last. Ascending. */
  readonly changepoints: readonly number[];
  readonly segments: readonly ChangepointSegment[];
  /** What each change had to save at least. */
  readonly penalty: number;
  /** Sum of the segments' costs and the penalties. */
  readonly cost: number;
  /** The noise that a change of mean was judged against; null for the other kinds. */
  readonly sigma: number | null;
  /** Segments whose variance is below the floor (values that repeat): changes beside them deserve distrust. */
  readonly segmentsAtFloor: number;
}

export interface Costs {
  readonly n: number;
  readonly minimumLength: number;
  readonly penalty: number;
  readonly sigma: number | null;
  /** Cost of the values from..to-1 (from 0), without the modified criterion's own term. */
  readonly plain: (from: number, to: number) => number;
  /** The same with it: ln of the segment's length. */
  readonly cost: (from: number, to: number) => number;
  readonly describe: (changepoints: readonly number[], total: number) => Changepoints;
}

const PARAMETERS = { mean: 1, variance: 1, 'mean-variance': 2, poisson: 1 } as const;

/**
 * The penalties of R's changepoint, with p parameters a segment: SIC and BIC (p + 1) ln n, AIC 2 (p + 1), Hannan-Quinn 2 (p + 1) ln ln n,
 * MBIC (p + 2) ln n with ln(segment length) added to each segment's cost.
 *
 * @source Killick and Eckley (2014), Journal of Statistical Software 58(3); MBIC: Zhang and Siegmund (2007), Biometrics 63:22
 */
export function changePenalty(change: ChangeKind, n: number, penalty: ChangePenalty): number {
  if (typeof penalty === 'number') return nonNegative('penalty', penalty);
  const p = PARAMETERS[change];
  switch (penalty) {
    case 'MBIC':
      return (p + 2) * Math.log(n);
    case 'SIC':
    case 'BIC':
      return (p + 1) * Math.log(n);
    case 'AIC':
      return 2 * (p + 1);
    case 'Hannan-Quinn':
      return 2 * (p + 1) * Math.log(Math.log(n));
  }
}

/** Checks the input and makes the cost of any segment a matter of two subtractions. */
export function segmentCosts(values: ArrayLike<number>, options: ChangepointOptions): Costs {
  const { change } = options;
  const y = change === 'poisson' ? countSeries('values', values) : seriesValues('values', values);
  const n = y.length;
  const minimumLength = wholeFrom('minimumLength', options.minimumLength ?? (change === 'mean' ? 1 : 2), change === 'mean-variance' ? 2 : 1);
  if (n < 4 || n < 2 * minimumLength) {
    throw new MethodError('too-few', 'values', `must hold at least ${Math.max(4, 2 * minimumLength)} values (two segments of ${minimumLength}), and has ${n}`);
  }
  for (let i = 0; i < n; i++)
    if (Math.abs(at(y, i)) > 1e150) throw new MethodError('too-large', `values[${i}]`, 'values beyond 1e150 cannot be used: change the unit');
  const sigma = change === 'mean' ? positive('sigma', options.sigma ?? noise(y)) : null;
  const floor = change === 'variance' || change === 'mean-variance' ? positive('varianceFloor', options.varianceFloor ?? roundingVariance(y)) : 0;
  const centre = centreOf(y, change, options.mean);

  // Sums from the start, of values and squares about a centre (so that a large level does not eat the digits).
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const off = at(y, i) - centre;
    sums[i + 1] = at(sums, i) + off;
    squares[i + 1] = at(squares, i) + off * off;
  }
  // A difference of running sums smaller than this is rounding.
  const grain = 4 * Number.EPSILON * at(squares, n);
  const within = (from: number, to: number): number => {
    const sum = at(sums, to) - at(sums, from);
    const rest = at(squares, to) - at(squares, from) - (sum * sum) / (to - from);
    return rest > grain ? rest : 0;
  };
  const about = (from: number, to: number): number => Math.max(0, at(squares, to) - at(squares, from));
  const normal = (squared: number, m: number): number => m * (Math.log(2 * Math.PI) + Math.log(Math.max(squared / m, floor)) + 1);
  const plain = {
    mean: (from: number, to: number) => within(from, to) / ((sigma ?? 1) * (sigma ?? 1)),
    variance: (from: number, to: number) => normal(about(from, to), to - from),
    'mean-variance': (from: number, to: number) => normal(within(from, to), to - from),
    poisson: (from: number, to: number) => {
      const sum = at(sums, to) - at(sums, from);
      return sum === 0 ? 0 : -2 * sum * Math.log(sum / (to - from));
    },
  }[change];
  const wanted = options.penalty ?? 'MBIC';
  const penalty = changePenalty(change, n, wanted);
  return {
    n,
    minimumLength,
    penalty,
    sigma,
    plain,
    cost: wanted === 'MBIC' ? (from, to) => plain(from, to) + Math.log(to - from) : plain,
    describe(changepoints, cost) {
      const ends = [...changepoints, n];
      const segments = ends.map((to, i) => {
        const from = i === 0 ? 0 : (ends[i - 1] ?? 0);
        const m = to - from;
        return { from: from + 1, to, n: m, mean: centre + (at(sums, to) - at(sums, from)) / m, variance: within(from, to) / m };
      });
      const segmentsAtFloor = floor === 0 ? 0 : segments.filter((segment) => segment.variance < floor).length;
      return { changepoints, segments, penalty, cost, sigma, segmentsAtFloor };
    },
  };
}

/** The known mean, or the values' own; where only differences matter and all values are whole, the nearest whole number, so that sums are exact. */
function centreOf(y: Float64Array, change: ChangeKind, known: number | undefined): number {
  if (change === 'poisson') return 0;
  if (change === 'variance' && known !== undefined) return finite('mean', known);
  let mean = 0;
  for (let i = 0; i < y.length; i++) mean += (at(y, i) - mean) / (i + 1);
  return change !== 'variance' && y.every(Number.isInteger) ? Math.round(mean) : mean;
}

/** Standard deviation of the noise, from the differences of neighbours, which a change of level touches only once. */
function noise(y: Float64Array): number {
  const steps = Float64Array.from({ length: y.length - 1 }, (_, i) => Math.abs(at(y, i + 1) - at(y, i)));
  const squared = steps.reduce((sum, step) => sum + (step / Math.SQRT2) ** 2, 0);
  if (squared === 0) throw new MethodError('no-variation', 'values', 'are all the same: there is no change to find');
  const robust = medianInPlace(steps) / (Math.SQRT2 * NORMAL_QUARTILE);
  return robust > 0 ? robust : Math.sqrt(squared / steps.length);
}

/** Upper quartile of the standard normal. */
const NORMAL_QUARTILE = 0.6744897501960817;

/** Variance of rounding to the smallest step between two of the values (Sheppard): step^2 / 12. */
function roundingVariance(y: Float64Array): number {
  const sorted = y.slice().sort();
  const range = at(sorted, y.length - 1) - at(sorted, 0);
  if (range === 0) throw new MethodError('no-variation', 'values', 'are all the same: there is no change to find');
  let step = range;
  for (let i = 1; i < sorted.length; i++) {
    const gap = at(sorted, i) - at(sorted, i - 1);
    // Less than a billionth of the range is the noise of arithmetic, as between 0.3 and 0.1 + 0.2.
    if (gap > 1e-9 * range && gap < step) step = gap;
  }
  return Math.max((step * step) / 12, 1e-300);
}
