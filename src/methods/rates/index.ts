/** Rates, shares and ratios with their intervals. docs/methods/rates.md says which to use when. */
export { type RatioBounds, ratioBounds, type ShareBounds, shareBounds } from './bounds.ts';
export { type Interval, LEVEL, type OpenInterval } from './interval.ts';
export { proportion, wilson } from './proportion.ts';
export {
  type AtomMix,
  type PerturbedCount,
  perturbationVariance,
  protectedChange,
  protectedCountInterval,
  protectedProportion,
  protectedRateInterval,
} from './protected.ts';
export { byar, EXACT_BELOW, exactPoisson, poissonInterval, type RateOptions, rateInterval } from './rate.ts';
export { differencePercentChange, type RatioOptions, ratioExact, ratioLogWald } from './ratio.ts';
