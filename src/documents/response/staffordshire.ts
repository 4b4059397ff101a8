import { type Block, type Doc, document, heading, paragraph } from '../model.ts';
import type { ResponseDocumentData } from './data.ts';
import {
  bodyItemBlocks,
  cell,
  chiefBlocks,
  dayCell,
  deadlineCell,
  details,
  distributionBlock,
  itemCell,
  joined,
  linkCell,
  metaOf,
  NO_AREAS,
  NO_RECOMMENDATIONS,
  opinionBlocks,
  othersCell,
} from './parts.ts';

/**
 * The response as Staffordshire lays it out: a record of the inspection in one table, the local policing body's initial response, the chief officer's, and the
 * overall comments. What the form has no row for, and the law asks for, follows as the record of publication.
 */
export function staffordshireLayout(data: ResponseDocumentData): Doc {
  const { policingBody: body, force, report } = data;
  return document(`${body.shortTitle} and ${force.chiefShortTitle} force inspection response record`, metaOf(data), [
    details('Record of the inspection', 'The force, its office-holders, the inspection and what it found', [
      ['Version', cell(data.version)],
      ['Force', cell(force.area)],
      [body.title, cell(body.holderName)],
      [force.chiefTitle, cell(force.chiefName)],
      ['Title of inspection', cell(report.title)],
      ['Inspectorate', cell(report.inspectorates.join('\n'))],
      ['Summary of inspection', cell(report.summary)],
      ['Grade', cell(report.grade)],
      ['Recommendations', [...cell(report.recommendationsNote), ...itemCell(data.recommendations, NO_RECOMMENDATIONS), ...othersCell(data.ownedByOthers)]],
      ['Areas for improvement', itemCell(data.areasForImprovement, NO_AREAS)],
    ]),
    heading(1, `${body.title}’s initial response`),
    ...orNone(cell(data.bodyInitialResponse)),
    heading(1, `${force.chiefTitle}’s response`),
    ...chiefBlocks(data, false),
    heading(1, `${body.title}’s overall comments`),
    ...orNone([...cell(data.bodyOverallComments), ...bodyItemBlocks(data), ...opinionBlocks(data)]),
    heading(1, 'Record of publication'),
    details('Publication and deadline', 'When the report was published, which forces it is about and when a response is due', [
      ['Published on', dayCell(report.publishedOn)],
      ['Publication types', cell(joined(report.publicationTypes))],
      ['Police forces', cell(report.scope)],
      ['Link to report', linkCell(data)],
      ['Section 55 response deadline', deadlineCell(data)],
      [`${force.chiefTitle} invited to comment by`, dayCell(data.chiefInvitedBy)],
      [`${force.chiefTitle}’s comments received on`, dayCell(data.chiefReceivedOn)],
    ]),
    heading(2, 'Distribution'),
    distributionBlock(data),
  ]);
}

const orNone = (blocks: readonly Block[]): readonly Block[] => (blocks.length > 0 ? blocks : [paragraph('Nothing has been entered.')]);
