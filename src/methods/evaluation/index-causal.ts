export { type AggregatedEffect, type AggregatedEffects, type AggregationKind, type AggregationOptions, aggregateGroupTime } from './attgt-aggregate.ts';
export type { CallawayOptions, EffectEstimate, GroupTimeEffect, GroupTimeEffects } from './attgt.ts';
export { callawaySantAnna } from './attgt-panel.ts';
export type { AttEstimator } from './callaway-cell.ts';
export type { StaggeredPanel } from './callaway-panel.ts';
export type { Bootstrap } from './cs-bootstrap.ts';
export type { ParallelTrendsTest } from './cs-pretest.ts';
export { type PermutationInterval, type PermutationOptions, type PermutationDifference, permutationInterval, permutationTest } from './permutation.ts';
export { type SyntheticControl, type SyntheticOptions, syntheticControl } from './synthetic.ts';
export type { SyntheticPanel, SyntheticPredictor } from './synthetic-panel.ts';
export {
  type LeaveOneOut,
  type SpacePlacebo,
  type SpacePlaceboOptions,
  type SpacePlaceboTest,
  syntheticLeaveOneOut,
  syntheticSpacePlacebos,
  syntheticTimePlacebos,
} from './synthetic-placebo.ts';
export { type DonorWeights, type SearchOptions, simplexWeights } from './synthetic-weights.ts';
export { type CrossSections, callawayCrossSections } from './attgt-sections.ts';
