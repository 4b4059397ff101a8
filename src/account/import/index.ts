/** The import of the Account room: what a text seems to say, for a person to confirm. */
export { LONGEST } from './decode.ts';
export { proposeFromText } from './propose.ts';
export type {
  Author,
  BlankName,
  DocumentKind,
  FieldName,
  Found,
  Mention,
  NoneStated,
  Passage,
  Proposal,
  ProposedAnswer,
  ProposedDue,
  ProposedItem,
  ProposedOwner,
  ProposedResponse,
  ProposedStance,
  ProposedTick,
  ProposeOptions,
  ReportFields,
  Sure,
} from './types.ts';
