/** Power of an interrupted time series of counts: by formula, and by simulation. */
import { at, confidence, count, finite, nonNegative, positive } from '../check.ts';
import { negativeBinomialQuantile, normalCdf, poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { coefficientTable, fitGlm, neweyWestCovariance } from '../glm/index.ts';
import { draws } from '../random/index.ts';
import { type ItsChange, itsDesign } from './its-design.ts';
import { type DetectableRatio, detectableRatio, type PowerOptions, waldPower, wantedPower } from './power.ts';

/** Days of over thirty years: no series that anybody plans is longer, and a slip of the keyboard should not take the machine's memory. */
const MOST_PERIODS = 12_000;

export interface ItsPowerInput extends PowerOptions {
  /** Periods before and after the change. */
  readonly before: number;
  readonly after: number;
  /** Events expected in the first period. */
  readonly mean: number;
  /** Ratio of one period to the one before, without the change; 1 unless given. */
  readonly trend?: number;
  /** Variance of a count by its mean; 1 (Poisson) unless given. */
  readonly dispersion?: number;
  /** Correlation of neighbouring periods, falling off as a power (AR(1)); 0 unless given. */
  readonly autocorrelation?: number;
  /** What the model lets change. */
  readonly change: ItsChange;
  readonly harmonics?: number;
  readonly seasonLength?: number;
}

export interface ItsEffect {
  /** Ratio at the change; 1 unless given. */
  readonly level?: number;
  /** Ratio of trends, per period; 1 unless given. */
  readonly slope?: number;
}

export interface ItsPower {
  /** Of the test of the level change, of the slope change; null where the model has none. */
  readonly level: number | null;
  readonly slope: number | null;
}

/**
 * Power of segmented quasi-Poisson regression, from the expected information with the given dispersion and autocorrelation. The tests are taken to use
 * standard errors that allow for both (with autocorrelation: Newey-West, in a series long enough for it).
 *
 * @throws MethodError as {@link itsDesign}; `not-positive`, `out-of-range`, `too-large`
 * @source Wald test from the sandwich of the segmented model with AR(1) errors; compare Zhang, Wagner and Ross-Degnan (2011), Journal of Clinical Epidemiology 64
 */
export function powerIts(input: ItsPowerInput, effect: ItsEffect): ItsPower {
  const { errors, design, df } = itsErrors(input, effect);
  const of = (column: number, ratio: number | undefined): number | null =>
    column < 0 ? null : waldPower(Math.log(positive('effect', ratio ?? 1)), at(errors, column), input.level, df);
  return { level: of(design.level, effect.level), slope: of(design.slope, effect.slope) };
}

/** The smallest ratios found: of a level change without a change of slope, and of a slope without one of level. */
export function detectableIts(input: ItsPowerInput): { readonly level: DetectableRatio | null; readonly slope: DetectableRatio | null } {
  const wanted = wantedPower(input.power, input.level);
  means(input, {});
  const has = itsDesign({ ...input, periods: input.before + input.after, interruption: input.before });
  const guarded = (power: () => number | null): number => {
    try {
      return power() ?? 0;
    } catch (error) {
      // An effect at which the counts leave the range of numbers is no effect that a test finds.
      if (error instanceof MethodError && ['not-converged', 'too-large', 'singular', 'separation'].includes(error.code)) return 0;
      throw error;
    }
  };
  return {
    level: has.level < 0 ? null : detectableRatio((log) => guarded(() => powerIts(input, { level: Math.exp(log) }).level), wanted),
    slope: has.slope < 0 ? null : detectableSlope(input, (log) => guarded(() => powerIts(input, { slope: Math.exp(log) }).slope), wanted),
  };
}

/** Slopes compound over the periods after, so that they are sought on the scale of the whole. */
function detectableSlope(input: ItsPowerInput, power: (log: number) => number, wanted: number): DetectableRatio {
  const periods = Math.max(1, input.after);
  const found = detectableRatio((log) => power(log / periods), wanted);
  const each = (ratio: number | null): number | null => (ratio === null ? null : Math.exp(Math.log(ratio) / periods));
  return { fall: each(found.fall), rise: each(found.rise) };
}

function means(input: ItsPowerInput, effect: ItsEffect): { y: Float64Array; design: ReturnType<typeof itsDesign> } {
  const before = count('before', input.before);
  const after = count('after', input.after);
  if (before + after > MOST_PERIODS) throw new MethodError('too-large', 'before', `and after come to more than ${MOST_PERIODS} periods`);
  const design = itsDesign({ ...input, periods: before + after, interruption: before });
  const trend = Math.log(positive('trend', input.trend ?? 1));
  const level = Math.log(positive('effect.level', effect.level ?? 1));
  const slope = Math.log(positive('effect.slope', effect.slope ?? 1));
  const first = Math.log(positive('mean', input.mean));
  const y = Float64Array.from({ length: before + after }, (_, i) => Math.exp(first + trend * i + (i >= before ? level + slope * (i - before) : 0)));
  if (y.some((value) => !(value > 0 && value < 1e15))) throw new MethodError('too-large', 'trend', 'takes the expected counts out of range');
  return { y, design };
}

function itsErrors(input: ItsPowerInput, effect: ItsEffect): { errors: Float64Array; design: ReturnType<typeof itsDesign>; df: number | null } {
  const { y, design } = means(input, effect);
  const dispersion = positive('dispersion', input.dispersion ?? 1);
  const rho = correlation(input.autocorrelation);
  const fit = fitGlm({ y, x: design.columns, family: 'poisson' });
  const n = y.length;
  const p = design.columns.length;
  // Influence of each period on each coefficient, per unit of standardised error: bread x column x root weight.
  const influence = design.columns.map((_, j) =>
    Float64Array.from({ length: n }, (_row, i) => {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += at(fit.bread, j * p + k) * at(design.columns[k] as Float64Array, i);
      return sum * Math.sqrt(at(fit.workingWeights, i));
    }),
  );
  const errors = Float64Array.from(influence, (own) => {
    let sum = 0;
    // Sum over pairs of rho^|i - k|, in one pass: the past, discounted, is carried along.
    let past = 0;
    for (let i = 0; i < n; i++) {
      sum += at(own, i) * (at(own, i) + 2 * rho * past);
      past = rho * past + at(own, i);
    }
    return Math.sqrt(dispersion * Math.max(0, sum));
  });
  const df = n - p;
  if (df < 1) throw new MethodError('too-few', 'before', `${n} periods do not suffice for ${p} coefficients`);
  return { errors, design, df };
}

function correlation(value = 0): number {
  if (finite('autocorrelation', value) <= -1 || value >= 1)
    throw new MethodError('out-of-range', 'autocorrelation', `must lie between -1 and 1, and is ${value}`);
  return value;
}

export interface ItsSimulation {
  readonly seed: number;
  /** Simulated series; 500 unless given. */
  readonly runs?: number;
  /** Newey-West errors up to this lag in every fit; the quasi-Poisson's own unless given. */
  readonly neweyWestLag?: number;
}

export interface ItsSimulatedPower extends ItsPower {
  /** Monte Carlo standard error of either share. */
  readonly monteCarloError: number;
  readonly runs: number;
}

/**
 * Power by simulation: series with the given means, dispersion (negative binomial, variance dispersion x mean) and autocorrelation (a normal AR(1) whose
 * probabilities pick the counts), each analysed by segmented quasi-Poisson regression. With no effect it gives the share of false alarms.
 */
export function simulateItsPower(input: ItsPowerInput, effect: ItsEffect, simulation: ItsSimulation): ItsSimulatedPower {
  const { y: mean, design } = means(input, effect);
  const dispersion = positive('dispersion', input.dispersion ?? 1);
  if (dispersion < 1) throw new MethodError('out-of-range', 'dispersion', 'must be at least 1 to be simulated');
  if (dispersion > 1e4) throw new MethodError('too-large', 'dispersion', 'must be at most 10,000 to be simulated');
  const rho = correlation(input.autocorrelation);
  const runs = count('runs', simulation.runs ?? 500);
  if (runs < 1) throw new MethodError('too-few', 'runs', 'needs at least one');
  if (runs > 100_000) throw new MethodError('too-large', 'runs', 'must be at most 100,000');
  const alpha = 1 - confidence('level', input.level ?? 0.95);
  const random = draws(simulation.seed);
  const counts = new Float64Array(mean.length);
  let level = 0;
  let slope = 0;
  let done = 0;
  for (let run = 0; run < runs; run++) {
    let z = random.normal();
    for (let i = 0; i < counts.length; i++) {
      if (i > 0) z = rho * z + Math.sqrt(1 - rho * rho) * random.normal();
      // A normal so far out that no count has the probability is drawn in.
      const u = Math.min(normalCdf(z), 1 - 1e-15);
      const m = at(mean, i);
      counts[i] = dispersion === 1 ? poissonQuantile(u, m) : negativeBinomialQuantile(u, m / (dispersion - 1), m);
    }
    try {
      const fit = fitGlm({ y: counts, x: design.columns, family: 'quasi-poisson' });
      const covariance = simulation.neweyWestLag === undefined ? fit.covariance : neweyWestCovariance(fit, { lag: simulation.neweyWestLag });
      const rows = coefficientTable(fit, design.names, { covariance });
      if (design.level >= 0 && (rows[design.level]?.p ?? 1) < alpha) level++;
      if (design.slope >= 0 && (rows[design.slope]?.p ?? 1) < alpha) slope++;
      done++;
    } catch (error) {
      // A series without events where the model needs some finds nothing.
      if (!(error instanceof MethodError && ['separation', 'zero-events', 'not-converged'].includes(error.code))) throw error;
    }
  }
  if (done === 0) throw new MethodError('no-information', 'mean', 'so few events are expected that no simulated series could be fitted');
  const share = (found: number): number => found / runs;
  const most = Math.max(design.level < 0 ? 0 : share(level) * (1 - share(level)), design.slope < 0 ? 0 : share(slope) * (1 - share(slope)));
  return {
    level: design.level < 0 ? null : share(level),
    slope: design.slope < 0 ? null : share(slope),
    monteCarloError: Math.sqrt(nonNegative('error', most) / runs),
    runs,
  };
}
