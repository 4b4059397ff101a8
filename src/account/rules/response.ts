/** Whether a response has what section 55 of the Police Act 1996 asks of it. */
import { formatDate } from './dates.ts';
import { type ItemKind, isOwn, itemName, type Owner } from './items.ts';

export const STANCES = ['accepted', 'partly', 'not-accepted'] as const;
export type Stance = (typeof STANCES)[number];

export const STANCE_WORDS: Readonly<Record<Stance, string>> = { accepted: 'Accepted', partly: 'Partly accepted', 'not-accepted': 'Not accepted' };

/** What the policing body says to one item. */
export interface Position {
  readonly itemId: string;
  readonly stance: Stance | null;
  /** Action taken or proposed. */
  readonly action: string;
  /** Why no action has been or will be taken. */
  readonly noActionReason: string;
}

export interface ResponseDraft {
  /** The policing body's comments on the report as a whole. */
  readonly comments: string;
  /** The day on which the chief officer was invited to comment, and by when: section 55(4). */
  readonly invitedOn: string | null;
  readonly commentsBy: string | null;
  readonly chiefComments: string;
  /** The day on which it was recorded that no comments had come. */
  readonly notReceivedOn: string | null;
  readonly positions: readonly Position[];
}

export interface ItemForResponse {
  readonly id: string;
  readonly kind: ItemKind;
  readonly number: string | null;
  readonly owner: Owner;
}

export interface Gap {
  /** The field that the gap is in: `comments`, `commentsBy`, `positions.<item id>.stance`. */
  readonly field: string;
  readonly words: string;
  /** The rule that asks for it. */
  readonly rule: string;
  /** A response with required gaps cannot be approved; an advised one is the body's choice. */
  readonly required: boolean;
}

const S55_4 = 'Police Act 1996 section 55(4)';
const S55_5B = 'Police Act 1996 section 55(5B)';
const S55_5A = 'Police Act 1996 section 55(5A)';

/**
 * What is missing, in plain words; empty when the response is complete. Items that others own are tracked and need no answer here.
 * @param statutoryLast civil date of {@link ./deadline.ts}'s last day
 */
export function responseGaps(response: ResponseDraft, items: readonly ItemForResponse[], statutoryLast: string): readonly Gap[] {
  return [...commentGaps(response), ...chiefGaps(response, statutoryLast), ...items.flatMap((item) => positionGaps(item, response.positions))];
}

const blank = (text: string): boolean => text.trim() === '';
const gap = (field: string, words: string, rule: string, required = true): Gap => ({ field, words, rule, required });

function commentGaps({ comments }: ResponseDraft): Gap[] {
  return blank(comments) ? [gap('comments', "Enter the policing body's comments on the report", S55_5A)] : [];
}

function chiefGaps(response: ResponseDraft, statutoryLast: string): Gap[] {
  const { invitedOn, commentsBy, notReceivedOn } = response;
  const gaps: Gap[] = [];
  if (invitedOn === null) gaps.push(gap('invitedOn', 'Enter the date on which the chief officer was invited to comment', S55_4));
  if (commentsBy === null) gaps.push(gap('commentsBy', 'Enter the date by which the chief officer was asked to comment', S55_4));
  if (invitedOn !== null && commentsBy !== null && commentsBy < invitedOn) {
    gaps.push(gap('commentsBy', 'The date for comments must be on or after the date of the invitation', S55_4));
  }
  if (commentsBy !== null && commentsBy > statutoryLast) {
    gaps.push(
      gap(
        'commentsBy',
        `The chief officer has until after ${formatDate(statutoryLast)}, the last day on which the response can be published in time`,
        S55_5A,
        false,
      ),
    );
  }
  if (!blank(response.chiefComments)) return gaps;
  if (notReceivedOn === null) {
    gaps.push(gap('chiefComments', "Enter the chief officer's comments, or record that none were received by the date set", S55_4));
  } else if (commentsBy !== null && notReceivedOn <= commentsBy) {
    gaps.push(
      gap('notReceivedOn', `The chief officer has until the end of ${formatDate(commentsBy)}: that no comments came can be recorded from the day after`, S55_4),
    );
  }
  return gaps;
}

function positionGaps(item: ItemForResponse, positions: readonly Position[]): Gap[] {
  if (!isOwn(item.owner) || item.kind === 'lesson') return [];
  // Section 55(5B) speaks of recommendations; an answer to an area for improvement or a cause of concern is good practice.
  const required = item.kind === 'recommendation';
  const rule = required ? S55_5B : 'Good practice: the record of an inspection has a place for it';
  const position = positions.find((one) => one.itemId === item.id);
  const field = (name: string): string => `positions.${item.id}.${name}`;
  const name = itemName(item);
  const gaps: Gap[] = [];
  if (position === undefined || position.stance === null) {
    gaps.push(gap(field('stance'), `${name}: say whether it is accepted, partly accepted or not accepted`, rule, required));
  }
  if (position === undefined || (blank(position.action) && blank(position.noActionReason))) {
    gaps.push(gap(field('action'), `${name}: enter the action taken or proposed, or why there is none`, rule, required));
  }
  return gaps;
}
