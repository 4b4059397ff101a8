/** Putting a report's items on file, changing, closing and reopening them. */
import { z } from 'zod';
import { asService, defineAction, finishTask } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Setting, type Subject, type Tx } from '../../register/index.ts';
import { recordId, requiredDate, requiredText, versionNumber } from '../fields.ts';
import { civilDay } from '../rules/index.ts';
import { itemFields, type ItemValues } from './input.ts';
import { answeringOrganisation, askForPlan, checkNumber, checkRepeats, planKey } from './place.ts';
import { planRows, standingOf } from './standing.ts';

const reportOf = (tx: Tx, id: string) =>
  tx.selectFrom('inspection').select(['id', 'slug', 'title', 'embargoAt', 'organisationId']).where('id', '=', id).executeTakeFirst();

/** Puts one item on file; for the form of one, and for an import that was confirmed. */
export async function fileItem(tx: Tx, inspectionId: string, values: ItemValues, setting: Setting): Promise<string> {
  const report = await reportOf(tx, inspectionId);
  if (report === undefined) throw new HeadwaterError('not-found', 'no-such-record', 'There is no such report', { advice: 'Go back to the list.' });
  await checkNumber(tx, values, inspectionId, null);
  await checkRepeats(tx, values.repeatsId, inspectionId, null);
  const organisationId = await answeringOrganisation(tx, values);
  const last = await tx
    .selectFrom('inspectionItem')
    .select((row) => row.fn.max('position').as('position'))
    .where('inspectionId', '=', inspectionId)
    .executeTakeFirst();
  const id = await insertKept(tx, 'inspectionItem', { ...values, organisationId, inspectionId, position: (last?.position ?? 0) + 1 }, setting);
  await askForPlan(tx, { ...values, id, organisationId }, report, setting.at);
  return id;
}

export const addItem = defineAction({
  name: 'item.add',
  title: 'Put a recommendation on file',
  allowed: 'inspection.edit',
  input: z.object({ inspectionId: recordId, fields: itemFields }),
  subject: (tx, { inspectionId }) => reportOf(tx, inspectionId),
  async effect(tx, { inspectionId, fields }, setting) {
    const id = await fileItem(tx, inspectionId, fields, setting);
    return { id, slug: (await reportOf(tx, inspectionId))?.slug ?? '' };
  },
  audit: ({ inspectionId }, { id }) => ({ subject: { type: 'inspectionItem', id, version: 1 }, details: { inspectionId } }),
});

const filer = (tx: Tx, id: string) =>
  tx
    .selectFrom('inspectionItem as i')
    .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
    .select('n.organisationId')
    .where('i.id', '=', id)
    .executeTakeFirst();

export const editItem = defineAction({
  name: 'item.edit',
  title: 'Change a recommendation on file',
  allowed: 'inspection.edit',
  input: z.object({ id: recordId, version: versionNumber, fields: itemFields }),
  subject: (tx, { id }) => filer(tx, id),
  async effect(tx, { id, version, fields }, setting) {
    const { inspectionId } = await tx.selectFrom('inspectionItem').select('inspectionId').where('id', '=', id).executeTakeFirstOrThrow();
    await checkNumber(tx, fields, inspectionId, id);
    await checkRepeats(tx, fields.repeatsId, inspectionId, id);
    const organisationId = await answeringOrganisation(tx, fields);
    const changed = await changeKept(tx, 'inspectionItem', id, version, { ...fields, organisationId }, setting);
    if (changed.fields.includes('organisationId')) await moveWork(tx, id, organisationId, setting);
    return { id, ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'inspectionItem', id, version }, details: { changed: fields } }),
});

/** Another organisation answers for it now: the task goes there. */
async function moveWork(tx: Tx, id: string, organisationId: string | null, { at }: Setting): Promise<void> {
  const item = await tx.selectFrom('inspectionItem').select(['id', 'kind', 'number', 'dueOn', 'inspectionId']).where('id', '=', id).executeTakeFirstOrThrow();
  const report = await reportOf(tx, item.inspectionId);
  await asService(tx, () => tx.deleteFrom('task').where('key', '=', planKey(id)).where('doneAt', 'is', null).execute());
  if (report !== undefined) await askForPlan(tx, { ...item, organisationId }, report, at);
}

/** Whoever answers for it, or filed it, may close it: theirs is the record of it. */
async function tracker(tx: Tx, { id }: { readonly id: string }, { who }: Setting): Promise<Subject | undefined> {
  const found = await tx
    .selectFrom('inspectionItem as i')
    .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
    .select(['i.organisationId', 'n.organisationId as filer'])
    .where('i.id', '=', id)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const mine = who.organisationId !== null && [found.organisationId, found.filer].includes(who.organisationId);
  return { organisationId: mine ? who.organisationId : (found.organisationId ?? found.filer) };
}

/** Who may take which route: nobody signs off in another's name. */
const ROUTE_ROLES = {
  'inspectorate-verified': ['policing-body-officer', 'policing-body-lead', 'chief-officer'],
  'chief-officer': ['chief-officer'],
  'policing-body': ['policing-body-officer', 'policing-body-lead'],
} as const;

export const CLOSING_ROUTES = Object.keys(ROUTE_ROLES) as readonly (keyof typeof ROUTE_ROLES)[];

/** The routes by which somebody with these roles may close an item. */
export const routesFor = (roles: readonly string[]): readonly (keyof typeof ROUTE_ROLES)[] =>
  CLOSING_ROUTES.filter((route) => ROUTE_ROLES[route].some((role) => roles.includes(role)));

export const closeItem = defineAction({
  name: 'item.close',
  title: 'Close a recommendation',
  allowed: 'item.close',
  input: z.object({
    id: recordId,
    version: versionNumber,
    route: z.enum(['inspectorate-verified', 'chief-officer', 'policing-body'], 'Choose by which route it is closed'),
    closedOn: requiredDate('The date of closure'),
    note: requiredText('What the closure rests on', 2000, 'Enter what the closure rests on, such as the inspectorate’s letter and its date'),
  }),
  subject: tracker,
  async effect(tx, { id, version, route, closedOn, note }, setting) {
    const item = await tx.selectFrom('inspectionItem').select(['dueOn', 'measures', 'closedOn']).where('id', '=', id).executeTakeFirstOrThrow();
    if (item.closedOn !== null) throw new HeadwaterError('conflict', 'closed-already', 'It is closed already', { advice: 'Reopen it first.' });
    if (!routesFor(setting.who.roles).includes(route)) throw badField('route', 'Somebody else signs off by that route: choose another, or ask them');
    const today = civilDay(setting.at);
    if (closedOn > today) throw badField('closedOn', 'The date of closure must be today or in the past');
    const plan = (await planRows(tx, [id])).get(id) ?? { milestones: [], evidence: [] };
    const standing = standingOf({ ...item, closedOn }, plan, today);
    if (standing.status !== 'done') {
      // Asked as if it were closed, the rule says so first; that is what is being tried.
      const reasons = standing.because.filter((reason) => !reason.startsWith('It was closed'));
      throw new HeadwaterError('refused', 'no-evidence', 'The evidence does not show that it is done, so it cannot be closed', {
        advice: [...reasons, 'Add evidence, or withdraw what no longer holds.'].join(' '),
      });
    }
    const changed = await changeKept(tx, 'inspectionItem', id, version, { closedOn, closureRoute: route, closureNote: note }, setting);
    await finishTask(tx, planKey(id), setting.at);
    return { id, route, ...changed };
  },
  audit: (_input, { id, version, fields, route }) => ({ subject: { type: 'inspectionItem', id, version }, details: { changed: fields, route } }),
});

export const reopenItem = defineAction({
  name: 'item.reopen',
  title: 'Reopen a recommendation',
  allowed: 'item.close',
  input: z.object({ id: recordId, version: versionNumber, reason: requiredText('The reason', 2000, 'Say why it is reopened') }),
  subject: tracker,
  async effect(tx, { id, version, reason }, setting) {
    const item = await tx.selectFrom('inspectionItem').select(['closedOn', 'closureNote']).where('id', '=', id).executeTakeFirstOrThrow();
    if (item.closedOn === null) throw new HeadwaterError('conflict', 'open-already', 'It is open already', { advice: 'Go back and look again.' });
    const note = `Closed on ${item.closedOn} (${item.closureNote ?? ''}); reopened on ${civilDay(setting.at)}: ${reason}`.slice(0, 4000);
    const changed = await changeKept(tx, 'inspectionItem', id, version, { closedOn: null, closureRoute: null, closureNote: note }, setting);
    return { id, ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'inspectionItem', id, version }, details: { changed: fields } }),
});
