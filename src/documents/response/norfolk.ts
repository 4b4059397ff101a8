import { type Block, type Doc, document, heading, paragraph } from '../model.ts';
import type { ResponseDocumentData } from './data.ts';
import {
  bodyItemBlocks,
  cell,
  chiefBlocks,
  dayCell,
  dayWords,
  deadlineCell,
  details,
  distributionBlock,
  itemBlocks,
  joined,
  linkCell,
  metaOf,
  NO_AREAS,
  NO_RECOMMENDATIONS,
  opinionBlocks,
  othersBlocks,
} from './parts.ts';

/**
 * The response as Norfolk lays it out: the law, the report's details, key findings, recommendations under their own numbers, the chief officer's response, the
 * local policing body's, and the list for the office. What Norfolk's own form has no row for stands with that list.
 */
export function norfolkLayout(data: ResponseDocumentData): Doc {
  const { policingBody: body, force, report } = data;
  const title = `${force.area} ${body.title} (${body.shortTitle}) response to inspections of ${force.name} published by ${joined(report.inspectorates)}`;
  return document(title, metaOf(data), [
    ...lawBlocks(data),
    details('Details of the inspection', 'What was inspected, when the report was published and when a response is due', [
      ['Inspection title', cell(report.title)],
      ['Published on', dayCell(report.publishedOn)],
      ['Publication types', cell(joined(report.publicationTypes))],
      ['Police forces', cell(report.scope)],
      ['Link to report', linkCell(data)],
      ['Section 55 response deadline', deadlineCell(data)],
    ]),
    heading(1, 'Key findings'),
    ...(report.summary === '' ? [paragraph('No key findings have been entered.')] : cell(report.summary)),
    heading(1, 'Recommendations'),
    ...cell(report.recommendationsNote),
    ...itemBlocks(data.recommendations, NO_RECOMMENDATIONS),
    ...othersBlocks(data.ownedByOthers),
    heading(1, 'Areas for improvement'),
    ...itemBlocks(data.areasForImprovement, NO_AREAS),
    heading(1, `${force.chiefTitle} response to report and any recommendations`),
    ...chiefBlocks(data, true),
    heading(1, `${body.shortTitle} response to report and any recommendations`),
    ...bodyBlocks(data),
    heading(1, 'For office use only'),
    distributionBlock(data),
    details('Record of the response', 'The version, the office-holders and when the comments were asked for', [
      ['Version', cell(data.version)],
      [body.title, cell(body.holderName)],
      [force.chiefTitle, cell(force.chiefName)],
      ['Grade', cell(report.grade)],
      [`${force.chiefTitle} invited to comment by`, dayCell(data.chiefInvitedBy)],
      [`${force.chiefTitle}’s comments received on`, dayCell(data.chiefReceivedOn)],
    ]),
  ]);
}

function lawBlocks(data: ResponseDocumentData): Block[] {
  return [
    paragraph(
      `Under section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017) a local policing body publishes its comments on a report about its force, together with those of the ${data.force.chiefTitle}, before the end of the 56 days that begin with the day of the report’s publication. It says for each recommendation what action it has taken or proposes to take, or why it takes none.`,
    ),
    paragraph(`The last day for this report is ${dayWords(data.statutoryLastDay)}.`),
  ];
}

function bodyBlocks(data: ResponseDocumentData): Block[] {
  const blocks = [...cell(data.bodyInitialResponse), ...bodyItemBlocks(data), ...overall(data), ...opinionBlocks(data)];
  return blocks.length > 0 ? blocks : [paragraph('No response has been entered.')];
}

/** After items with headings of their own, the comments on the whole need one, or they would read as part of the last item. */
function overall(data: ResponseDocumentData): Block[] {
  const comments = cell(data.bodyOverallComments);
  const afterItems = data.recommendations.length + data.areasForImprovement.length > 0;
  return comments.length > 0 && afterItems ? [heading(2, 'Overall comments'), ...comments] : [...comments];
}
