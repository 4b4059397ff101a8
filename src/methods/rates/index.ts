/** Rates, shares and ratios with their intervals. docs/methods/rates.md says which to use when. */
export { type RatioBounds, ratioBounds, type ShareBounds, shareBounds } from './bounds.ts';
export { proportionDifference, proportionDifferenceAgrestiCaffo, proportionDifferenceScore, rateDifference } from './difference.ts';
export { empiricalBayesGamma, empiricalBayesRates, type GammaPoissonRates, type ShrunkRates } from './empirical-bayes.ts';
export {
  FUNNEL_LEVELS,
  type Funnel,
  type FunnelLevels,
  type FunnelLimits,
  type FunnelOptions,
  type FunnelPoint,
  type FunnelPosition,
  funnelCountLimits,
  funnelOfProportions,
  funnelOfRates,
  funnelOfRatios,
  funnelProportionLimits,
} from './funnel.ts';
export { effectivePopulation, type FunnelCurvePoint, funnelCurve, funnelOfStandardisedRates, type StandardisedFunnel } from './funnel-curve.ts';
export { type Inequality, type InequalityOptions, type InequalityScale, inequalityIndices, standardErrorsFromLimits } from './inequality.ts';
export { type Interval, LEVEL, type OpenInterval } from './interval.ts';
export { mantelHaenszelOddsRatio, mantelHaenszelRateRatio, mantelHaenszelRiskRatio, type PooledRatio, type Stratum } from './mantel-haenszel.ts';
export { meanInterval } from './mean.ts';
export { type FisherResult, oddsRatioFisher, oddsRatioMidP, oddsRatioWald } from './odds-ratio.ts';
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
export { quantileGroups } from './quantile-groups.ts';
export { byar, EXACT_BELOW, exactPoisson, poissonInterval, type RateOptions, rateInterval } from './rate.ts';
export { differencePercentChange, type RatioOptions, rateRatioMidP, rateRatioScore, rateRatioTest, ratioExact, ratioLogWald } from './ratio.ts';
export { riskRatioScore, riskRatioSmallSample } from './risk-ratio.ts';
export { directlyStandardisedRate, directlyStandardisedRateOfRepeats, type RepeatBand, type StandardisedRate } from './standardise-direct.ts';
export {
  expectedEvents,
  indirectlyStandardisedRate,
  indirectlyStandardisedRatio,
  type Reference,
  type StandardisedRatio,
} from './standardise-indirect.ts';
export { type ChiSquaredTest, twoByTwoTest } from './two-by-two.ts';
