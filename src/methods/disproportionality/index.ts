/** Disproportionality: how groups compare, and what can still be said when the group of many is not recorded. docs/methods/disproportionality.md says which to use when. */
export { type Allocation, type AllocationOptions, allocateUnknown } from './allocate.ts';
export { type MissingRatioBounds, missingRatioBounds, type TippingShare, tippingShare } from './bounds.ts';
export {
  type ByGroupOptions,
  type GroupEvents,
  type GroupRate,
  type GroupWarning,
  type RateRatioTable,
  rateRatioByGroup,
} from './by-group.ts';
export {
  type EValue,
  type EValueDifference,
  type EValueMeasure,
  type EValueOptions,
  eValue,
  eValueRiskDifference,
} from './e-value.ts';
export { type FourFifths, fourFifths, type ImpactRatio, type Selection } from './four-fifths.ts';
export { type ImputedGroup, type ImputeOptions, imputeUnknown } from './impute.ts';
export { type Pooled, type PoolOptions, rubinPool, rubinPoolRatio } from './pool.ts';
export type { GroupRatioInterval } from './ratio.ts';
export { type GroupByAge, type IndirectRatio, indirectRateRatio, type StandardisedRateRatio, standardisedRateRatio } from './standardise.ts';
export {
  type GuardedPeriod,
  type GuardedTrend,
  type GuardOptions,
  type TrendDoubt,
  type TrendVerdict,
  trendGuard,
  trendGuardSeries,
} from './trend-guard.ts';
