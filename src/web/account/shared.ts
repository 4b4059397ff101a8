/** What several pages of the room need: parts of an address, tags, names of form fields. */
import type { FastifyRequest } from 'fastify';
import type { ItemView } from '../../account/items/index.ts';
import type { DeadlineState, ItemStatus } from '../../account/rules/index.ts';
import { urls } from '../urls.ts';

export const param = (request: FastifyRequest, name: string): string => (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';

export const STATUS_TAGS: Readonly<Record<ItemStatus, string>> = {
  'not-started': 'govuk-tag--grey',
  'on-track': 'govuk-tag--green',
  'at-risk': 'govuk-tag--orange',
  overdue: 'govuk-tag--red',
  done: 'govuk-tag--green',
};

export interface Tag {
  readonly text: string;
  readonly tag: string;
}

/** What others own is tracked: how far they are is theirs to say, so no colour is put on it. */
export const statusTag = ({ own, status, statusWords, closedOn }: Pick<ItemView, 'own' | 'status' | 'statusWords' | 'closedOn'>): Tag =>
  own || closedOn !== null ? { text: statusWords, tag: STATUS_TAGS[status] } : { text: 'Tracked', tag: 'govuk-tag--blue' };

export const deadlineTag = ({ state, words, overdueBy }: DeadlineState): Tag & { readonly urgent: boolean } => ({
  text: state === 'overdue' ? words.replace(String(overdueBy), overdueBy.toLocaleString('en-GB')) : words,
  tag: {
    open: 'govuk-tag--grey',
    soon: 'govuk-tag--yellow',
    today: 'govuk-tag--orange',
    overdue: 'govuk-tag--red',
    met: 'govuk-tag--green',
    'met-late': 'govuk-tag--orange',
  }[state],
  urgent: state === 'overdue' || state === 'today',
});

/** A response is published, where anything else is done. */
export const publishedWords = ({ words }: Pick<DeadlineState, 'words'>): string => words.replace(/^Done on/, 'Published on');

/** Where an action's input is nested (`fields.title`), its errors belong to the form's own fields; a date's to its first box. */
export function fieldNames(names: readonly string[], dates: readonly string[] = [], prefixes: readonly string[] = ['', 'fields.']): Record<string, string> {
  return Object.fromEntries(
    prefixes.flatMap((prefix) => [...names.map((name) => [`${prefix}${name}`, name]), ...dates.map((name) => [`${prefix}${name}`, `${name}-day`])]) as [
      string,
      string,
    ][],
  );
}

/** A civil date as the three boxes of a form show it. */
export function dateValues(name: string, date: string | null): Record<string, string> {
  const [year = '', month = '', day = ''] = date === null ? [] : date.split('-');
  const plain = (text: string): string => (text === '' ? '' : String(Number(text)));
  return { [`${name}-day`]: plain(day), [`${name}-month`]: plain(month), [`${name}-year`]: year };
}

/** The first words of a long text. */
export function excerpt(text: string, most = 180): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most - 30))}…`;
}

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

export const options = (all: readonly (readonly [value: string, text: string])[], chosen: string | null): Option[] =>
  all.map(([value, text]) => ({ value, text, chosen: value === (chosen ?? '') }));

/** A row of a table of recommendations. */
export const itemRow = (item: ItemView) => ({
  id: item.id,
  name: item.name,
  href: urls.recommendation(item.id),
  text: excerpt(item.text),
  report: item.report.title,
  reportHref: urls.inspection(item.report.slug),
  publishedOn: item.report.publishedOn,
  embargoed: item.report.embargoed,
  owner: item.organisation ?? item.ownerWords,
  own: item.own,
  dueOn: item.dueOn,
  dueNote: item.dueNote,
  late: item.own && item.status === 'overdue',
  themes: item.themes,
  tag: statusTag(item),
});

export const inspectionCrumbs = () => [
  { text: 'Account', href: urls.account },
  { text: 'Inspections', href: urls.inspections() },
];

export const itemCrumbs = (
  item: { readonly id: string; readonly name: string; readonly report: { readonly slug: string; readonly title: string } },
  self = false,
) => [
  ...inspectionCrumbs(),
  { text: excerpt(item.report.title, 60), href: urls.inspection(item.report.slug) },
  ...(self ? [{ text: item.name, href: urls.recommendation(item.id) }] : []),
];
