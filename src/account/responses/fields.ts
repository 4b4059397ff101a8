/** A response's content as named texts, to say which of them differ between two versions. */
import { type Fields, formatDate, itemName, STANCE_WORDS } from '../rules/index.ts';
import type { ResponseContent } from './content.ts';

const day = (date: string | null): string | null => (date === null ? null : formatDate(date));
const orNull = (text: string): string | null => (text === '' ? null : text);

/** Keys are the words that a page shows. */
export function contentFields(content: ResponseContent): Fields {
  const { body, force, report, chief } = content;
  const fields: Record<string, string | null> = {
    'Title of the report': report.title,
    Inspectorates: report.inspectorates.join(', '),
    'Kind of report': report.kind,
    'Report published on': day(report.publishedOn),
    'Police forces': report.forces,
    'Link to the report': report.link,
    Grade: report.grade,
    'Date in the local record': day(content.deadline.local),
    'Policing body': body.name,
    'Title of the office holder': body.officeTitle,
    'Name of the office holder': orNull(body.officeHolder),
    Force: force.name,
    'Title of the chief officer': force.chiefTitle,
    'Name of the chief officer': orNull(force.chiefOfficer),
    Layout: content.layout === 'norfolk' ? 'Headings and paragraphs' : 'A table of the record',
    'Key findings of the report': orNull(content.keyFindings),
    'Initial response': orNull(content.initialResponse),
    'Chief officer invited on': day(chief.invitedOn),
    'Chief officer asked to comment by': day(chief.replyBy),
    'Comments received on': day(chief.receivedOn),
    'Recorded that no comments came on': day(chief.notReceivedOn),
    'Chief officer’s comments': orNull(chief.general),
  };
  content.items.forEach((item, index) => {
    const name = item.number === '' ? `${itemName({ kind: item.kind, number: null })} (${index + 1} in the report’s order)` : itemName(item);
    fields[`${name}: the report’s words`] = item.text;
    fields[`${name}: chief officer’s comment`] = orNull(item.chief);
    fields[`${name}: position`] = item.position === null ? null : STANCE_WORDS[item.position];
    fields[`${name}: action taken or proposed`] = orNull(item.action);
    fields[`${name}: why no action`] = orNull(item.noActionReason);
  });
  fields['Reply to the chief officer’s comments'] = orNull(chief.reply);
  fields['Overall comments'] = orNull(content.comments);
  fields['Opinion of the report'] = orNull(content.opinion);
  return fields;
}
