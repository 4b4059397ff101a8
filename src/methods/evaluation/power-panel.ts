/** Power of panels: two-way fixed effects with any adoption, and the stepped wedge. */
import { at, count, finite, positive, share, whole } from '../check.ts';
import { MethodError } from '../error.ts';
import { triangle } from '../glm/index.ts';
import { type PowerOptions, waldDetectable, waldPower, wantedPower } from './power.ts';

export interface PanelPowerInput extends PowerOptions {
  /** Period, counted from 1, in which each unit starts; null for never. One entry a unit. */
  readonly adopted: readonly (number | null)[];
  readonly periods: number;
  /**
   * Standard deviation of a unit's outcome in a period about its own level and the common course: in the unit of the outcome, or of logs. For counts
   * on the log scale about sqrt(dispersion / mean count).
   */
  readonly sd: number;
  /** Correlation of neighbouring periods within a unit, falling off as a power; 0 unless given. */
  readonly autocorrelation?: number;
}

export interface PanelPowerResult {
  readonly standardError: number;
  /** Units less one. */
  readonly df: number;
  /** Smallest effect found with the wanted power. */
  readonly detectable: number;
  /** Null where no effect is given. */
  readonly power: number | null;
}

/**
 * Power of two-way fixed effects with cluster-robust errors and one effect for all treated rows. Two periods and one start are the 2x2
 * difference-in-differences. For staggered starts it is the power of that regression, and near that of Callaway-Sant'Anna's simple average only where
 * there are many never-treated units (which uses less of the data: expect less power).
 *
 * @throws MethodError `no-variation` where all units start alike; `out-of-range`; `too-few`
 * @source variance of the swept treatment under AR(1) errors; Burlig, Preonas and Woerman (2020), Journal of Development Economics 144; McKenzie (2012), same journal 99
 */
export function powerPanel(input: PanelPowerInput, effect?: number): PanelPowerResult {
  const periods = count('periods', input.periods);
  const units = input.adopted.length;
  if (periods < 2) throw new MethodError('too-few', 'periods', 'needs at least two');
  if (periods * units > 1e7) throw new MethodError('too-large', 'periods', `times ${units} units come to more than ten million rows`);
  if (units < 3) throw new MethodError('too-few', 'adopted', 'needs at least three units');
  const sd = positive('sd', input.sd);
  const rho = input.autocorrelation ?? 0;
  if (finite('autocorrelation', rho) <= -1 || rho >= 1) throw new MethodError('out-of-range', 'autocorrelation', `must lie between -1 and 1, and is ${rho}`);
  const treatment = input.adopted.map((start, u) => {
    if (start !== null) whole(`adopted[${u}]`, start);
    return Float64Array.from({ length: periods }, (_, t) => (start !== null && t + 1 >= start ? 1 : 0));
  });
  const periodMean = Float64Array.from({ length: periods }, (_, t) => treatment.reduce((sum, row) => sum + at(row, t), 0) / units);
  const mean = periodMean.reduce((sum, value) => sum + value, 0) / periods;
  let square = 0;
  let variance = 0;
  for (const row of treatment) {
    const own = row.reduce((sum, value) => sum + value, 0) / periods;
    let past = 0;
    for (let t = 0; t < periods; t++) {
      const left = at(row, t) - own - at(periodMean, t) + mean;
      square += left * left;
      variance += left * (left + 2 * rho * past);
      past = rho * past + left;
    }
  }
  if (!(square > 1e-9)) throw new MethodError('no-variation', 'adopted', 'all units start alike, so that nothing is compared');
  const standardError = (sd * Math.sqrt(Math.max(0, variance))) / square;
  const df = units - 1;
  wantedPower(input.power, input.level);
  return {
    standardError,
    df,
    detectable: waldDetectable(standardError, input, df),
    power: effect === undefined ? null : waldPower(effect, standardError, input.level, df),
  };
}

export interface SteppedWedgeInput extends PowerOptions {
  /** Clusters that cross over at each step, in order; the first period is before any. */
  readonly steps: readonly number[];
  /** People measured in each cluster in each period. */
  readonly perPeriod: number;
  /** Total standard deviation of a person's outcome: for a share p about sqrt(p (1 - p)). */
  readonly sd: number;
  /** Correlation of two people of a cluster in the same period. */
  readonly icc: number;
  /** Cluster autocorrelation: what the ICC between periods is of that within; 1 unless given (Hussey and Hughes). */
  readonly cac?: number;
}

/**
 * Power of a cross-sectional stepped wedge with one period more than steps, by generalised least squares with effects of periods.
 *
 * @source Hussey and Hughes (2007), Contemporary Clinical Trials 28; cluster autocorrelation: Hooper et al. (2016), Statistics in Medicine 35
 */
export function powerSteppedWedge(
  input: SteppedWedgeInput,
  effect?: number,
): Omit<PanelPowerResult, 'df'> & { readonly clusters: number; readonly periods: number } {
  if (input.steps.length < 1) throw new MethodError('too-few', 'steps', 'needs at least one step');
  const steps = input.steps.map((clusters, s) => count(`steps[${s}]`, clusters));
  const clusters = steps.reduce((sum, value) => sum + value, 0);
  if (steps.length < 2 || clusters < 2)
    throw new MethodError('too-few', 'steps', 'needs at least two steps and two clusters: with one step all cross at once, and nothing is compared');
  const periods = steps.length + 1;
  const icc = share('icc', input.icc);
  const cac = share('cac', input.cac ?? 1);
  const variance = positive('sd', input.sd) ** 2;
  const between = icc * variance;
  const cell = ((1 - icc) * variance) / positive('perPeriod', input.perPeriod);
  const root = choleskyOf(periods, (s, t) => between * (s === t ? 1 : cac) + (s === t ? cell : 0));
  const rows = steps.length * periods;
  const flat = new Float64Array(rows * (periods + 1));
  const weights = new Float64Array(rows);
  steps.forEach((size, s) => {
    for (let t = 0; t < periods; t++) {
      weights[s * periods + t] = size;
      for (let u = 0; u < periods; u++) flat[u * rows + s * periods + t] = t === u ? 1 : 0;
      flat[periods * rows + s * periods + t] = t > s ? 1 : 0;
    }
    for (let column = 0; column <= periods; column++) whiten(root, periods, flat, column * rows + s * periods);
  });
  const solver = triangle(flat, rows, periods + 1, (j) => (j === periods ? 'the treatment' : `period ${j + 1}`));
  solver.factor(weights);
  const standardError = Math.sqrt(at(solver.inverse(), (periods + 1) ** 2 - 1));
  wantedPower(input.power, input.level);
  return {
    standardError,
    clusters,
    periods,
    detectable: waldDetectable(standardError, input),
    power: effect === undefined ? null : waldPower(effect, standardError, input.level),
  };
}

/** Lower triangle L with LL' the matrix, row-major. */
function choleskyOf(n: number, entryAt: (s: number, t: number) => number): Float64Array {
  const l = new Float64Array(n * n);
  for (let s = 0; s < n; s++) {
    for (let t = 0; t <= s; t++) {
      let sum = entryAt(s, t);
      for (let k = 0; k < t; k++) sum -= at(l, s * n + k) * at(l, t * n + k);
      if (s !== t) l[s * n + t] = sum / at(l, t * n + t);
      else if (sum > 0) l[s * n + s] = Math.sqrt(sum);
      else throw new MethodError('singular', 'icc', 'leaves people of a cluster no variation of their own: it must be under 1');
    }
  }
  return l;
}

/** Solves L z = b in place, b being n entries from `from`. */
function whiten(l: Float64Array, n: number, b: Float64Array, from: number): void {
  for (let s = 0; s < n; s++) {
    let sum = at(b, from + s);
    for (let k = 0; k < s; k++) sum -= at(l, s * n + k) * at(b, from + k);
    b[from + s] = sum / at(l, s * n + s);
  }
}
