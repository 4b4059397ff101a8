/** Rows of `migrations/0002-access.ts`. Dates are civil dates as `YYYY-MM-DD`, instants are Date. */
import type { Generated } from 'kysely';
import type { Json } from './register.ts';

/** What every table that people edit has. */
export interface Kept {
  version: Generated<number>;
  createdAt: Generated<Date>;
  createdBy: string | null;
  updatedAt: Generated<Date>;
  updatedBy: string | null;
}

type Id = Generated<string>;

export interface OrganisationTable extends Kept {
  id: Id;
  name: string;
  shortName: string;
  /** `access/organisation-types.ts` */
  type: string;
  parentId: string | null;
  /** Id of the force in `reference/`, for a force and its policing body. */
  force: string | null;
  /** Local government areas, a comma between; null for the whole of the partnership's. */
  area: string | null;
  wards: string | null;
  /** A body elsewhere, no member of this partnership, whose published work is kept as an example. */
  outside: Generated<boolean>;
  closedOn: string | null;
  closedReason: string | null;
}

export interface AgreementTable extends Kept {
  id: Id;
  reference: string;
  title: string;
  purpose: string;
  powers: Generated<string[]>;
  powerDetail: Generated<string>;
  lawfulBases: Generated<string[]>;
  specialBasis: Generated<string>;
  crossing: Generated<string>;
  kinds: Generated<string[]>;
  frequency: Generated<string>;
  format: Generated<string>;
  retentionMonths: number | null;
  quality: Generated<string>;
  security: Generated<string>;
  rights: Generated<string>;
  dpiaReference: Generated<string>;
  compellingReason: Generated<string>;
  startsOn: string | null;
  endsOn: string | null;
  reviewOn: string | null;
  signedOn: string | null;
  suspendedOn: string | null;
  suspendedReason: string | null;
  endedOn: string | null;
  endedReason: string | null;
  renewsId: string | null;
}

export interface AccessTables {
  organisation: OrganisationTable;
  partnership: Kept & {
    id: Id;
    single: Generated<boolean>;
    name: string;
    kind: 'unit' | 'partnership' | 'alliance';
    granted: boolean;
    policingBodyId: string | null;
    quorum: number;
    quorumSeats: Generated<string[]>;
    publicPicture: Generated<boolean>;
    demonstration: Generated<boolean>;
  };
  person: Kept & {
    id: Id;
    name: string;
    email: string;
    phone: string | null;
    post: string | null;
    status: Generated<'active' | 'suspended' | 'left'>;
    fictional: Generated<boolean>;
  };
  membership: Kept & { id: Id; personId: string; organisationId: string; roles: string[]; fromOn: string; toOn: string | null };
  credential: {
    personId: string;
    passwordHash: string | null;
    passwordSetAt: Date | null;
    totpSecret: Buffer | null;
    totpConfirmedAt: Date | null;
    totpLastStep: number | null;
    recoveryHashes: Generated<string[]>;
  };
  signInTry: { key: string; tries: number; since: Date; pausedUntil: Date | null };
  identity: { issuer: string; subject: string; personId: string; linkedAt: Generated<Date> };
  session: {
    id: Buffer;
    personId: string;
    membershipId: string | null;
    method: 'password' | 'oidc' | 'demonstration';
    secondFactor: boolean;
    createdAt: Date;
    seenAt: Date;
    expiresAt: Date;
    endedAt: Date | null;
    agent: Generated<string>;
  };
  signInFlow: { id: Buffer; kind: string; data: Json<Record<string, unknown>>; expiresAt: Date };
  invitation: { id: Buffer; personId: string; purpose: 'join' | 'reset'; createdBy: string | null; expiresAt: Date; usedAt: Date | null };
  accessToken: {
    id: Id;
    hash: Buffer;
    personId: string;
    membershipId: string;
    title: string;
    createdAt: Generated<Date>;
    expiresAt: Date;
    usedAt: Date | null;
    revokedAt: Date | null;
  };
  keptForm: { id: Id; personId: string; path: string; body: Json<Record<string, string | string[]>>; keptAt: Generated<Date> };
  contactPoint: Kept & {
    id: Id;
    organisationId: string;
    personId: string;
    deputyId: string | null;
    subject: Generated<string>;
    fromOn: string;
    toOn: string | null;
  };
  coreSeat: Kept & { id: Id; organisationId: string; seat: string; personId: string | null; voting: Generated<boolean>; fromOn: string; toOn: string | null };
  post: Kept & { id: Id; title: string; hostId: string; personId: string | null; fromOn: string; toOn: string | null };
  /** Who pays how much of a post; the shares of one add up to 100. */
  postShare: { postId: string; funderId: string; percent: number };
  terms: Kept & {
    id: Id;
    number: number;
    title: string;
    purpose: string;
    objectives: string;
    text: string;
    effectiveOn: string;
    publishedAt: Date | null;
  };
  termsRole: { termsId: string; role: string; means: string; brings: string };
  termsReceipt: { termsId: string; personId: string; organisationId: string; roles: string[]; readAt: Date };
  panel: Kept & {
    id: Id;
    name: string;
    purpose: string;
    hostId: string | null;
    chairId: string | null;
    weeksLeast: number;
    weeksMost: number;
    routeIn: Generated<string>;
    decisionsOut: Generated<string>;
    dataUsed: Generated<string>;
    core: Generated<boolean>;
    closedOn: string | null;
  };
  meeting: Kept & {
    id: Id;
    panelId: string;
    onDay: string;
    state: Generated<'planned' | 'held' | 'cancelled'>;
    note: Generated<string>;
    snapshot: string | null;
  };
  attendance: { meetingId: string; seatId: string };
  decision: Kept & {
    id: Id;
    meetingId: string;
    kind: 'operational' | 'funding' | 'other';
    text: string;
    quorate: boolean;
    present: number;
    needed: number;
    missingSeats: string[];
  };
  meetingAction: Kept & { id: Id; meetingId: string; organisationId: string; text: string; dueOn: string | null; doneOn: string | null };
  product: Kept & { id: Id; title: string; ownerId: string; dueOn: string | null; approvedOn: string | null; note: Generated<string> };
  productReceipt: { productId: string; organisationId: string; sentOn: string; confirmedOn: string | null; confirmedBy: string | null };
  agreement: AgreementTable;
  agreementParty: { agreementId: string; organisationId: string; part: 'supplies' | 'receives' | 'both' };
  agreementItem: { agreementId: string; position: number; item: string };
  retentionChoice: Kept & { id: Id; rule: string; months: number; reason: string };
  agreementFeed: { agreementId: string; dataset: string; source: string };
  task: {
    id: Id;
    kind: string;
    /** Says what the task is about, so that it is opened once. */
    key: string;
    title: string;
    href: string;
    subjectType: string;
    subjectId: string;
    organisationId: string;
    role: string | null;
    personId: string | null;
    dueOn: string | null;
    doneAt: Date | null;
    createdAt: Generated<Date>;
  };
  document: {
    id: Id;
    organisationId: string;
    name: string;
    mediaType: string;
    bytes: number;
    sha256: Buffer;
    content: Buffer;
    reviewOn: string | null;
    createdAt: Generated<Date>;
    createdBy: string | null;
  };
}
