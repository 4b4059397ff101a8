/** How alike the spokes of a hub are (requirement R008): what each has, and the hub's sums, which are the sums of its parts. */
import { z } from 'zod';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { liveOn } from '../live-rows.ts';
import { allOf, type Branch, listed, treeOf } from './hierarchy.ts';

export interface SpokeCounts {
  /** Open organisations in it, itself among them. */
  readonly organisations: number;
  readonly wards: number;
  /** Live memberships: somebody in two of its organisations counts in each, as the parts have them. */
  readonly members: number;
  /** Organisations with a live point of contact. */
  readonly contacts: number;
  readonly seats: number;
  readonly productsSent: number;
  readonly productsConfirmed: number;
  /** Milestones of plans that were not withdrawn. */
  readonly planItems: number;
}

export type CountName = keyof SpokeCounts;

export interface OwnCounts {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly wards: string | null;
  readonly members: number;
  readonly contacts: number;
  readonly seats: number;
  readonly productsSent: number;
  readonly productsConfirmed: number;
  readonly planItems: number;
}

export interface Spoke {
  readonly id: string;
  readonly name: string;
  readonly counts: SpokeCounts;
}

export interface HubConsistency extends Spoke {
  /** The hub's own, without its spokes. */
  readonly own: SpokeCounts;
  readonly spokes: readonly Spoke[];
}

const ownOf = (node: OwnCounts): SpokeCounts => ({
  organisations: 1,
  wards: listed(node.wards).length,
  members: node.members,
  contacts: node.contacts,
  seats: node.seats,
  productsSent: node.productsSent,
  productsConfirmed: node.productsConfirmed,
  planItems: node.planItems,
});

const plus = (a: SpokeCounts, b: SpokeCounts): SpokeCounts => ({
  organisations: a.organisations + b.organisations,
  wards: a.wards + b.wards,
  members: a.members + b.members,
  contacts: a.contacts + b.contacts,
  seats: a.seats + b.seats,
  productsSent: a.productsSent + b.productsSent,
  productsConfirmed: a.productsConfirmed + b.productsConfirmed,
  planItems: a.planItems + b.planItems,
});

const sumOf = (branch: Branch<OwnCounts>): SpokeCounts => allOf(branch).map(ownOf).reduce(plus);

/** Every organisation that has others under it, with each of those rolled up. Nothing is counted twice within one, so the sums are the parts'. Pure. */
export function consistencyOf(nodes: readonly OwnCounts[]): HubConsistency[] {
  const hubs = treeOf(nodes).flatMap(function hubsIn(branch): Branch<OwnCounts>[] {
    return branch.children.length === 0 ? [] : [branch, ...branch.children.flatMap(hubsIn)];
  });
  return hubs.map((hub) => ({
    id: hub.of.id,
    name: hub.of.name,
    counts: sumOf(hub),
    own: ownOf(hub.of),
    spokes: hub.children.map((child) => ({ id: child.of.id, name: child.of.name, counts: sumOf(child) })),
  }));
}

/** The consistency view. Counts only: what the spokes' plans say is for those who may see plans. */
export const spokeConsistency = defineRead({
  name: 'organisation.consistency',
  title: 'Compare the spokes of a hub',
  allowed: 'partnership.read',
  input: z.object({}),
  async answer(tx, _input, { at }): Promise<HubConsistency[]> {
    const today = civilDay(at);
    const rows = await tx
      .selectFrom('organisation as o')
      .select(['o.id', 'o.parentId', 'o.name', 'o.wards'])
      .select((eb) => [
        eb
          .selectFrom('membership as m')
          .select(eb.fn.countAll<number>().as('n'))
          .whereRef('m.organisationId', '=', 'o.id')
          .where(liveOn('m', today))
          .as('members'),
        eb
          .selectFrom('contactPoint as c')
          .select(eb.fn.countAll<number>().as('n'))
          .whereRef('c.organisationId', '=', 'o.id')
          .where('c.subject', '=', 'partnership')
          .where(liveOn('c', today))
          .as('contacts'),
        eb.selectFrom('coreSeat as s').select(eb.fn.countAll<number>().as('n')).whereRef('s.organisationId', '=', 'o.id').where(liveOn('s', today)).as('seats'),
        eb.selectFrom('productReceipt as r').select(eb.fn.countAll<number>().as('n')).whereRef('r.organisationId', '=', 'o.id').as('productsSent'),
        eb
          .selectFrom('productReceipt as r')
          .select(eb.fn.countAll<number>().as('n'))
          .whereRef('r.organisationId', '=', 'o.id')
          .where('r.confirmedOn', 'is not', null)
          .as('productsConfirmed'),
        eb
          .selectFrom('milestone as w')
          .select(eb.fn.countAll<number>().as('n'))
          .whereRef('w.organisationId', '=', 'o.id')
          .where('w.withdrawnOn', 'is', null)
          .as('planItems'),
      ])
      .where('o.closedOn', 'is', null)
      .where('o.outside', '=', false)
      .orderBy('o.name')
      .execute();
    return consistencyOf(
      rows.map(({ id, parentId, name, wards, ...counts }) => ({
        id,
        parentId,
        name,
        wards,
        members: Number(counts.members ?? 0),
        contacts: Number(counts.contacts ?? 0),
        seats: Number(counts.seats ?? 0),
        productsSent: Number(counts.productsSent ?? 0),
        productsConfirmed: Number(counts.productsConfirmed ?? 0),
        planItems: Number(counts.planItems ?? 0),
      })),
    );
  },
});
