/** The public accountability pack: what the public page says, as a document to take to a public meeting. The same data, so it holds nothing that is not public. */
import { type Block, type Doc, document, heading, link, paragraph, paragraphs, type Table } from '../../documents/index.ts';
import { civilDay, formatDate } from '../rules/index.ts';
import type { Accountability, OwnedItem } from './accountability.ts';

/** A figure of the pack, protected before it came here. */
export interface PackFigure {
  readonly title: string;
  readonly finding: string;
  /** Measure, period and source. */
  readonly basis: string;
}

/** Said instead of a rate of correct use, on the page as in the pack. */
export const CORRECTNESS = 'Correctness: no audit of how outcomes were used is held, so no rate of correct use is shown.';

/** @param origin of the service, so that addresses in the document lead somewhere; such as `https://example.org` */
export function accountabilityPack(data: Accountability, figures: readonly PackFigure[], origin: string): Doc {
  const asAt = civilDay(data.asAt);
  const body = data.body ?? 'Local policing body';
  return document(
    `Public accountability pack: ${body}`,
    { organisation: body, subject: 'Published responses, recommendations and what was done', date: asAt, marking: 'OFFICIAL' },
    [
      paragraph(`As at ${formatDate(asAt)}. Everything here is published already.`),
      heading(1, 'Recommendations owned here'),
      paragraph(
        `${data.counts.done} of ${data.counts.owned} closed, ${data.counts.overdue} overdue. One is closed when its evidence has been looked at and signed off, or verified by the inspectorate. Work may be done before that: this pack says only what is closed.`,
      ),
      ...data.reports.flatMap((report): Block[] => [
        heading(2, report.title),
        paragraph(`Published on ${formatDate(report.publishedOn)}.`),
        ...report.items.flatMap(itemBlocks),
      ]),
      ...(data.reports.length === 0 ? [paragraph('No recommendation is on file.')] : []),
      heading(1, 'Responses published'),
      ...(data.published.length === 0 ? [paragraph('No response has been published yet.')] : [publishedTable(data, origin)]),
      heading(1, 'Responses that are due'),
      ...(data.due.length === 0
        ? [paragraph('None.')]
        : data.due.map((row) => paragraph(`${row.title}: due by ${formatDate(row.deadline.lastDay)}. ${row.deadline.words}.`))),
      heading(1, 'Outcome 22 and other outcomes'),
      ...(data.publicPicture
        ? figures.length === 0
          ? [paragraph('No outcome data are held.')]
          : []
        : [paragraph('The partnership has not made its figures public.')]),
      ...figures.flatMap((figure): Block[] => [heading(2, figure.title), paragraph(figure.finding), paragraph(figure.basis)]),
      paragraph(CORRECTNESS),
    ],
  );
}

function itemBlocks(item: OwnedItem): Block[] {
  return [
    heading(3, item.name),
    ...paragraphs(item.text),
    paragraph(`${item.words}. Owned by ${item.owner}.${item.position === null ? '' : ` Position: ${item.position}.`}`),
    ...(item.action === '' ? [] : [paragraph('Action taken or proposed:'), ...paragraphs(item.action)]),
    ...(item.noActionReason === '' ? [] : [paragraph('Why no action is taken:'), ...paragraphs(item.noActionReason)]),
  ];
}

function publishedTable(data: Accountability, origin: string): Table {
  const cell = (text: string) => [paragraph(text)];
  return {
    kind: 'table',
    // Not the heading's words over again, which a screen reader would say twice.
    caption: 'Each response, and where it can be read',
    description: 'Each response with the report that it answers and the day on which it was published',
    header: 'row',
    rows: [
      [cell('Report'), cell('Published'), cell('Address')],
      ...data.published.map((row) => [
        cell(row.title),
        cell(`${formatDate(civilDay(row.publishedAt))}, ${lateWords(row.lateBy)}`),
        [paragraph(link(`${origin}${row.path}`, `${origin}${row.path}`))],
      ]),
    ],
  };
}

/** `in time`, or how many days after the statutory last day. */
export const lateWords = (days: number): string => (days === 0 ? 'in time' : `${days} ${days === 1 ? 'day' : 'days'} after the statutory last day`);
