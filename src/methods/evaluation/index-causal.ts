export { type AggregatedEffect, type AggregatedEffects, type AggregationKind, type AggregationOptions, aggregateGroupTime } from './attgt-aggregate.ts';
export { type CallawayOptions, callawaySantAnna, type EffectEstimate, type GroupTimeEffect, type GroupTimeEffects } from './attgt.ts';
export type { AttEstimator } from './callaway-cell.ts';
export type { StaggeredPanel } from './callaway-panel.ts';
export type { Bootstrap } from './cs-bootstrap.ts';
export type { ParallelTrendsTest } from './cs-pretest.ts';
