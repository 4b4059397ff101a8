/** Seasonality of counts by harmonic Poisson regression. */
import { at, confidence, each, positive, sized } from '../check.ts';
import { chiSquaredUpperTail, fUpperTail, normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { fitGlm } from '../glm/index.ts';
import { countSeries, wholeFrom, wholePeriod } from './series.ts';

export interface HarmonicOptions {
  /** Steps of a period: 12 where counts are of months. */
  readonly period: number;
  /** Pairs of sine and cosine: 1 (default) one smooth wave a period, 2 for two peaks or a sharper one. */
  readonly harmonics?: number;
  /** Days, people or person-time behind each count; its log becomes an offset. */
  readonly exposure?: ArrayLike<number>;
  /** A log-linear trend in both models; false unless given. */
  readonly trend?: boolean;
  readonly level?: number;
}

export interface HarmonicSeason {
  /** Twice the gain in log-likelihood from the harmonics; chi-squared without a season. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** Pearson's chi-squared of the harmonic model by its degrees of freedom; null with none. Well above 1, `p` is too small and `overdispersed` is the test. */
  readonly dispersion: number | null;
  /** The same gain by degree of freedom and dispersion (1 or more): F. */
  readonly overdispersed: { readonly statistic: number; readonly degreesOfFreedom: readonly [number, number]; readonly p: number } | null;
  /** Intercept, sine and cosine of the first harmonic, of the second, ..., then the trend a step. The first count stands at time 1. */
  readonly coefficients: Float64Array;
  /** Rate at each position of the period relative to their geometric mean. */
  readonly relativeRates: Float64Array;
  /** One harmonic: half the distance from peak to trough on the log scale; null with more. */
  readonly amplitude: number | null;
  /** Where in the period the fitted wave is highest: 1 is the first step's middle, up to just under period + 1. */
  readonly peak: number;
  /** Highest by lowest fitted rate of the wave. Limits with one harmonic only: null with more. */
  readonly peakToTrough: { readonly value: number; readonly lower: number | null; readonly upper: number | null };
}

/**
 * Likelihood-ratio test for a season in counts, and its shape: log rate = a + sum of sines and cosines (+ trend). Limits of the peak-to-trough ratio
 * are of the delta method with the dispersion (1 or more) and not below 1.
 *
 * @param counts one a step, no gaps: a series, or one sum for each position of the period
 * @throws MethodError `not-a-number` (a gap), `negative`, `not-whole`, `zero-events` (no events at all), `too-few` (counts, for so many harmonics), `shape`, `not-positive`
 * (exposure), `out-of-range`; `separation` where whole stretches have no events
 * @source Stolwijk, Straatman and Zielhuis (1999), J Epidemiol Community Health 53:235; Edwards (1961), Ann Hum Genet 25:83
 */
export function harmonicPoisson(counts: ArrayLike<number>, options: HarmonicOptions): HarmonicSeason {
  const y = countSeries('counts', counts);
  const n = y.length;
  const period = wholePeriod(options.period);
  const harmonics = wholeFrom('harmonics', options.harmonics ?? 1, 1);
  const level = confidence('level', options.level ?? 0.95);
  if (2 * harmonics >= period) throw new MethodError('out-of-range', 'harmonics', `must be under half the period of ${period}, and is ${harmonics}`);
  const offset = options.exposure === undefined ? new Float64Array(n) : each('exposure', sized('exposure', options.exposure, n), positive).map(Math.log);
  const others = options.trend ? 2 : 1;
  if (n < others + 2 * harmonics || n < period) {
    throw new MethodError(
      'too-few',
      'counts',
      `must be at least ${Math.max(period, others + 2 * harmonics)} for period ${period} and ${harmonics} harmonics, and are ${n}`,
    );
  }
  if (y.every((value) => value === 0)) throw new MethodError('zero-events', 'counts', 'no events: there is no season to find');

  const ones = new Float64Array(n).fill(1);
  const waves = Array.from({ length: 2 * harmonics }, (_, j) => {
    const angle = (2 * Math.PI * ((j >> 1) + 1)) / period;
    return Float64Array.from({ length: n }, (_, i) => (j % 2 === 0 ? Math.sin(angle * (i + 1)) : Math.cos(angle * (i + 1))));
  });
  const line = options.trend ? [Float64Array.from({ length: n }, (_, i) => i + 1)] : [];
  const fit = fitGlm({ y, x: [ones, ...waves, ...line], family: 'poisson', offset });
  const plain = fitGlm({ y, x: [ones, ...line], family: 'poisson', offset });
  const statistic = Math.max(0, plain.deviance - fit.deviance);
  const degreesOfFreedom = 2 * harmonics;
  const dispersion = fit.dfResidual > 0 ? fit.pearson / fit.dfResidual : null;

  const beta = fit.coefficients;
  const wave = fittedWave(beta, period, harmonics);
  const log = Float64Array.from({ length: period }, (_, i) => wave.height(i + 1));
  const centre = log.reduce((sum, value) => sum + value, 0) / period;
  const [top, bottom] = [extreme(wave, period, harmonics, 1), extreme(wave, period, harmonics, -1)];
  const amplitude = harmonics === 1 ? Math.hypot(at(beta, 1), at(beta, 2)) : null;
  const ratio = Math.exp(wave.height(top) - wave.height(bottom));
  return {
    statistic,
    degreesOfFreedom,
    p: chiSquaredUpperTail(statistic, degreesOfFreedom),
    dispersion,
    overdispersed: dispersion === null ? null : fTest(statistic / degreesOfFreedom / Math.max(1, dispersion), degreesOfFreedom, fit.dfResidual),
    coefficients: beta,
    relativeRates: log.map((value) => Math.exp(value - centre)),
    amplitude,
    peak: top < 1 ? top + period : top,
    peakToTrough: amplitude === null ? { value: ratio, lower: null, upper: null } : ratioLimits(amplitude, fit, Math.max(1, dispersion ?? 1), level),
  };
}

const fTest = (statistic: number, df1: number, df2: number) => ({ statistic, degreesOfFreedom: [df1, df2] as const, p: fUpperTail(statistic, df1, df2) });

/** Delta method for the amplitude sqrt(s^2 + c^2), from the covariance of the two coefficients. */
function ratioLimits(amplitude: number, fit: { readonly coefficients: Float64Array; readonly covariance: Float64Array }, scale: number, level: number) {
  if (amplitude === 0) return { value: 1, lower: 1, upper: null };
  const p = fit.coefficients.length;
  const [s, c] = [at(fit.coefficients, 1) / amplitude, at(fit.coefficients, 2) / amplitude];
  const variance = s * s * at(fit.covariance, p + 1) + c * c * at(fit.covariance, 2 * p + 2) + 2 * s * c * at(fit.covariance, p + 2);
  const reach = normalUpper((1 - level) / 2) * Math.sqrt(scale * variance);
  return { value: Math.exp(2 * amplitude), lower: Math.exp(2 * Math.max(0, amplitude - reach)), upper: Math.exp(2 * (amplitude + reach)) };
}

/** Where the wave is highest (sign 1) or lowest (-1): the best of a grid finer than any of its bends, then the zero of its slope beside it. */
function extreme(wave: Wave, period: number, harmonics: number, sign: number): number {
  const steps = 32 * harmonics;
  let best = 0;
  for (let i = 1; i < steps; i++) if (sign * wave.height((i * period) / steps) > sign * wave.height((best * period) / steps)) best = i;
  let low = ((best - 1) * period) / steps;
  let high = ((best + 1) * period) / steps;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (sign * wave.slope(middle) > 0) low = middle;
    else high = middle;
  }
  return ((((low + high) / 2) % period) + period) % period;
}

interface Wave {
  readonly height: (time: number) => number;
  readonly slope: (time: number) => number;
}

function fittedWave(beta: Float64Array, period: number, harmonics: number): Wave {
  const sum = (time: number, part: (sine: number, cosine: number, h: number, angle: number) => number): number => {
    let total = 0;
    for (let h = 1; h <= harmonics; h++) total += part(at(beta, 2 * h - 1), at(beta, 2 * h), h, (2 * Math.PI * h * time) / period);
    return total;
  };
  return {
    height: (time) => sum(time, (s, c, _, angle) => s * Math.sin(angle) + c * Math.cos(angle)),
    slope: (time) => sum(time, (s, c, h, angle) => h * (s * Math.cos(angle) - c * Math.sin(angle))),
  };
}
