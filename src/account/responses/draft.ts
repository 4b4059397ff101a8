/** What every change of a response begins and ends with: its lock, its state, the version that the form showed, and the version that is written. */
import type { Updateable } from 'kysely';
import { HeadwaterError } from '../../errors.ts';
import { changeKept, type ResponseTable, type Setting, type Subject, type Tx } from '../../register/index.ts';
import type { Deed, ResponseState } from './deeds.ts';
import { gather, notThere } from './gather.ts';
import { addVersion } from './versions.ts';

export interface Changed {
  readonly id: string;
  readonly version: number;
  /** Fields that are different now. */
  readonly fields: readonly string[];
}

/** Whose a response is, for the reach of a permission. */
export async function subjectOf(tx: Tx, { id }: { readonly id: string }): Promise<Subject | undefined> {
  const row = await tx.selectFrom('response').select('organisationId').where('id', '=', id).executeTakeFirst();
  return row && { organisationId: row.organisationId };
}

export const auditOf = (_input: unknown, { id, version, fields }: Changed) => ({
  subject: { type: 'response', id, version },
  details: { changed: fields },
});

const INSTEAD: Readonly<Record<ResponseState, string>> = {
  draft: 'Submit it for approval first.',
  review: 'Return it to the draft first, with a reason.',
  approved: 'Publish it, or return it to the draft with a reason.',
  published: 'Open a correction: the published one stays until the corrected one is published.',
};

/** The row, locked until the transaction ends. @throws HeadwaterError `no-such-record`, `response-state` */
export async function lockIn(tx: Tx, id: string, ...states: readonly ResponseState[]) {
  const row = await tx.selectFrom('response').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw notThere();
  if (states.includes(row.state)) return row;
  const is = { draft: 'a draft', review: 'waiting for approval', approved: 'approved', published: 'published' }[row.state];
  throw new HeadwaterError('conflict', 'response-state', `The response is ${is}, so this cannot be done to it. Nothing was saved.`, {
    advice: INSTEAD[row.state],
  });
}

/**
 * Changes a draft and writes its version. `besides` changes the tables beside it and says which of its fields are different now.
 * @throws StaleError where somebody else was faster
 */
export async function changeDraft(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  changes: Partial<Updateable<ResponseTable>>,
  setting: Setting,
  deed: Deed = 'saved',
  besides: () => Promise<readonly string[]> = async () => [],
): Promise<Changed> {
  const row = await lockIn(tx, id, 'draft');
  const own = await changeKept(tx, 'response', id, version, changes, setting);
  const fields = [...own.fields, ...(await besides())];
  if (fields.length === 0) return { id, version, fields };
  if (own.fields.length === 0) {
    // Only what stands beside the row is different: the next form has to be told all the same.
    await tx
      .updateTable('response')
      .set({ version: version + 1, updatedAt: setting.at, updatedBy: setting.who.personId })
      .where('id', '=', id)
      .execute();
  }
  const { content } = await gather(tx, id);
  await addVersion(tx, { responseId: id, organisationId: row.organisationId, state: 'draft', deed, content }, setting);
  return { id, version: version + 1, fields };
}
