/** Where an item belongs: who answers for it here, and what it may repeat. */
import { finishTask, openTask } from '../../access/index.ts';
import { badField, type Tx } from '../../register/index.ts';
import { bodiesOf } from '../inspections/index.ts';
import { embargoState, itemName } from '../rules/index.ts';
import type { ItemValues } from './input.ts';

/**
 * Who answers for it: who was chosen, else the force or the policing body as its owner says. Items of the Home Office and of others are answered by
 * nobody here unless somebody says so: they are tracked (R151).
 */
export async function answeringOrganisation(tx: Tx, { owner, organisationId }: Pick<ItemValues, 'owner' | 'organisationId'>): Promise<string | null> {
  if (organisationId !== null) {
    const found = await tx.selectFrom('organisation').select('id').where('id', '=', organisationId).where('outside', '=', false).executeTakeFirst();
    if (found === undefined) throw badField('organisationId', 'Choose an organisation of the partnership');
    return organisationId;
  }
  if (owner !== 'own-force' && owner !== 'policing-body') return null;
  const { force, policingBody } = await bodiesOf(tx);
  return (owner === 'own-force' ? force : policingBody)?.id ?? null;
}

/** What it repeats is another report's item that whoever files it may see. */
export async function checkRepeats(tx: Tx, repeatsId: string | null, inspectionId: string, id: string | null): Promise<void> {
  if (repeatsId === null) return;
  const earlier = await tx.selectFrom('inspectionItem').select(['id', 'inspectionId', 'repeatsId']).where('id', '=', repeatsId).executeTakeFirst();
  if (earlier === undefined || earlier.id === id) throw badField('repeatsId', 'Choose an earlier recommendation from the list');
  if (earlier.inspectionId === inspectionId) throw badField('repeatsId', 'An item repeats one of another report, not of its own');
  if (earlier.repeatsId !== null && earlier.repeatsId === id) throw badField('repeatsId', 'That one repeats this one already');
}

/** Two items of one report and kind never carry one number. */
export async function checkNumber(tx: Tx, { kind, number }: Pick<ItemValues, 'kind' | 'number'>, inspectionId: string, id: string | null): Promise<void> {
  if (number === '') return;
  const held = await tx
    .selectFrom('inspectionItem')
    .select('id')
    .where('inspectionId', '=', inspectionId)
    .where('kind', '=', kind)
    .where('number', '=', number)
    .executeTakeFirst();
  if (held !== undefined && held.id !== id) throw badField('number', `${itemName({ kind, number })} of this report is on file already`);
}

export const planKey = (itemId: string): string => `plan:${itemId}`;

export interface ItemOnFile extends Pick<ItemValues, 'kind' | 'number' | 'dueOn'> {
  readonly id: string;
  readonly organisationId: string | null;
}

/** Asks whoever answers for it to plan the work; not before the embargo where that is another organisation. A lesson is planned like a recommendation (R153). */
export async function askForPlan(
  tx: Tx,
  item: ItemOnFile,
  report: { readonly title: string; readonly embargoAt: Date | null; readonly organisationId: string },
  at: Date,
): Promise<void> {
  if (item.organisationId === null) return;
  if (item.organisationId !== report.organisationId && embargoState(report.embargoAt, at) === 'embargoed') return;
  await openTask(
    tx,
    {
      kind: 'plan',
      key: planKey(item.id),
      title: `Plan the work on ${nameOf(item)} of “${report.title}”`,
      href: `/account/recommendations/${item.id}`,
      subjectType: 'inspectionItem',
      subjectId: item.id,
      organisationId: item.organisationId,
      dueOn: null,
    },
    at,
  );
}

export const planned = (tx: Tx, itemId: string, at: Date): Promise<void> => finishTask(tx, planKey(itemId), at);

const nameOf = (item: Pick<ItemValues, 'kind' | 'number'>): string => {
  const name = itemName({ kind: item.kind, number: item.number === '' ? null : item.number });
  return name.charAt(0).toLowerCase() + name.slice(1);
};
