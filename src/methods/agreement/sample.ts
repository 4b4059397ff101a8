import { confidence, positive, share } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { LEVEL } from '../rates/index.ts';

/**
 * Cases to draw for a dip sample, so that the kappa of two readers is told to within a given half-width.
 *
 * @param kappa the agreement to be expected, below 1
 * @param prevalence share of cases with the attribute (two categories), strictly between 0 and 1
 * @param halfWidth of the interval wanted, such as 0.1
 * @param options `level`; `frame`: how many cases there are to draw from (a small frame needs fewer)
 * @returns `cases`, rounded up, and `standardErrorOfOne`, that of kappa from a single case
 * @throws MethodError `out-of-range`, `not-positive`, `not-a-number`, `inconsistent` (a kappa that this prevalence cannot have)
 * @source Donner and Eliasziw (1992), Statistics in Medicine 11:1511: large-sample variance of kappa for two readers with the same prevalence
 */
export function kappaSampleSize(
  kappa: number,
  prevalence: number,
  halfWidth: number,
  options: { readonly level?: number; readonly frame?: number } = {},
): { readonly cases: number; readonly standardErrorOfOne: number } {
  const p = share('prevalence', prevalence);
  if (p === 0 || p === 1) throw new MethodError('out-of-range', 'prevalence', 'must lie strictly between 0 and 1');
  if (!(kappa < 1) || !(kappa >= -1)) throw new MethodError('out-of-range', 'kappa', `must lie between -1 and 1, and is ${kappa}`);
  const least = -Math.min(p / (1 - p), (1 - p) / p);
  if (kappa < least) throw new MethodError('inconsistent', 'kappa', `cannot be below ${least.toFixed(3)} at this prevalence`);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const one = (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + (kappa * (2 - kappa)) / (2 * p * (1 - p)));
  const needed = (z / positive('halfWidth', halfWidth)) ** 2 * one;
  // Drawn without replacement from a frame.
  const drawn = options.frame === undefined ? needed : needed / (1 + (needed - 1) / positive('frame', options.frame));
  const cases = Math.max(2, Math.ceil(drawn));
  if (!Number.isFinite(cases)) throw new MethodError('out-of-range', 'halfWidth', 'is too small: no number of cases is large enough');
  return { cases, standardErrorOfOne: Math.sqrt(one) };
}
