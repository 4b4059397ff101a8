/** Rows of `migrations/0003-account.ts`. */
import type { Generated } from 'kysely';
import type { Kept } from './access.ts';
import type { Json } from './register.ts';

type Id = Generated<string>;

export interface InspectionTable extends Kept {
  id: Id;
  slug: string;
  title: string;
  kind: string;
  inspectorates: string[];
  publishedOn: string;
  embargoAt: Date | null;
  scope: 'one' | 'several' | 'all';
  /** Ids of forces in `reference/`, where the scope is not all. */
  forces: Generated<string[]>;
  responseNeeded: Generated<boolean>;
  noResponseReason: string | null;
  link: string | null;
  grade: string | null;
  summary: Generated<string>;
  /** The deadline that the local record states, beside the one in law. */
  localDeadline: string | null;
  /** The organisation that put it on file. */
  organisationId: string;
}

export interface InspectionItemTable extends Kept {
  id: Id;
  inspectionId: string;
  kind: 'recommendation' | 'area-for-improvement' | 'cause-of-concern' | 'lesson';
  /** The report's own number, never renumbered; empty where it gave none. */
  number: string;
  position: number;
  text: string;
  owner: 'own-force' | 'policing-body' | 'home-office' | 'other';
  ownerName: Generated<string>;
  /** The organisation here that answers for it; null where it is owned outside the partnership. */
  organisationId: string | null;
  dueOn: string | null;
  dueNote: string | null;
  themes: Generated<string[]>;
  /** Measures that are kept apart (recommendation 3: trained, understood, applied). */
  measures: Generated<string[]>;
  repeatsId: string | null;
  closedOn: string | null;
  closureRoute: 'inspectorate-verified' | 'chief-officer' | 'policing-body' | null;
  closureNote: string | null;
}

export interface ResponseTable extends Kept {
  id: Id;
  inspectionId: string;
  /** The policing body whose response it is. */
  organisationId: string;
  state: Generated<'draft' | 'review' | 'approved' | 'published'>;
  layout: Generated<'norfolk' | 'staffordshire'>;
  /** Titles and names of the office holders, as the document gives them. */
  officeTitle: Generated<string>;
  officeHolder: Generated<string>;
  chiefTitle: Generated<string>;
  chiefOfficer: Generated<string>;
  keyFindings: Generated<string>;
  initialResponse: Generated<string>;
  comments: Generated<string>;
  opinion: Generated<string>;
  chiefReply: Generated<string>;
  /** Why it was returned to its draft, until it is submitted again. */
  returnReason: Generated<string>;
  /** What a correction of a published response corrects. */
  correction: Generated<string>;
  submittedBy: string | null;
  submittedAt: Date | null;
  approvedBy: string | null;
  approvedAt: Date | null;
  publishedAt: Date | null;
  publishedBy: string | null;
  publishedHash: Buffer | null;
  publishedPath: string | null;
}

export interface AccountTables {
  inspection: InspectionTable;
  inspectionSource: { id: Id; inspectionId: string; name: string; text: string; sha256: Buffer; createdAt: Generated<Date>; createdBy: string | null };
  importProposal: Kept & {
    id: Id;
    organisationId: string;
    name: string;
    text: string;
    proposal: Json<unknown>;
    confirmedAt: Date | null;
    discardedAt: Date | null;
    inspectionId: string | null;
  };
  inspectionItem: InspectionItemTable;
  milestone: Kept & {
    id: Id;
    itemId: string;
    organisationId: string;
    title: string;
    dueOn: string;
    measure: string | null;
    target: number | null;
    /** The day on which somebody said that it was reached. */
    reachedOn: string | null;
    withdrawnOn: string | null;
    withdrawnReason: string | null;
  };
  evidence: Kept & {
    id: Id;
    itemId: string;
    /** Null where it shows the item itself. */
    milestoneId: string | null;
    organisationId: string;
    kind: 'document' | 'figure';
    title: string;
    documentId: string | null;
    figureAddress: string | null;
    figureSnapshot: string | null;
    figureCells: Json<unknown> | null;
    value: number | null;
    checkedAt: Date | null;
    /** The snapshot of the last check, and what it answered where that differs. */
    checkedSnapshot: string | null;
    checkCells: Json<unknown> | null;
    checkState: 'same' | 'changed' | 'failed' | 'refused' | null;
    checkNote: string | null;
    withdrawnOn: string | null;
    withdrawnReason: string | null;
  };
  calendarFeed: { id: Id; hash: Buffer; personId: string; organisationId: string; createdAt: Date; usedAt: Date | null; revokedAt: Date | null };
  response: ResponseTable;
  responseItem: {
    responseId: string;
    itemId: string;
    position: 'accepted' | 'partly' | 'not-accepted' | null;
    action: Generated<string>;
    noActionReason: Generated<string>;
  };
  chiefComment: Kept & {
    id: Id;
    responseId: string;
    /** The force. */
    organisationId: string;
    bodyId: string;
    inspectionId: string;
    invitedOn: string;
    replyBy: string;
    general: Generated<string>;
    receivedOn: string | null;
    /** The body's record that none came by the date set. */
    notReceivedOn: string | null;
    /** From this day the comments are published and cannot be changed. */
    closedOn: string | null;
  };
  chiefCommentItem: { responseId: string; itemId: string; text: Generated<string> };
  responseVersion: {
    responseId: string;
    number: number;
    state: string;
    /** What was done to make it (`account/responses/deeds.ts`), and what was said to it. */
    deed: string;
    note: Generated<string>;
    /** Its public address, of a published one. */
    path: string | null;
    content: Json<unknown>;
    hash: Buffer;
    organisationId: string;
    published: Generated<boolean>;
    at: Date;
    personId: string | null;
  };
  distribution: {
    id: Id;
    responseId: string;
    /** The published version that was sent. */
    number: number;
    step: string;
    doneOn: string;
    personId: string | null;
    evidence: string;
    documentId: string | null;
    at: Date;
    withdrawnAt: Date | null;
    withdrawnBy: string | null;
    withdrawnReason: string | null;
  };
}
