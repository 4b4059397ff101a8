/**
 * What a policing body may be asked in public: what it has published, what is due, and what was done about each recommendation that is owned here. Only from
 * what is public already: reports that are out, published versions, and whether an item is closed. No plan, no evidence, no name.
 */
import { z } from 'zod';
import { civilDay, defineRead } from '../../access/index.ts';
import type { Tx } from '../../register/index.ts';
import { type DeadlineState, deadlineState, formatDate, inspectorate, isOwn, itemName, statutoryLastDay, STANCE_WORDS } from '../rules/index.ts';
import { allPublished, type PublishedResponse, type PublishedRow } from './published.ts';

export interface DueRow {
  readonly title: string;
  readonly reportPublishedOn: string;
  readonly deadline: DeadlineState;
}

export interface OwnedItem {
  readonly name: string;
  readonly text: string;
  /** Organisation that answers for it. */
  readonly owner: string;
  readonly dueOn: string | null;
  readonly dueNote: string | null;
  readonly state: 'done' | 'open' | 'overdue';
  readonly words: string;
  /** The same without the state itself. */
  readonly detail: string;
  /** The published position, in words; null where none is published. */
  readonly position: string | null;
  readonly action: string;
  readonly noActionReason: string;
}

export interface OwnedReport {
  readonly title: string;
  readonly publishedOn: string;
  readonly inspectorates: readonly string[];
  /** Address of the published response; null while there is none. */
  readonly path: string | null;
  readonly items: readonly OwnedItem[];
}

export interface Accountability {
  readonly asAt: Date;
  readonly body: string | null;
  /** The partnership lets protected figures be seen without signing in. */
  readonly publicPicture: boolean;
  readonly published: readonly PublishedRow[];
  readonly due: readonly DueRow[];
  readonly reports: readonly OwnedReport[];
  readonly counts: { readonly owned: number; readonly done: number; readonly overdue: number };
}

export const readAccountability = defineRead({
  name: 'accountability.read',
  title: 'See what is published for public accountability',
  allowed: 'public.read',
  shared: 'everybody',
  input: z.object({}),
  async answer(tx, _input, { at }): Promise<Accountability> {
    const today = civilDay(at);
    const body = await tx
      .selectFrom('partnership as p')
      .innerJoin('organisation as o', 'o.id', 'p.policingBodyId')
      .select(['o.id', 'o.name', 'o.force', 'p.publicPicture'])
      .executeTakeFirst();
    const published = (await allPublished(tx)).filter((one) => !one.outside);
    const reports = await publicReports(tx, at, today);
    const items = await ownedItems(
      tx,
      reports.map((report) => report.id),
    );
    const owned = reports.flatMap((report): OwnedReport[] => {
      const response = published.find((one) => one.content.report.slug === report.slug);
      const mine = items.filter((item) => item.inspectionId === report.id).map((item) => itemView(item, response, today));
      return mine.length === 0
        ? []
        : [
            {
              title: report.title,
              publishedOn: report.publishedOn,
              inspectorates: report.inspectorates.map((code) => inspectorate(code)?.short ?? code),
              path: response?.path ?? null,
              items: mine,
            },
          ];
    });
    const all = owned.flatMap((report) => report.items);
    const answered = new Set(published.map((one) => one.content.report.slug));
    const about = (report: { readonly scope: string; readonly forces: readonly string[] }): boolean =>
      report.scope === 'all' || (typeof body?.force === 'string' && report.forces.includes(body.force));
    return {
      asAt: at,
      body: body?.name ?? null,
      publicPicture: body?.publicPicture ?? true,
      published: published.map(({ responseId: _id, content: _content, ...row }) => row).sort((a, b) => (a.reportPublishedOn < b.reportPublishedOn ? 1 : -1)),
      due: reports
        .filter((report) => report.responseNeeded && about(report) && !answered.has(report.slug))
        .map((report) => ({
          title: report.title,
          reportPublishedOn: report.publishedOn,
          deadline: deadlineState(statutoryLastDay(report.publishedOn), at),
        })),
      reports: owned,
      counts: {
        owned: all.length,
        done: all.filter((item) => item.state === 'done').length,
        overdue: all.filter((item) => item.state === 'overdue').length,
      },
    };
  },
});

/** Reports that are out, whoever asks: the one who put a report on file sees it before its embargo ends, but not here. */
const publicReports = (tx: Tx, at: Date, today: string) =>
  tx
    .selectFrom('inspection as i')
    .innerJoin('organisation as o', 'o.id', 'i.organisationId')
    .select(['i.id', 'i.slug', 'i.title', 'i.publishedOn', 'i.responseNeeded', 'i.scope', 'i.forces', 'i.inspectorates'])
    .where('i.publishedOn', '<=', today)
    .where((eb) => eb.or([eb('i.embargoAt', 'is', null), eb('i.embargoAt', '<=', at)]))
    .where('o.outside', '=', false)
    .orderBy('i.publishedOn', 'desc')
    .orderBy('i.title')
    .execute();

async function ownedItems(tx: Tx, inspectionIds: readonly string[]) {
  if (inspectionIds.length === 0) return [];
  const rows = await tx
    .selectFrom('inspectionItem as i')
    .leftJoin('organisation as o', 'o.id', 'i.organisationId')
    .select([
      'i.inspectionId',
      'i.kind',
      'i.number',
      'i.text',
      'i.owner',
      'i.dueOn',
      'i.dueNote',
      'i.closedOn',
      'i.closureRoute',
      'o.name as ownerOrganisation',
    ])
    .where('i.inspectionId', 'in', [...inspectionIds])
    .orderBy('i.position')
    .execute();
  return rows.filter((row) => isOwn(row.owner));
}

const ROUTES = {
  'inspectorate-verified': 'verified by the inspectorate',
  'chief-officer': 'signed off by the chief officer',
  'policing-body': 'closed by the policing body',
} as const;

function itemView(item: Awaited<ReturnType<typeof ownedItems>>[number], response: PublishedResponse | undefined, today: string): OwnedItem {
  const said = response?.content.items.find((one) => one.kind === item.kind && one.number === item.number && one.text === item.text);
  const state = item.closedOn !== null ? 'done' : item.dueOn !== null && item.dueOn < today ? 'overdue' : 'open';
  return {
    name: itemName({ kind: item.kind, number: item.number === '' ? null : item.number }),
    text: item.text,
    owner: item.ownerOrganisation ?? (item.owner === 'own-force' ? 'The police force' : 'The local policing body'),
    dueOn: item.dueOn,
    dueNote: item.dueNote,
    state,
    words: `${STATE_WORDS[state]}: ${detailOf(item, state)}`,
    detail: detailOf(item, state),
    position: said === undefined || said.position === null ? null : STANCE_WORDS[said.position],
    action: said?.action ?? '',
    noActionReason: said?.noActionReason ?? '',
  };
}

// What is closed is done. How far the rest is is not public, so it is not said to be undone.
const STATE_WORDS = { done: 'Done', overdue: 'Overdue', open: 'Not closed yet' } as const;

function detailOf(
  item: { readonly closedOn: string | null; readonly closureRoute: keyof typeof ROUTES | null; readonly dueOn: string | null },
  state: OwnedItem['state'],
): string {
  if (item.closedOn !== null) return `closed on ${formatDate(item.closedOn)}${item.closureRoute === null ? '' : `, ${ROUTES[item.closureRoute]}`}`;
  if (item.dueOn === null) return 'the report sets no date';
  return `${state === 'overdue' ? 'it was due' : 'due'} on ${formatDate(item.dueOn)}`;
}
