import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ItemView } from '../../../account/items/index.ts';
import { grouped, itemFilterView, matchingItems, parseItemFilter } from './filter.ts';

const item = (id: string, change: Partial<ItemView> = {}): ItemView => ({
  id,
  version: 1,
  inspectionId: 'n',
  report: { slug: 's', title: 'Serious youth violence', publishedOn: '2023-03-08', inspectorates: ['hmicfrs'], embargoed: false },
  kind: 'recommendation',
  number: id,
  name: `Recommendation ${id}`,
  text: 'Officers trained in outcome 22',
  owner: 'own-force',
  ownerWords: 'Own force',
  ownerName: '',
  organisationId: 'force',
  organisation: 'Varrowshire Police',
  own: true,
  dueOn: '2024-03-31',
  dueNote: null,
  themes: [],
  measures: [],
  repeatsId: null,
  closedOn: null,
  closureRoute: null,
  closureNote: null,
  status: 'on-track',
  statusWords: 'On track',
  colour: 'green',
  daysLeft: 20,
  ...change,
});

const ALL = [
  item('1', { own: false, owner: 'home-office', ownerWords: 'Home Office', organisationId: null, organisation: null, daysLeft: -5, status: 'overdue' }),
  item('2', { daysLeft: -5, status: 'overdue', themes: ['recording'] }),
  item('3', { daysLeft: 80, themes: ['recording', 'outcome 22'], report: { ...item('x').report, title: 'Another report' } }),
  item('4', { daysLeft: null, dueOn: null, text: 'Ethnicity recorded' }),
  item('5', { daysLeft: -40, status: 'done' }),
];
const found = (query: string): string[] => matchingItems(ALL, parseItemFilter(new URLSearchParams(query))).map((each) => each.id);
const groups = (group: string): Record<string, string[]> =>
  Object.fromEntries(grouped(ALL, group).map((each) => [each.title, each.items.map((one) => one.id)]));

test('what others own is never overdue here, and what is done is not either', () => {
  assert.deepEqual(found('due=overdue'), ['2']);
  assert.deepEqual(found('status=overdue'), ['2']);
  assert.deepEqual(groups('due'), { Overdue: ['2'], 'In the next 90 days': ['3'], 'Owned by others, date passed': ['1'], 'No date': ['4'], Done: ['5'] });
});

test('own and others, organisation, theme, kind and words narrow the list', () => {
  assert.deepEqual(found('owner=own'), ['2', '3', '4', '5']);
  assert.deepEqual(found('owner=others'), ['1']);
  assert.deepEqual(found('owner=force&theme=recording'), ['2', '3']);
  assert.deepEqual(found('words=ETHNICITY'), ['4']);
  assert.deepEqual(found('kind=lesson'), []);
  assert.deepEqual(found('theme=nothing-like-it'), []);
});

test('themes run across reports, and an item with two stands under both', () => {
  assert.deepEqual(groups('theme'), { 'Outcome 22': ['3'], Recording: ['2', '3'], 'No theme': ['1', '4', '5'] });
  assert.deepEqual(groups('owner'), { 'Owned elsewhere: Home Office': ['1'], 'Varrowshire Police': ['2', '3', '4', '5'] });
  assert.deepEqual(Object.keys(groups('report')), ['Serious youth violence', 'Another report']);
});

test('a filter offers what there is', () => {
  const view = itemFilterView(ALL, parseItemFilter(new URLSearchParams('theme=recording')));
  assert.deepEqual(
    view.themes.map((each) => [each.value, each.chosen]),
    [
      ['', false],
      ['outcome 22', false],
      ['recording', true],
    ],
  );
  assert.deepEqual(
    view.owners.map((each) => each.value),
    ['', 'own', 'others', 'force'],
  );
});
