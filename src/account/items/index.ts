export { addItem, closeItem, editItem, fileItem, reopenItem, routesFor } from './actions.ts';
export { itemFields, type ItemValues } from './input.ts';
export { askForPlan, planned } from './place.ts';
export { type ItemLink, type ItemView, itemViews, listItems, noSuchItem, type OneItem, readItem } from './reads.ts';
export { type EvidenceRow, measureLabel, type MilestoneRow, type PlanRows, planRows, standingOf } from './standing.ts';
