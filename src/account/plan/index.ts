export { cellWords, type HeldFigure } from './cells.ts';
export { addDocumentEvidence, addFigureEvidence, confirmEvidence, RECHECK_JOB, withdrawEvidence } from './evidence.ts';
export { figureActions, figureOfAddress, figureReads, type Rechecked, recheckFigures } from './figures.ts';
export { addMilestone, editMilestone, reachMilestone, withdrawMilestone } from './milestones.ts';
export { type FigureOffer, figuresFor } from './offers.ts';
export { type EvidenceView, type MilestoneView, type PlanView, readPlan } from './reads.ts';
