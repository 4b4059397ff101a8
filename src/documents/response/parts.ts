import { type Block, bold, type Cell, type Details, type DocumentMeta, heading, link, note, type Paragraph, paragraph, type TickList } from '../model.ts';
import { paragraphs } from '../prose.ts';
import type { OthersItem, ResponseDocumentData, ResponseItem, ResponseItemKind, ResponsePosition } from './data.ts';

const KINDS: Record<ResponseItemKind, string> = {
  recommendation: 'Recommendation',
  'cause-of-concern': 'Cause of concern',
  'area-for-improvement': 'Area for improvement',
  lesson: 'Lesson',
};

const POSITIONS: Record<ResponsePosition, string> = { accepted: 'Accepted', 'partly-accepted': 'Partly accepted', 'not-accepted': 'Not accepted' };

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "8 March 2023". */
export const dayWords = (iso: string): string => DAY.format(new Date(`${iso}T00:00:00Z`));

export const itemName = (item: { readonly kind: ResponseItemKind; readonly number: string }): string => `${KINDS[item.kind]} ${item.number}`;

/** Words in a cell; none leave it empty. */
export const cell = (text: string | null): Cell => (text === null ? [] : paragraphs(text));

export const dayCell = (iso: string | null): Cell => (iso === null ? [] : [paragraph(dayWords(iso))]);

export const linkCell = ({ report }: ResponseDocumentData): Cell =>
  report.link === null ? [] : [paragraph(link(report.link.words ?? report.link.address, report.link.address))];

/** The statute's last day first; the local record's beside it where that differs. */
export function deadlineCell(data: ResponseDocumentData): Cell {
  const local = data.localDeadline;
  if (local === null || local === data.statutoryLastDay) return dayCell(data.statutoryLastDay);
  const late = local > data.statutoryLastDay ? ', which is after the last day' : '';
  return [paragraph(dayWords(data.statutoryLastDay)), paragraph(`Date in the local record: ${dayWords(local)}${late}`)];
}

/** The items of one kind as a report lists them, or the words that there are none. */
export function itemBlocks(items: readonly ResponseItem[], none: string): Block[] {
  if (items.length === 0) return [paragraph(none)];
  return items.flatMap((item): Block[] => [heading(2, itemName(item)), ...paragraphs(item.text)]);
}

/** The same in a cell of a table, where a heading has no place. */
export function itemCell(items: readonly ResponseItem[], none: string): Cell {
  if (items.length === 0) return [paragraph(none)];
  return items.flatMap((item) => [paragraph(bold(itemName(item))), ...paragraphs(item.text)]);
}

export const NO_RECOMMENDATIONS = 'There are no recommendations.';
export const NO_AREAS = 'There are no areas for improvement.';

/** Items that others have to act on, with who: tracked, and not answered. */
export function othersCell(items: readonly OthersItem[]): Cell {
  return items.flatMap((item) => [paragraph(bold(`${itemName(item)} (${item.owner}, tracked only)`)), ...paragraphs(item.text)]);
}

export function othersBlocks(items: readonly OthersItem[]): Block[] {
  return items.length === 0 ? [] : [heading(2, 'Owned by others'), ...othersCell(items)];
}

/** The chief officer's comments: when they were asked for, in general, and on each item. */
export function chiefBlocks(data: ResponseDocumentData, repeatText: boolean): Block[] {
  const answered = allItems(data).filter((item) => item.chiefText !== null);
  const title = data.force.chiefTitle;
  const said: Block[] = [
    ...cell(data.chiefGeneralResponse),
    ...answered.flatMap((item): Block[] => [heading(2, itemName(item)), ...(repeatText ? [note(...paragraphs(item.text))] : []), ...cell(item.chiefText)]),
  ];
  const reply = cell(data.replyToChief ?? null);
  const replied: Block[] = reply.length > 0 ? [heading(2, `The ${data.policingBody.shortTitle}’s reply to these comments`), ...reply] : [];
  return [...(said.length > 0 ? said : [paragraph(`The ${title} has made no comments.`)]), ...replied];
}

/** What the local policing body says on each item: its position, the action or the reason for none (section 55(5B)), and its comments. */
export function bodyItemBlocks(data: ResponseDocumentData): Block[] {
  return allItems(data)
    .filter(isAnswered)
    .flatMap((item): Block[] => [heading(2, itemName(item)), ...positionBlocks(item), ...cell(item.bodyText)]);
}

/** A lesson asks for no position, so one on which nothing is said is not listed again. */
const isAnswered = (item: ResponseItem): boolean =>
  item.kind !== 'lesson' || [item.position, item.action, item.reason, item.bodyText].some((each) => each !== null);

function positionBlocks(item: ResponseItem): Block[] {
  const position = paragraph(bold('Position: '), item.position === null ? 'not entered' : POSITIONS[item.position]);
  return [position, ...labelled('Action taken or proposed', item.action), ...labelled('Why no action is taken', item.reason)];
}

/** A label, and beside it the words, or under it where they are more than a paragraph. */
function labelled(label: string, text: string | null): Block[] {
  if (text === null) return [];
  const [first, ...rest] = paragraphs(text);
  if (first?.kind !== 'paragraph') return [paragraph(bold(`${label}:`)), ...paragraphs(text)];
  return [paragraph(bold(`${label}: `), ...first.runs), ...rest];
}

export function opinionBlocks(data: ResponseDocumentData): Block[] {
  if (data.opinion === null) return [];
  return [heading(2, `The ${data.policingBody.shortTitle}’s own view of the report`), ...paragraphs(data.opinion)];
}

/** To whom the response went and when, or that nothing is recorded. */
export function distributionBlock(data: ResponseDocumentData): TickList | Paragraph {
  if (data.distribution.length === 0) return paragraph('No distribution has been recorded.');
  return { kind: 'ticks', items: data.distribution.map(({ label, done, on }) => ({ label, done, ...(on === null ? {} : { detail: dayWords(on) }) })) };
}

export function details(caption: string, description: string, rows: readonly (readonly [key: string, value: Cell])[]): Details {
  return { kind: 'details', caption, description, rows: rows.map(([key, value]) => ({ key, value })) };
}

export function metaOf(data: ResponseDocumentData): DocumentMeta {
  return {
    organisation: data.policingBody.organisation,
    subject: `Response under section 55 of the Police Act 1996 to: ${data.report.title}`,
    date: data.date,
    marking: data.marking,
  };
}

export const joined = (words: readonly string[]): string => new Intl.ListFormat('en-GB').format(words);

const allItems = (data: ResponseDocumentData): readonly ResponseItem[] => [...data.recommendations, ...data.areasForImprovement];
