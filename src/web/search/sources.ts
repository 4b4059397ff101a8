/**
 * What the search looks through, for somebody: pages, measures, methods, and what the register lets them read. Each kind is asked of the very read that its own
 * page asks, so nobody finds what they could not open.
 */
import { can, type PolicyKey } from '../../access/index.ts';
import { listAgreements } from '../../access/agreements/index.ts';
import { listCases } from '../../access/cases/index.ts';
import { directory } from '../../access/contacts/index.ts';
import { listPanels } from '../../access/meetings/index.ts';
import { listProducts } from '../../access/products/index.ts';
import { listInspections } from '../../account/inspections/index.ts';
import { listItems } from '../../account/items/index.ts';
import { listPublished } from '../../account/responses/index.ts';
import type { Acting, Who } from '../../register/index.ts';
import { listContracts } from '../../warehouse/door/index.ts';
import { measures } from '../../warehouse/index.ts';
import type { WebContext } from '../context.ts';
import { roomPages } from '../render.ts';
import { urls } from '../urls.ts';
import type { Entry, Group } from './match.ts';

interface Source {
  readonly title: string;
  readonly key: PolicyKey;
  readonly entries: (acting: Acting, who: Who) => Promise<readonly Entry[]>;
}

const REGISTER: readonly Source[] = [
  {
    title: 'Organisations and their contacts',
    key: 'directory.read',
    entries: async (acting, who) =>
      (await acting.read(directory, {}, who)).map(({ id, name, shortName, area, contact }) => ({
        title: name,
        href: urls.organisation(id),
        words: [contact?.name, contact?.post, contact?.deputyName, shortName, area].filter((each) => each).join(', '),
      })),
  },
  {
    title: 'Recommendations',
    key: 'inspection.read',
    entries: async (acting, who) =>
      (await acting.read(listItems, {}, who)).map(({ id, name, text, report, themes }) => ({
        title: `${name ?? ''} of ${report?.title ?? 'a report'}`,
        href: urls.recommendation(id),
        words: [text, ...(themes ?? [])].join(' · '),
      })),
  },
  {
    title: 'Inspections',
    key: 'inspection.read',
    entries: async (acting, who) =>
      (await acting.read(listInspections, {}, who)).map(({ slug, title, summary }) => ({ title, href: urls.inspection(slug), words: summary })),
  },
  {
    title: 'Published responses',
    key: 'public.read',
    entries: async (acting, who) =>
      (await acting.read(listPublished, {}, who)).map(({ title, path, body }) => ({ title: `Response to “${title}”`, href: path, words: body })),
  },
  {
    title: 'Panels',
    key: 'meeting.read',
    entries: async (acting, who) =>
      (await acting.read(listPanels, {}, who)).map(({ id, name, purpose }) => ({ title: name, href: urls.panel(id), words: purpose })),
  },
  {
    title: 'Products',
    key: 'partnership.read',
    entries: async (acting, who) => (await acting.read(listProducts, {}, who)).map(({ id, title, note }) => ({ title, href: urls.product(id), words: note })),
  },
  {
    title: 'Sharing agreements',
    key: 'agreement.read',
    entries: async (acting, who) =>
      (await acting.read(listAgreements, {}, who)).map(({ id, reference, title, purpose }) => ({
        title: `${reference ?? ''}: ${title ?? ''}`,
        href: urls.agreement(id ?? ''),
        words: purpose ?? '',
      })),
  },
];

export const CASES_TITLE = 'Cases at panels';

/** A case is found by its reference; a look at cases is on record, so they are asked for only where it may be one. */
const CASES: Source = {
  title: CASES_TITLE,
  key: 'case.read',
  entries: async (acting, who) =>
    (await acting.read(listCases, {}, who)).flatMap(({ id, reference, panel }) =>
      reference === null ? [] : [{ title: reference, href: urls.case(id), words: panel }],
    ),
};

/** In the order in which groups of one rank are shown. */
export async function groupsFor(context: WebContext, who: Who, query: string): Promise<Group[]> {
  const { acting } = context;
  const may = (key: PolicyKey): boolean => can(who, key);
  const asked = acting === null ? [] : [...REGISTER, ...(/\d/.test(query) ? [CASES] : [])].filter((source) => may(source.key));
  const found = await Promise.all(asked.map(async ({ title, entries }) => ({ title, entries: acting === null ? [] : await entries(acting, who) })));
  return [{ title: 'Pages', entries: roomPages(may) }, ...found, ...(await figures(context, who))];
}

async function figures(context: WebContext, who: Who): Promise<Group[]> {
  const { firstSentence, METHODS } = await import('../../methods/index.ts');
  return [
    {
      title: 'Measures',
      entries: measures().map(({ id, title, definition }) => ({ title, href: urls.measure(id), words: definition })),
    },
    {
      title: 'Datasets',
      entries: context.showsPicture(who) ? listContracts().map(({ id, title, grain }) => ({ title, href: urls.dataset(id), words: grain })) : [],
    },
    {
      title: 'Methods',
      entries: METHODS.map(({ name, title, answers }) => ({ title, href: urls.method(name), words: firstSentence(answers) })),
    },
  ];
}
