/** Moran's I for rates, whose noise differs from area to area. */
import { at, count, each, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { moranPermutation } from './global.ts';
import type { PermutationTest } from './moments.ts';
import type { SpatialWeights } from './weights.ts';

export interface RatesMoran extends PermutationTest {
  readonly value: number;
  /** Each area's rate, less the overall rate, over its standard deviation were all areas alike. */
  readonly standardised: Float64Array;
}

/**
 * The empirical Bayes index: Moran's I of rates standardised by what their populations make of chance, against random orders of them. Moran's I of raw rates
 * takes the noise of small areas for pattern (or hides pattern in it), since small populations lie together.
 *
 * @param events whole events in each area; @param population people (or person-time) at risk in each, above 0
 * @throws MethodError `shape`, `not-whole`, `negative`, `not-positive`, `zero-events`, `too-few`, `no-variation`, `no-information`
 * @source Assunção and Reis (1999), Statistics in Medicine 18:2147, equations 3-5; as R spdep `EBImoran.mc`
 */
export function moranOfRates(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  weights: SpatialWeights,
  options: { readonly permutations: number; readonly seed: number },
): RatesMoran {
  const n = weights.areas;
  const cases = each('events', sized('events', events, n), count);
  const people = each('population', sized('population', population, n), positive);
  let allCases = 0;
  let allPeople = 0;
  for (let i = 0; i < n; i++) {
    allCases += at(cases, i);
    allPeople += at(people, i);
  }
  if (allCases === 0) throw new MethodError('zero-events', 'events', 'there are none');
  const overall = allCases / allPeople;
  let between = 0;
  for (let i = 0; i < n; i++) between += (at(people, i) / allPeople) * (at(cases, i) / at(people, i) - overall) ** 2;
  // Variance between areas beyond chance, by moments; where chance alone would make more than there is, none.
  const beyond = Math.max(0, between - overall / (allPeople / n));
  const standardised = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    standardised[i] = (at(cases, i) / at(people, i) - overall) / Math.sqrt(beyond + overall / at(people, i));
  }
  return { ...moranPermutation(standardised, weights, options), standardised };
}
