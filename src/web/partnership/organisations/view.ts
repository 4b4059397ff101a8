/** Organisations as their pages show them. Pure. */
import { type Branch, DUTY_WORDS, type HubConsistency, listed, treeOf, typeOf, type CountName } from '../../../access/organisations/index.ts';
import { urls } from '../../urls.ts';
import { day } from '../../words.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly parentId: string | null;
  readonly area: string | null;
  readonly outside: boolean;
  readonly closedOn: string | null;
}

/** In a list the kind stands beside it already. */
const dutyOf = (type: string): string | null => {
  const { duty } = typeOf(type);
  if (duty === 'none') return null;
  return duty === 'policing-body' ? 'Not a specified authority' : DUTY_WORDS[duty].title;
};

const rowView = ({ id, name, type, area, closedOn }: Row) => ({
  name,
  href: urls.organisation(id),
  type: typeOf(type).title,
  duty: dutyOf(type),
  area: listed(area).join(', '),
  closed: closedOn === null ? null : `Closed on ${day(closedOn)}`,
});

export interface TreeView {
  readonly of: ReturnType<typeof rowView>;
  readonly children: readonly TreeView[];
}

const branchView = ({ of, children }: Branch<Row>): TreeView => ({ of: rowView(of), children: children.map(branchView) });

/** Those that are open as a tree, hubs first; those that are closed and those outside as lists. */
export function treeView(rows: readonly Row[]) {
  const tree = treeOf(rows.filter((row) => row.closedOn === null && !row.outside));
  return {
    tree: [...tree.filter((branch) => branch.children.length > 0), ...tree.filter((branch) => branch.children.length === 0)].map(branchView),
    outside: rows.filter((row) => row.outside && row.closedOn === null).map(rowView),
    closed: rows.filter((row) => row.closedOn !== null).map(rowView),
  };
}

const COLUMNS: readonly (readonly [name: CountName, title: string])[] = [
  ['organisations', 'Organisations'],
  ['wards', 'Wards'],
  ['members', 'Memberships'],
  ['contacts', 'With a contact'],
  ['seats', 'Core seats'],
  ['productsSent', 'Products sent'],
  ['productsConfirmed', 'Products confirmed'],
  ['planItems', 'Plan items'],
];

/** A table a hub: its spokes, its own, and the sum of them; and what some spokes have and others lack, in words. */
export function consistencyView(hubs: readonly HubConsistency[]) {
  return hubs.map((hub) => ({
    name: hub.name,
    href: urls.organisation(hub.id),
    columns: COLUMNS.map(([, title]) => title),
    head: ['Spoke', ...COLUMNS.map(([, text]) => ({ text, numeric: true }))],
    rows: [
      ...hub.spokes.map((spoke) => ({ name: spoke.name, href: urls.organisation(spoke.id), cells: COLUMNS.map(([name]) => spoke.counts[name]) })),
      { name: `${hub.name} itself`, href: null, cells: COLUMNS.map(([name]) => hub.own[name]) },
      { name: 'All', href: null, cells: COLUMNS.map(([name]) => hub.counts[name]), total: true },
    ],
    uneven: COLUMNS.flatMap(([name, title]) => {
      const without = hub.spokes.filter((spoke) => spoke.counts[name] === 0);
      if (name === 'organisations' || without.length === 0 || without.length === hub.spokes.length) return [];
      return [`${title}: none at ${without.map((spoke) => spoke.name).join('; ')}`];
    }),
  }));
}
