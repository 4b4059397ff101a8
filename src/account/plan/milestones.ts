/** Milestones: what is to be reached, by when, by whom. That one is reached is a claim; only evidence makes it good. */
import { z } from 'zod';
import { asService, defineAction, finishTask, openTask } from '../../access/index.ts';
import { changeMilestone } from '../../access/sharing/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Setting, type Tx } from '../../register/index.ts';
import { optionalNumber, recordId, requiredDate, requiredText, versionNumber } from '../fields.ts';
import { planned } from '../items/index.ts';
import { civilDay, embargoState } from '../rules/index.ts';
import { itemSubject, milestoneSubject, type Tracked, trackerOf } from './who.ts';

const emptyToNull = (text: string | null | undefined): string | null => (text === undefined || text === '' ? null : text);

const milestoneFields = z
  .object({
    title: requiredText('The milestone', 400, 'Enter what is to be reached'),
    dueOn: requiredDate('The due date'),
    organisationId: z
      .union([z.literal(''), recordId])
      .nullish()
      .transform(emptyToNull),
    measure: z.string().max(60).nullish().transform(emptyToNull),
    target: optionalNumber('The target'),
  })
  .refine(({ measure, target }) => measure !== null || target === null, { path: ['measure'], message: 'Choose the measure that the target is for' })
  .refine(({ measure, target }) => measure === null || target !== null, { path: ['target'], message: 'Enter the target' });

type MilestoneValues = z.output<typeof milestoneFields>;

async function itemOf(tx: Tx, itemId: string): Promise<Tracked> {
  const item = await trackerOf(tx, itemId);
  if (item === undefined) throw new HeadwaterError('not-found', 'no-such-record', 'There is no such recommendation', { advice: 'Go back to the list.' });
  return item;
}

/** Columns from what was typed: the organisation is one of the partnership's, the measure one of the item's. */
async function valuesOf(tx: Tx, item: Tracked, { organisationId, ...rest }: MilestoneValues): Promise<MilestoneValues & { organisationId: string }> {
  if (rest.measure !== null && !item.measures.includes(rest.measure)) throw badField('measure', 'Choose one of the measures of this recommendation');
  const id = organisationId ?? item.organisationId;
  const here = await tx.selectFrom('organisation').select('id').where('id', '=', id).where('outside', '=', false).executeTakeFirst();
  if (here === undefined) throw badField('organisationId', 'Choose an organisation of the partnership');
  return { ...rest, organisationId: id };
}

export const milestoneKey = (id: string): string => `milestone:${id}`;

async function askFor(tx: Tx, id: string, itemId: string, item: Tracked, values: MilestoneValues & { organisationId: string }, at: Date): Promise<void> {
  if (values.organisationId !== item.filer && embargoState(item.embargoAt, at) === 'embargoed') return;
  await openTask(
    tx,
    {
      kind: 'milestone',
      key: milestoneKey(id),
      title: `Reach and show with evidence: ${values.title}`,
      href: `/account/recommendations/${itemId}`,
      subjectType: 'milestone',
      subjectId: id,
      organisationId: values.organisationId,
      dueOn: values.dueOn,
    },
    at,
  );
}

export const addMilestone = defineAction({
  name: 'milestone.add',
  title: 'Add a milestone',
  allowed: 'plan.edit',
  input: z.object({ itemId: recordId, fields: milestoneFields }),
  subject: (tx, { itemId }) => itemSubject(tx, itemId),
  async effect(tx, { itemId, fields }, setting) {
    const item = await itemOf(tx, itemId);
    const values = await valuesOf(tx, item, fields);
    const id = await insertKept(tx, 'milestone', { ...values, itemId, reachedOn: null, withdrawnOn: null, withdrawnReason: null }, setting);
    await planned(tx, itemId, setting.at);
    await askFor(tx, id, itemId, item, values, setting.at);
    return { id, itemId };
  },
  audit: ({ itemId }, { id }) => ({ subject: { type: 'milestone', id, version: 1 }, details: { itemId } }),
});

const itemIdOf = async (tx: Tx, id: string): Promise<string> =>
  (await tx.selectFrom('milestone').select('itemId').where('id', '=', id).executeTakeFirstOrThrow()).itemId;

export const editMilestone = defineAction({
  name: 'milestone.edit',
  title: 'Change a milestone',
  allowed: 'plan.edit',
  input: z.object({ id: recordId, version: versionNumber, fields: milestoneFields }),
  subject: (tx, { id }, setting) => milestoneSubject(tx, id, setting),
  async effect(tx, { id, version, fields }, setting) {
    const itemId = await itemIdOf(tx, id);
    const item = await itemOf(tx, itemId);
    const values = await valuesOf(tx, item, fields);
    const changed = await changeMilestone(tx, id, version, values, setting);
    if (changed.fields.length > 0) {
      await asService(tx, () => tx.deleteFrom('task').where('key', '=', milestoneKey(id)).where('doneAt', 'is', null).execute());
      await askFor(tx, id, itemId, item, values, setting.at);
    }
    return { id, itemId, ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'milestone', id, version }, details: { changed: fields } }),
});

export const withdrawMilestone = defineAction({
  name: 'milestone.withdraw',
  title: 'Withdraw a milestone',
  allowed: 'plan.edit',
  input: z.object({ id: recordId, version: versionNumber, reason: requiredText('The reason', 2000, 'Say why it is withdrawn') }),
  subject: (tx, { id }, setting) => milestoneSubject(tx, id, setting),
  async effect(tx, { id, version, reason }, setting) {
    const itemId = await itemIdOf(tx, id);
    const changed = await changeKept(tx, 'milestone', id, version, { withdrawnOn: civilDay(setting.at), withdrawnReason: reason }, setting);
    await finishTask(tx, milestoneKey(id), setting.at);
    return { id, itemId, ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'milestone', id, version }, details: { changed: fields } }),
});

/** Says that it is reached, or takes that back. The task ends only where evidence shows it. */
export async function claimReached(
  tx: Tx,
  id: string,
  reachedOn: string | null,
  setting: Setting,
  version?: number,
): Promise<{ version: number; fields: string[] }> {
  if (reachedOn !== null && reachedOn > civilDay(setting.at)) throw badField('reachedOn', 'The date must be today or in the past');
  const held = version ?? (await tx.selectFrom('milestone').select('version').where('id', '=', id).executeTakeFirstOrThrow()).version;
  const changed = await changeKept(tx, 'milestone', id, held, { reachedOn }, setting);
  const shown = await tx.selectFrom('evidence').select('id').where('milestoneId', '=', id).where('withdrawnOn', 'is', null).executeTakeFirst();
  if (reachedOn !== null && shown !== undefined) await finishTask(tx, milestoneKey(id), setting.at);
  return changed;
}

export const reachMilestone = defineAction({
  name: 'milestone.reach',
  title: 'Say that a milestone is reached',
  allowed: 'plan.edit',
  input: z
    .object({
      id: recordId,
      version: versionNumber,
      reached: z.enum(['yes', 'no'], 'Say whether it is reached'),
      reachedOn: z.unknown(),
    })
    .transform((given, context) => {
      if (given.reached === 'no') return { ...given, reachedOn: null };
      const date = requiredDate('The date on which it was reached').safeParse(given.reachedOn);
      if (date.success) return { ...given, reachedOn: date.data };
      context.addIssue({ code: 'custom', path: ['reachedOn'], message: date.error.issues[0]?.message ?? 'Enter a date' });
      return z.NEVER;
    }),
  subject: (tx, { id }, setting) => milestoneSubject(tx, id, setting),
  async effect(tx, { id, version, reachedOn }, setting) {
    const changed = await claimReached(tx, id, reachedOn, setting, version);
    return { id, itemId: await itemIdOf(tx, id), ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'milestone', id, version }, details: { changed: fields } }),
});
