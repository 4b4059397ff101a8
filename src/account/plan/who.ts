/** Whose a plan is. */
import type { Setting, Subject, Tx } from '../../register/index.ts';

/** Whoever of the organisations named somebody acts for, so that the permission of their own organisation covers it; else the first. */
const mine = (organisations: readonly (string | null)[], { who }: Setting): Subject => {
  const all = organisations.filter((id): id is string => id !== null);
  return { organisationId: all.find((id) => id === who.organisationId) ?? all[0] ?? null };
};

const trackerOf = (tx: Tx, itemId: string) =>
  tx
    .selectFrom('inspectionItem as i')
    .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
    .select((row) => [
      row.fn.coalesce('i.organisationId', 'n.organisationId').as('organisationId'),
      'n.title as report',
      'n.embargoAt',
      'n.organisationId as filer',
      'i.kind',
      'i.number',
      'i.closedOn',
      'i.measures',
    ])
    .where('i.id', '=', itemId)
    .executeTakeFirst();

export type Tracked = NonNullable<Awaited<ReturnType<typeof trackerOf>>>;

export { trackerOf };

/** The organisation that answers for the item; of an item owned elsewhere, the one that filed it and tracks it. */
export async function itemSubject(tx: Tx, itemId: string): Promise<Subject | undefined> {
  const item = await trackerOf(tx, itemId);
  return item === undefined ? undefined : { organisationId: item.organisationId };
}

/** The organisation that answers for the item, or the one that is to reach the milestone. */
export async function milestoneSubject(tx: Tx, id: string, setting: Setting): Promise<Subject | undefined> {
  const milestone = await tx.selectFrom('milestone').select(['itemId', 'organisationId']).where('id', '=', id).executeTakeFirst();
  const item = milestone === undefined ? undefined : await trackerOf(tx, milestone.itemId);
  return milestone === undefined || item === undefined ? undefined : mine([item.organisationId, milestone.organisationId], setting);
}

/** As of what it shows, or whoever gave it. */
export async function evidenceSubject(tx: Tx, id: string, setting: Setting): Promise<Subject | undefined> {
  const piece = await tx
    .selectFrom('evidence as e')
    .leftJoin('milestone as m', 'm.id', 'e.milestoneId')
    .select(['e.itemId', 'e.organisationId', 'm.organisationId as reaches'])
    .where('e.id', '=', id)
    .executeTakeFirst();
  const item = piece === undefined ? undefined : await trackerOf(tx, piece.itemId);
  return piece === undefined || item === undefined ? undefined : mine([item.organisationId, piece.reaches, piece.organisationId], setting);
}

/** Where new evidence goes: the item's organisation, or the milestone's. */
export async function targetSubject(
  tx: Tx,
  { itemId, milestoneId }: { itemId: string; milestoneId: string | null },
  setting: Setting,
): Promise<Subject | undefined> {
  return milestoneId === null ? itemSubject(tx, itemId) : milestoneSubject(tx, milestoneId, setting);
}
