export { addInspection, editInspection, fileReport } from './actions.ts';
export { type Bodies, bodiesOf, type OrganisationChoice } from './bodies.ts';
export { inspectionFields } from './input.ts';
export { INSPECTION_KINDS, type InspectionKind, kindWords } from './kinds.ts';
export { forceName, inspectorateName, inspectorateShort } from './names.ts';
export { fitResponseTask, responseKey } from './need.ts';
export { ownOrganisation } from './own.ts';
export { everyReport, type FormChoices, formChoices, type InspectionView, listInspections, noSuchReport, readInspection, type SourceView } from './reads.ts';
export { slugOf } from './slug.ts';
