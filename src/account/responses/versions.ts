/** Versions: every saved state of a response, whole, with its hash. They are inserted and never changed. */
import type { Setting, Tx } from '../../register/index.ts';
import { type ApprovalAnswer, mayApprove } from '../rules/index.ts';
import { hashOf, type ResponseContent, responseContent } from './content.ts';
import { type Deed, writes } from './deeds.ts';

export interface NewVersion {
  readonly responseId: string;
  readonly organisationId: string;
  readonly state: string;
  readonly deed: Deed;
  /** What was said to it: a reason, what was corrected. */
  readonly note?: string;
  readonly content: ResponseContent;
  /** Address of the public page; given for a published version alone. */
  readonly path?: string;
}

/** Adds a version under the response's lock, and gives its number. */
export async function addVersion(tx: Tx, version: NewVersion, { who, at }: Setting): Promise<{ number: number; hash: Buffer }> {
  const { max } = await tx
    .selectFrom('responseVersion')
    .select((eb) => eb.fn.max('number').as('max'))
    .where('responseId', '=', version.responseId)
    .executeTakeFirstOrThrow();
  const number = Number(max ?? 0) + 1;
  const hash = hashOf(version.content);
  await tx
    .insertInto('responseVersion')
    .values({
      responseId: version.responseId,
      number,
      state: version.state,
      deed: version.deed,
      note: version.note ?? '',
      path: version.path ?? null,
      content: JSON.stringify(version.content),
      hash,
      organisationId: version.organisationId,
      published: version.path !== undefined,
      at,
      personId: who.personId,
    })
    .execute();
  return { number, hash };
}

/** The newest version, of one deed where given. */
export async function latest(tx: Tx, responseId: string, deed?: Deed) {
  let query = tx.selectFrom('responseVersion').selectAll().where('responseId', '=', responseId);
  if (deed !== undefined) query = query.where('deed', '=', deed);
  const row = await query.orderBy('number', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : { ...row, content: responseContent.parse(row.content) };
}

/** Whether a person may approve: nobody who has written any version since the last approval. */
export async function approvalFor(tx: Tx, responseId: string, personId: string | null): Promise<ApprovalAnswer> {
  if (personId === null) return { allowed: false, because: 'A person approves it, in their own name.' };
  const rows = await tx.selectFrom('responseVersion').select(['number', 'deed', 'personId']).where('responseId', '=', responseId).execute();
  const relevant = rows.filter((row) => writes(row.deed) || row.deed === 'approved');
  return mayApprove(
    personId,
    relevant.map((row) => ({ version: row.number, author: row.personId ?? '', approved: row.deed === 'approved' })),
  );
}
