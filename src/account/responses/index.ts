/** Statutory responses under section 55 of the Police Act 1996: drafting, approving, publishing, proving, and what the public reads. */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { readAccountability } from './accountability.ts';
import { inviteChief, recordNone, saveComments } from './chief.ts';
import { listComments, readComments } from './chief-reads.ts';
import { recordStep, takeBackStep } from './distribute.ts';
import { listVersions, readVersion } from './history.ts';
import { listResponses } from './list.ts';
import { findResponse, readResponse } from './one.ts';
import { describeResponse, openResponse, setPosition, writeSection } from './open.ts';
import { correctResponse, publishResponse } from './publish.ts';
import { listPublished, readPublished } from './published.ts';
import { approveResponse, returnResponse, submitResponse } from './review.ts';

export const responseActions: readonly AnyAction[] = [
  openResponse,
  writeSection,
  describeResponse,
  setPosition,
  inviteChief,
  recordNone,
  saveComments,
  submitResponse,
  returnResponse,
  approveResponse,
  publishResponse,
  correctResponse,
  recordStep,
  takeBackStep,
];

export const responseReads: readonly AnyRead[] = [
  listResponses,
  findResponse,
  readResponse,
  listVersions,
  readVersion,
  listComments,
  readComments,
  listPublished,
  readPublished,
  readAccountability,
];

export { type Accountability, readAccountability } from './accountability.ts';
export { inviteChief, recordNone, saveComments } from './chief.ts';
export { type CommentForm, type CommentRow, listComments, readComments } from './chief-reads.ts';
export { canonical, type ContentItem, type ResponseContent } from './content.ts';
export { type Layout, LAYOUTS, responseDocument } from './document.ts';
export { recordStep, takeBackStep } from './distribute.ts';
export { contentFields } from './fields.ts';
export { listVersions, readVersion, type VersionRow } from './history.ts';
export { listResponses, type ResponseRow } from './list.ts';
export { findResponse, type OneResponse, readResponse } from './one.ts';
export { describeResponse, isSection, openResponse, type Section, SECTIONS, setPosition, writeSection } from './open.ts';
export { accountabilityPack, CORRECTNESS, lateWords, type PackFigure } from './pack.ts';
export { correctResponse, type Published, publishResponse } from './publish.ts';
export { listPublished, type PublishedOne, type PublishedRow, readPublished } from './published.ts';
export { approveResponse, returnResponse, submitResponse } from './review.ts';
