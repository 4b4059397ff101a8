/** The register of recommendations: every item that somebody may see, with its status from evidence. */
import { z } from 'zod';
import { defineRead } from '../../access/index.ts';
import { shareable } from '../../access/sharing/index.ts';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../../register/index.ts';
import { civilDay, daysBetween, embargoState, isOwn, type ItemKind, itemName, type ItemStatus, type Owner, OWNER_WORDS } from '../rules/index.ts';
import { planRows, standingOf } from './standing.ts';

export interface ItemView {
  readonly id: string;
  readonly version: number;
  readonly inspectionId: string;
  readonly report: {
    readonly slug: string;
    readonly title: string;
    readonly publishedOn: string;
    readonly inspectorates: readonly string[];
    readonly embargoed: boolean;
  };
  readonly kind: ItemKind;
  /** The report's own; empty where it gave none. */
  readonly number: string;
  /** `Recommendation 3`. */
  readonly name: string;
  readonly text: string;
  readonly owner: Owner;
  /** The owner in words: `Home Office`, or the name of another body. */
  readonly ownerWords: string;
  readonly ownerName: string;
  readonly organisationId: string | null;
  /** Who answers for it here. */
  readonly organisation: string | null;
  /** Answered here. What others own is tracked, and not counted as own (R151). */
  readonly own: boolean;
  readonly dueOn: string | null;
  readonly dueNote: string | null;
  readonly themes: readonly string[];
  readonly measures: readonly string[];
  readonly repeatsId: string | null;
  readonly closedOn: string | null;
  readonly closureRoute: 'inspectorate-verified' | 'chief-officer' | 'policing-body' | null;
  readonly closureNote: string | null;
  readonly status: ItemStatus;
  readonly statusWords: string;
  readonly colour: 'grey' | 'green' | 'amber' | 'red';
  /** From today to the due date; negative when it has passed. */
  readonly daysLeft: number | null;
}

/** @param which one item, or one report's; every one where left out */
export async function itemViews(tx: Tx, at: Date, which: { readonly id?: string; readonly inspectionId?: string } = {}): Promise<ItemView[]> {
  const rows = await tx
    .selectFrom('inspectionItem as i')
    .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
    .leftJoin('organisation as o', 'o.id', 'i.organisationId')
    .selectAll('i')
    .select(['n.slug', 'n.title as reportTitle', 'n.publishedOn', 'n.inspectorates', 'n.embargoAt', 'o.name as organisation'])
    .$if(which.id !== undefined, (query) => query.where('i.id', '=', which.id ?? ''))
    .$if(which.inspectionId !== undefined, (query) => query.where('i.inspectionId', '=', which.inspectionId ?? ''))
    .orderBy('n.publishedOn', 'desc')
    .orderBy('n.title')
    .orderBy('i.position')
    .execute();
  const plans = await planRows(
    tx,
    rows.map((row) => row.id),
  );
  const today = civilDay(at);
  return rows.map(
    ({
      slug,
      reportTitle,
      publishedOn,
      inspectorates,
      embargoAt,
      position: _position,
      createdAt: _c,
      createdBy: _cb,
      updatedAt: _u,
      updatedBy: _ub,
      ...row
    }) => {
      const standing = standingOf(row, plans.get(row.id) ?? { milestones: [], evidence: [] }, today);
      return {
        ...row,
        report: { slug, title: reportTitle, publishedOn, inspectorates, embargoed: embargoState(embargoAt, at) === 'embargoed' },
        name: itemName({ kind: row.kind, number: row.number === '' ? null : row.number }),
        ownerWords: row.owner === 'other' ? row.ownerName : row.ownerName || OWNER_WORDS[row.owner],
        own: isOwn(row.owner) || row.organisationId !== null,
        status: standing.status,
        statusWords: standing.words,
        colour: standing.colour,
        daysLeft: row.dueOn === null ? null : daysBetween(today, row.dueOn),
      };
    },
  );
}

export const listItems = defineRead({
  name: 'item.list',
  title: 'See recommendations',
  allowed: 'inspection.read',
  shared: 'colleagues',
  input: z.object({ inspectionId: z.uuid().optional() }),
  async answer(tx, { inspectionId }, { at, who }): Promise<ItemView[]> {
    const items = await itemViews(tx, at, inspectionId === undefined ? {} : { inspectionId });
    return items.map((item) => shareable('inspectionItem', item, who.organisationId, item.organisationId));
  },
});

export interface ItemLink {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly report: string;
  readonly publishedOn: string;
}

export interface OneItem extends ItemView {
  /** The earlier item that this one repeats. */
  readonly repeats: ItemLink | null;
  /** Later items that repeat this one. */
  readonly repeatedBy: readonly ItemLink[];
}

export const noSuchItem = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-item', 'There is no such recommendation, or it is not one that you may see', {
    advice: 'The list of recommendations has every one that you may see.',
  });

export const readItem = defineRead({
  name: 'item.read',
  title: 'See a recommendation',
  allowed: 'inspection.read',
  input: z.object({ id: z.string().max(60) }),
  async answer(tx, { id }, { at, who }): Promise<OneItem> {
    if (!z.uuid().safeParse(id).success) throw noSuchItem();
    const [item] = await itemViews(tx, at, { id });
    if (item === undefined) throw noSuchItem();
    const linked = await tx
      .selectFrom('inspectionItem as i')
      .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
      .select(['i.id', 'i.kind', 'i.number', 'i.text', 'i.repeatsId', 'n.title as report', 'n.publishedOn'])
      .where((row) => row.or([row('i.repeatsId', '=', id), ...(item.repeatsId === null ? [] : [row('i.id', '=', item.repeatsId)])]))
      .orderBy('n.publishedOn')
      .execute();
    const links = linked.map(({ kind, number, repeatsId, ...row }) => ({ ...row, repeatsId, name: itemName({ kind, number: number === '' ? null : number }) }));
    const shared = shareable('inspectionItem', item, who.organisationId, item.organisationId);
    return { ...shared, repeats: links.find((link) => link.id === item.repeatsId) ?? null, repeatedBy: links.filter((link) => link.repeatsId === id) };
  },
});
