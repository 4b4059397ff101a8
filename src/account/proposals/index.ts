export { confirmImport, discardImport, proposeImport } from './actions.ts';
export { FIELD_WORDS, type KeptProposal, londonParts, PROPOSED_FIELDS, type ProposedField, proposedValues } from './confirm.ts';
export { type ImportRow, type ImportView, listImports, readImport } from './reads.ts';
