/**
 * Words that an organisation withholds. While they are, they are not in their record: a notice stands there, and the words lie in a table of their own whose row
 * security knows that organisation alone. So a page, an export, a feed or a message about a conflict that forgets this file shows the notice, and never the words.
 */
import { badField, changeKept, type Setting, type Tx } from '../../register/index.ts';

/** Types of record whose words can be withheld, and the field that holds them. */
export const WITHHELD_FIELDS = { meetingAction: 'text', milestone: 'title', evidence: 'title' } as const;

export type WithheldType = keyof typeof WITHHELD_FIELDS;

type Words<T extends WithheldType> = Readonly<Record<(typeof WITHHELD_FIELDS)[T], string>>;

/** The live restriction of a record, and its words where they are the reader's own. */
export const restrictionOf = (tx: Tx, type: WithheldType, id: string) =>
  tx
    .selectFrom('fieldRestriction as r')
    .innerJoin('organisation as o', 'o.id', 'r.organisationId')
    .leftJoin('withheldWords as w', 'w.restrictionId', 'r.id')
    .select(['r.id', 'r.version', 'r.organisationId', 'r.reason', 'r.notice', 'o.name as organisation', 'w.words'])
    .where('r.recordType', '=', type)
    .where('r.recordId', '=', id)
    .where('r.liftedAt', 'is', null)
    .executeTakeFirst();

/**
 * Rows as the reader may see them: the words put back where they are their own organisation's, the notice left where they are another's. `withheld` is the notice
 * for both, and null where nothing is withheld. Whose words they are is decided by the row security of `withheld_words` alone.
 */
export async function putBack<T extends WithheldType, Row extends { readonly id: string } & Words<T>>(
  tx: Tx,
  type: T,
  rows: readonly Row[],
): Promise<(Row & { readonly withheld: string | null })[]> {
  if (rows.length === 0) return [];
  const found = await tx
    .selectFrom('fieldRestriction as r')
    .leftJoin('withheldWords as w', 'w.restrictionId', 'r.id')
    .select(['r.recordId', 'r.notice', 'w.words'])
    .where('r.recordType', '=', type)
    .where('r.liftedAt', 'is', null)
    .execute();
  const held = new Map(found.map((each) => [each.recordId, each]));
  return rows.map((row) => {
    const restriction = held.get(row.id);
    if (restriction === undefined) return { ...row, withheld: null };
    return { ...row, ...(restriction.words === null ? {} : { [WITHHELD_FIELDS[type]]: restriction.words }), withheld: restriction.notice };
  });
}

/** The values of a milestone that somebody changes. */
type MilestoneValues = Parameters<typeof changeKept<'milestone'>>[4] & { readonly title: string; readonly organisationId: string };

/** Changes a milestone as `changeKept` does. New words of one whose words are withheld stay withheld, and only their organisation may give them. */
export async function changeMilestone(
  tx: Tx,
  id: string,
  version: number,
  values: MilestoneValues,
  setting: Setting,
): Promise<{ version: number; fields: string[] }> {
  const held = await restrictionOf(tx, 'milestone', id);
  if (held === undefined) return changeKept(tx, 'milestone', id, version, values, setting);
  if (values.organisationId !== held.organisationId)
    throw badField('organisationId', `${held.organisation} withholds the words of this milestone: it can be handed on when that is lifted`);
  if (values.title !== held.notice && held.words === null) throw badField('title', `${held.organisation} withholds these words, so only they can change them`);
  const changed = await changeKept(tx, 'milestone', id, version, { ...values, title: held.notice }, setting);
  if (held.words === null || values.title === held.notice || values.title === held.words) return changed;
  await tx.updateTable('withheldWords').set({ words: values.title }).where('restrictionId', '=', held.id).execute();
  if (changed.fields.length > 0) return { ...changed, fields: [...changed.fields, 'title'] };
  // Nothing else was changed, so the version is still the one that was checked and the row is locked.
  await tx
    .updateTable('milestone')
    .set({ version: version + 1, updatedAt: setting.at, updatedBy: setting.who.personId })
    .where('id', '=', id)
    .execute();
  return { version: version + 1, fields: ['title'] };
}
