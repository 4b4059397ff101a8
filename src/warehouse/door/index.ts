/** The delivery door: contracts and layouts, intake, checks, quarantine, staged tables. */
export type { Contract, Field, Layout, Table } from './contract.ts';
export { contractOf, layoutOf, listContracts, listLayouts } from './contract.ts';
export type { Fit, Recognised } from './recognise.ts';
export { recogniseLayout } from './recognise.ts';
export type { Progress, StagedBatch, StagedDelivery, StageOptions } from './stage.ts';
export { stage } from './stage.ts';
