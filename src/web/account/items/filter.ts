/** Filters and groups of the list of recommendations. Pure. */
import type { ItemView } from '../../../account/items/index.ts';
import { ITEM_KIND_WORDS, ITEM_KINDS, ITEM_STATUS_WORDS, type ItemStatus } from '../../../account/rules/index.ts';
import { type Option, options } from '../shared.ts';

export interface ItemFilter {
  readonly group: string;
  /** `own`, `others`, or an organisation’s id. */
  readonly owner: string;
  readonly status: string;
  readonly due: string;
  readonly theme: string;
  readonly kind: string;
  readonly words: string;
}

const GROUPS = { due: 'Due date', owner: 'Owner', theme: 'Theme', report: 'Report' } as const;
const DUE = { overdue: 'Overdue', '30': 'In the next 30 days', '90': 'In the next 90 days', later: 'Later than that', none: 'No date' } as const;
const STATUSES = Object.entries(ITEM_STATUS_WORDS) as [ItemStatus, string][];

export const parseItemFilter = (query: URLSearchParams): ItemFilter => ({
  group: query.get('group') ?? 'due',
  owner: query.get('owner') ?? '',
  status: query.get('status') ?? '',
  due: query.get('due') ?? '',
  theme: query.get('theme') ?? '',
  kind: query.get('kind') ?? '',
  words: (query.get('words') ?? '').trim().slice(0, 100),
});

/** How near an item’s own date is; what is done, and what others own, is never overdue here. */
export function dueOf(item: ItemView): keyof typeof DUE {
  if (item.daysLeft === null) return 'none';
  if (item.daysLeft < 0) return item.own && item.status !== 'done' ? 'overdue' : 'later';
  if (item.daysLeft <= 30) return '30';
  return item.daysLeft <= 90 ? '90' : 'later';
}

const inDue = (item: ItemView, due: string): boolean => dueOf(item) === due || (due === '90' && dueOf(item) === '30');

export function matchingItems(items: readonly ItemView[], filter: ItemFilter): ItemView[] {
  const words = filter.words.toLowerCase();
  return items
    .filter((item) => filter.owner === '' || (filter.owner === 'own' ? item.own : filter.owner === 'others' ? !item.own : item.organisationId === filter.owner))
    .filter((item) => filter.status === '' || (item.own && item.status === filter.status))
    .filter((item) => filter.due === '' || inDue(item, filter.due))
    .filter((item) => filter.theme === '' || item.themes.includes(filter.theme))
    .filter((item) => filter.kind === '' || item.kind === filter.kind)
    .filter((item) => words === '' || `${item.name} ${item.text} ${item.report.title}`.toLowerCase().includes(words));
}

export interface ItemGroup {
  readonly title: string;
  readonly items: readonly ItemView[];
}

const NO_THEME = 'No theme';

/** An item with several themes stands under each of them: themes run across reports. */
export function grouped(items: readonly ItemView[], group: string): ItemGroup[] {
  const held = new Map<string, ItemView[]>();
  const add = (title: string, item: ItemView): void => {
    held.set(title, [...(held.get(title) ?? []), item]);
  };
  if (group === 'due') {
    const byDate = [...items].sort((a, b) => ((a.dueOn ?? '9999') < (b.dueOn ?? '9999') ? -1 : 1));
    for (const item of byDate) add(dueGroup(item), item);
    return order(held, ['Overdue', 'In the next 30 days', 'In the next 90 days', 'Later', 'Owned by others, date passed', 'No date', 'Done']);
  }
  for (const item of items) {
    if (group === 'owner') add(item.own ? (item.organisation ?? item.ownerWords) : `Owned elsewhere: ${item.ownerWords}`, item);
    else if (group === 'theme') for (const theme of item.themes.length > 0 ? item.themes : [NO_THEME]) add(capital(theme), item);
    else add(item.report.title, item);
  }
  if (group === 'report') return [...held].map(([title, each]) => ({ title, items: each }));
  return [...held].sort(([a], [b]) => Number(a === NO_THEME) - Number(b === NO_THEME) || (a < b ? -1 : 1)).map(([title, each]) => ({ title, items: each }));
}

function dueGroup(item: ItemView): string {
  if (item.status === 'done') return 'Done';
  if (item.daysLeft !== null && item.daysLeft < 0 && !item.own) return 'Owned by others, date passed';
  const due = dueOf(item);
  return due === 'later' ? 'Later' : DUE[due];
}

const order = (held: ReadonlyMap<string, ItemView[]>, titles: readonly string[]): ItemGroup[] =>
  titles.flatMap((title) => {
    const items = held.get(title);
    return items === undefined ? [] : [{ title, items }];
  });

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface ItemFilterView {
  readonly groups: readonly Option[];
  readonly owners: readonly Option[];
  readonly statuses: readonly Option[];
  readonly dues: readonly Option[];
  readonly themes: readonly Option[];
  readonly kinds: readonly Option[];
  readonly words: string;
}

export function itemFilterView(items: readonly ItemView[], filter: ItemFilter): ItemFilterView {
  const all = (entries: readonly (readonly [string, string])[], chosen: string): Option[] => options([['', 'All'], ...entries], chosen);
  const organisations = [
    ...new Map(items.flatMap((item) => (item.organisationId === null ? [] : [[item.organisationId, item.organisation ?? ''] as const]))),
  ].sort(([, a], [, b]) => (a < b ? -1 : 1));
  const themes = [...new Set(items.flatMap((item) => item.themes))].sort();
  return {
    groups: options(Object.entries(GROUPS), filter.group),
    owners: all([['own', 'Answered here'], ['others', 'Owned by others'], ...organisations], filter.owner),
    statuses: all(STATUSES, filter.status),
    dues: all(
      [
        ['overdue', DUE.overdue],
        ['30', DUE['30']],
        ['90', DUE['90']],
        ['later', DUE.later],
        ['none', DUE.none],
      ],
      filter.due,
    ),
    themes: all(
      themes.map((theme) => [theme, capital(theme)] as const),
      filter.theme,
    ),
    kinds: all(
      ITEM_KINDS.map((kind) => [kind, ITEM_KIND_WORDS[kind]] as const),
      filter.kind,
    ),
    words: filter.words,
  };
}
