/** A response's content as a document, in either layout. The documents know nothing of the register; this is where the two meet. */
import { type Doc, norfolkLayout, type ResponseDocumentData, type ResponseItem, staffordshireLayout } from '../../documents/index.ts';
import type { ContentItem, ResponseContent } from './content.ts';
import { isOwn, OWNER_WORDS } from '../rules/index.ts';
import { shortTitle } from './titles.ts';

export const LAYOUTS = {
  norfolk: 'Headings and paragraphs (as Norfolk lays it out)',
  staffordshire: 'A table of the record, then the responses (as Staffordshire lays it out)',
} as const;
export type Layout = keyof typeof LAYOUTS;

export interface Around {
  /** `Draft, version 4`, or the edition of what is published. */
  readonly version: string;
  /** Civil date of publication; null while it is a draft. */
  readonly date: string | null;
  readonly sent: ResponseDocumentData['distribution'];
}

/** @param layout the response's own where left out */
export function responseDocument(content: ResponseContent, around: Around, layout: Layout = content.layout): Doc {
  const data = documentData(content, around);
  return layout === 'norfolk' ? norfolkLayout(data) : staffordshireLayout(data);
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

export function documentData(content: ResponseContent, around: Around): ResponseDocumentData {
  const { body, force, report, chief } = content;
  // Lessons stand after what the report recommends.
  const answered = content.items.filter((item) => isOwn(item.owner)).toSorted((a, b) => Number(a.kind === 'lesson') - Number(b.kind === 'lesson'));
  return {
    version: around.version,
    policingBody: { organisation: body.name, title: body.officeTitle, shortTitle: shortTitle(body.officeTitle), holderName: orNull(body.officeHolder) },
    force: {
      name: force.name,
      area: force.area,
      chiefTitle: force.chiefTitle,
      chiefShortTitle: shortTitle(force.chiefTitle),
      chiefName: orNull(force.chiefOfficer),
    },
    report: {
      title: report.title,
      inspectorates: report.inspectorates,
      publishedOn: report.publishedOn,
      publicationTypes: [report.kind],
      scope: report.forces,
      link: report.link === null ? null : { address: report.link, words: null },
      grade: report.grade,
      summary: content.keyFindings,
      recommendationsNote: noteOf(content.items),
    },
    statutoryLastDay: content.deadline.statutory,
    localDeadline: content.deadline.local,
    recommendations: answered.filter((item) => item.kind !== 'area-for-improvement').map(itemOf),
    areasForImprovement: answered.filter((item) => item.kind === 'area-for-improvement').map(itemOf),
    ownedByOthers: content.items
      .filter((item) => !isOwn(item.owner))
      .map(({ number, kind, text, owner, ownerName }) => ({ number, kind, text, owner: orNull(ownerName) ?? OWNER_WORDS[owner] })),
    chiefInvitedBy: chief.replyBy,
    chiefReceivedOn: chief.receivedOn,
    chiefGeneralResponse: orNull(chief.general),
    replyToChief: orNull(chief.reply),
    bodyInitialResponse: orNull(content.initialResponse),
    bodyOverallComments: orNull(content.comments),
    opinion: orNull(content.opinion),
    distribution: around.sent,
    date: around.date,
    marking: 'OFFICIAL',
  };
}

const itemOf = (item: ContentItem): ResponseItem => ({
  number: item.number,
  kind: item.kind,
  text: item.text,
  position: item.position === 'partly' ? 'partly-accepted' : item.position,
  chiefText: orNull(item.chief),
  bodyText: null,
  action: orNull(item.action),
  reason: orNull(item.noActionReason),
});

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const counted = (count: number, one: string): string => `${NUMBERS[count] ?? count} ${count === 1 ? one : `${one}s`}`;

/** How many recommendations there are and whose; that there are none is said, since the law asks for a response all the same. */
function noteOf(items: readonly ContentItem[]): string {
  const recommendations = items.filter((item) => item.kind === 'recommendation');
  const own = recommendations.filter((item) => isOwn(item.owner)).length;
  const lessons = items.filter((item) => item.kind === 'lesson').length;
  const lines: string[] = [];
  if (recommendations.length === 0) lines.push('The report makes no recommendations.');
  else if (own === recommendations.length)
    lines.push(
      `The report makes ${counted(own, 'recommendation')} that are answered here, under the report’s own numbers.`.replace(
        'recommendation that are',
        'recommendation that is',
      ),
    );
  else
    lines.push(
      `The report makes ${counted(recommendations.length, 'recommendation')}, ${NUMBERS[own] ?? own} of which ${own === 1 ? 'is' : 'are'} answered here, under the report’s own numbers.`,
    );
  if (lessons > 0) lines.push(`It has ${counted(lessons, 'lesson')}, which ${lessons === 1 ? 'is' : 'are'} tracked in the same way.`);
  return lines.join(' ');
}
