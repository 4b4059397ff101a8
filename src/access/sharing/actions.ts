/** Withholding the words of a record from other organisations, with the reason, and lifting that again. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Setting, type Subject, type Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { defineAction } from '../define.ts';
import { MOST_NOTE, noticeOf, reasonIds } from './reasons.ts';
import { restrictionOf, WITHHELD_FIELDS, type WithheldType } from './withheld.ts';

export const withheldType = z.enum(['meetingAction', 'milestone', 'evidence']);
const record = { type: withheldType, id: z.uuid(), version: z.int().min(0) };

/** A record, whose it is, and the page it is on. */
export async function sharedRecord(tx: Tx, type: WithheldType, id: string) {
  if (type === 'milestone')
    return tx.selectFrom('milestone').select(['id', 'version', 'organisationId', 'title as words', 'itemId as pageId']).where('id', '=', id).executeTakeFirst();
  if (type === 'evidence')
    return tx.selectFrom('evidence').select(['id', 'version', 'organisationId', 'title as words', 'itemId as pageId']).where('id', '=', id).executeTakeFirst();
  return tx
    .selectFrom('meetingAction')
    .select(['id', 'version', 'organisationId', 'text as words', 'meetingId as pageId'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function ownerOf(tx: Tx, { type, id }: { readonly type: WithheldType; readonly id: string }): Promise<Subject | undefined> {
  const found = await sharedRecord(tx, type, id);
  return found === undefined ? undefined : { organisationId: found.organisationId };
}

function write(tx: Tx, type: WithheldType, id: string, version: number, words: string, setting: Setting) {
  if (type === 'meetingAction') return changeKept(tx, 'meetingAction', id, version, { text: words }, setting);
  return type === 'milestone'
    ? changeKept(tx, 'milestone', id, version, { title: words }, setting)
    : changeKept(tx, 'evidence', id, version, { title: words }, setting);
}

interface Done {
  readonly id: string;
  readonly pageId: string;
  readonly version: number;
  readonly restriction: string;
  readonly reason: string;
}

const audit = ({ type }: { readonly type: WithheldType }, { id, version, restriction, reason }: Done) => ({
  subject: { type, id, version },
  details: { changed: [WITHHELD_FIELDS[type]], restriction, reason },
});

export const restrictField = defineAction({
  name: 'sharing.restrict',
  title: 'Withhold words from other organisations',
  allowed: 'sharing.restrict',
  input: z.object({
    ...record,
    reason: z.enum(reasonIds, 'Choose why the words are withheld'),
    note: z.string().trim().max(MOST_NOTE, `Use ${MOST_NOTE} characters or fewer`).default(''),
  }),
  subject: ownerOf,
  async effect(tx, { type, id, version, reason, note }, setting): Promise<Done> {
    if (reason === 'other' && note === '') throw badField('note', 'Say why, without what is to be withheld');
    const found = await sharedRecord(tx, type, id);
    if (found === undefined) throw gone();
    if ((await restrictionOf(tx, type, id)) !== undefined)
      throw new HeadwaterError('conflict', 'withheld-already', 'The words are withheld already', { advice: 'Go back to the page they are on.' });
    const { name } = await tx.selectFrom('organisation').select('name').where('id', '=', found.organisationId).executeTakeFirstOrThrow();
    const why = reason === 'other' ? note : null;
    const notice = noticeOf(name, reason, why);
    // The version is checked here, so the words that were read are those that leave the record.
    const changed = await write(tx, type, id, version, notice, setting);
    const restriction = await insertKept(
      tx,
      'fieldRestriction',
      {
        recordType: type,
        recordId: id,
        field: WITHHELD_FIELDS[type],
        organisationId: found.organisationId,
        reason,
        note: why,
        notice,
        liftedAt: null,
        liftedBy: null,
      },
      setting,
    );
    await tx.insertInto('withheldWords').values({ restrictionId: restriction, organisationId: found.organisationId, words: found.words }).execute();
    await hideInTasks(tx, type, id, found.organisationId, notice);
    return { id, pageId: found.pageId, version: changed.version, restriction, reason };
  },
  audit,
});

/** A task of another organisation about the record, from before it was handed on, may say the words. */
const hideInTasks = (tx: Tx, type: WithheldType, id: string, organisationId: string, notice: string): Promise<unknown> =>
  asService(tx, () =>
    tx
      .updateTable('task')
      .set({ title: `Look again. ${notice}` })
      .where('subjectType', '=', type)
      .where('subjectId', '=', id)
      .where('organisationId', '!=', organisationId)
      .execute(),
  );

const gone = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-record', 'There is no such record, or it is not one that you may see', { advice: 'Go back to the list.' });

export const liftRestriction = defineAction({
  name: 'sharing.lift',
  title: 'Share words with other organisations again',
  allowed: 'sharing.restrict',
  input: z.object(record),
  subject: ownerOf,
  async effect(tx, { type, id, version }, setting): Promise<Done> {
    const found = await sharedRecord(tx, type, id);
    const held = await restrictionOf(tx, type, id);
    if (found === undefined) throw gone();
    if (held === undefined || held.words === null)
      throw new HeadwaterError('conflict', 'not-withheld', 'The words are not withheld', { advice: 'Go back to the page they are on.' });
    // First the restriction: while it is live, the database lets no words back into the record.
    await changeKept(tx, 'fieldRestriction', held.id, held.version, { liftedAt: setting.at, liftedBy: setting.who.personId }, setting);
    const changed = await write(tx, type, id, version, held.words, setting);
    await tx.deleteFrom('withheldWords').where('restrictionId', '=', held.id).execute();
    return { id, pageId: found.pageId, version: changed.version, restriction: held.id, reason: held.reason };
  },
  audit,
});
