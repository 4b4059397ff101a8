/** What is on file: the list of reports, one report, and what a form about one offers. Row security keeps a report under embargo with whoever filed it. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { asService, defineRead } from '../../access/index.ts';
import type { Tx } from '../../register/index.ts';
import { civilDay, type DeadlineState, deadlineState, embargoState, type LocalComparison, localDeadline, statutoryLastDay } from '../rules/index.ts';
import { bodiesOf, type OrganisationChoice, organisationsHere } from './bodies.ts';

export interface InspectionView {
  readonly id: string;
  readonly version: number;
  readonly slug: string;
  readonly title: string;
  readonly kind: string;
  readonly inspectorates: readonly string[];
  readonly publishedOn: string;
  readonly embargoAt: Date | null;
  readonly embargoed: boolean;
  readonly scope: 'one' | 'several' | 'all';
  readonly forces: readonly string[];
  readonly responseNeeded: boolean;
  readonly noResponseReason: string | null;
  readonly link: string | null;
  readonly grade: string | null;
  readonly summary: string;
  readonly localDeadline: string | null;
  readonly organisationId: string;
  readonly organisation: string;
  readonly items: number;
  /** Of section 55; null where no response is needed. */
  readonly deadline: DeadlineState | null;
  /** The local record's date beside the one in law. */
  readonly local: LocalComparison | null;
  /** Civil day on which the response was published. */
  readonly respondedOn: string | null;
}

async function inspections(tx: Tx, at: Date, slug?: string): Promise<InspectionView[]> {
  const rows = await tx
    .selectFrom('inspection as n')
    .innerJoin('organisation as o', 'o.id', 'n.organisationId')
    .selectAll('n')
    .select('o.name as organisation')
    .select((row) => [
      row
        .selectFrom('inspectionItem as i')
        .select((each) => each.fn.countAll<number>().as('n'))
        .whereRef('i.inspectionId', '=', 'n.id')
        .as('items'),
      row
        .selectFrom('response as r')
        .innerJoin('partnership as p', 'p.policingBodyId', 'r.organisationId')
        .select((each) => each.fn.min('r.publishedAt').as('at'))
        .whereRef('r.inspectionId', '=', 'n.id')
        .as('respondedAt'),
    ])
    .$if(slug !== undefined, (query) => query.where('n.slug', '=', slug ?? ''))
    .orderBy('n.publishedOn', 'desc')
    .orderBy('n.title')
    .execute();
  return rows.map((row) => viewOf(row, at));
}

function viewOf(
  row: Omit<InspectionView, 'embargoed' | 'deadline' | 'local' | 'items' | 'respondedOn'> & { items: number | null; respondedAt: Date | null },
  at: Date,
): InspectionView {
  const { respondedAt, ...rest } = row;
  const respondedOn = respondedAt === null ? null : civilDay(respondedAt);
  return {
    ...rest,
    items: row.items ?? 0,
    embargoed: embargoState(row.embargoAt, at) === 'embargoed',
    respondedOn,
    deadline: row.responseNeeded ? deadlineState(statutoryLastDay(row.publishedOn), at, respondedOn) : null,
    local: row.responseNeeded && row.localDeadline !== null ? localDeadline(row.publishedOn, row.localDeadline) : null,
  };
}

export const listInspections = defineRead({
  name: 'inspection.list',
  title: 'See inspections',
  allowed: 'inspection.read',
  shared: 'colleagues',
  input: z.object({}),
  answer: (tx, _input, { at }) => inspections(tx, at),
});

export interface SourceView {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
  readonly createdAt: Date;
}

export const readInspection = defineRead({
  name: 'inspection.read',
  title: 'See a report on file',
  allowed: 'inspection.read',
  input: z.object({ slug: z.string().max(200) }),
  async answer(tx, { slug }, { at }): Promise<InspectionView & { readonly sources: readonly SourceView[] }> {
    const [found] = await inspections(tx, at, slug);
    if (found === undefined) throw noSuchReport();
    const sources = await tx
      .selectFrom('inspectionSource')
      .select(['name', 'text', 'sha256', 'createdAt'])
      .where('inspectionId', '=', found.id)
      .orderBy('createdAt')
      .execute();
    return { ...found, sources: sources.map(({ sha256, ...source }) => ({ ...source, sha256: sha256.toString('hex') })) };
  },
});

/** The same words for a report that is not there and one that is under embargo elsewhere. */
export const noSuchReport = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-report', 'There is no such report', { advice: 'The list of inspections has every report that you may see.' });

export interface FormChoices {
  readonly organisations: readonly OrganisationChoice[];
  readonly policingBody: OrganisationChoice | null;
  readonly force: OrganisationChoice | null;
  readonly forceCode: string;
  readonly themes: readonly string[];
}

/** What the forms of this room offer. */
export const formChoices = defineRead({
  name: 'inspection.choices',
  title: 'See what an inspection form offers',
  allowed: 'inspection.read',
  input: z.object({}),
  async answer(tx): Promise<FormChoices> {
    const [bodies, organisations, items] = [await bodiesOf(tx), await organisationsHere(tx), await tx.selectFrom('inspectionItem').select('themes').execute()];
    return { ...bodies, organisations, themes: [...new Set(items.flatMap((item) => item.themes))].sort() };
  },
});

/** For the service's own round: every report, whoever filed it. */
export const everyReport = (tx: Tx) =>
  asService(tx, () => tx.selectFrom('inspection').select(['id', 'slug', 'title', 'publishedOn', 'embargoAt', 'responseNeeded', 'organisationId']).execute());
