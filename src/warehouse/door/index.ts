/** The delivery door: contracts and layouts, intake, checks, quarantine, staged tables. */
export type { Contract, Field, Layout, Table } from './contract.ts';
export { contractOf, listContracts, listLayouts } from './contract.ts';
export type { Progress, StagedBatch, StagedDelivery, StageOptions } from './stage.ts';
export { stage } from './stage.ts';
