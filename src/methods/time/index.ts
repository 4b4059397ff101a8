/** Series in time: season and trend, changes, and counts above what was to be expected. docs/methods/time.md says which to use when. */
export { binarySegmentation, pelt, singleChangepoint } from './changepoint.ts';
export { type ChangeKind, type ChangePenalty, type ChangepointOptions, type ChangepointSegment, type Changepoints, changePenalty } from './changepoint-cost.ts';
export { type CountCusum, countCusum, type CusumSignal, type CusumTransform, type TabularCusum, tabularCusum } from './cusum.ts';
export { classicalDecomposition, type Decomposition } from './decompose.ts';
export { type EarsOptions, type EarsResult, type EarsRule, ears } from './ears.ts';
export {
  type FarringtonFlexibleOptions,
  type FarringtonOptions,
  type FarringtonStep,
  type FarringtonVerdict,
  farrington,
  farringtonFlexible,
} from './farrington.ts';
export type { StandardErrorRule } from './farrington-baseline.ts';
export type { PowerTransform, ThresholdRule } from './farrington-threshold.ts';
export { type HarmonicOptions, type HarmonicSeason, harmonicPoisson } from './harmonic.ts';
export { type LjungBox, ljungBox } from './ljung-box.ts';
export type { LoessDegree } from './loess.ts';
export { type RankTest, seasonalFriedman, seasonalKruskalWallis } from './rank-tests.ts';
export { bayesLimit, type ReferenceOptions, type ReferenceStep, rkiLimit } from './reference-weeks.ts';
export { type StlOptions, type StlResult, stl } from './stl.ts';
