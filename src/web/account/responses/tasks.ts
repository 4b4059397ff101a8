/** A response as a task list: what has to be done, each with its state in words and the page where it is done. Pure. */
import type { OneResponse } from '../../../account/responses/index.ts';
import { isOwn, itemName, STANCE_WORDS } from '../../../account/rules/index.ts';
import { urls } from '../../urls.ts';
import { day } from '../../words.ts';

export interface TaskRow {
  readonly title: string;
  readonly hint?: string;
  /** Null where it cannot be done now, or not by this person. */
  readonly href: string | null;
  readonly state: string;
  readonly kind: 'done' | 'todo' | 'cannot' | 'optional';
}

export interface TaskGroup {
  readonly title: string;
  readonly rows: readonly TaskRow[];
}

export interface May {
  readonly draft: boolean;
  readonly approve: boolean;
  readonly publish: boolean;
  readonly distribute: boolean;
}

export function taskGroups(one: OneResponse, may: May): TaskGroup[] {
  const { content, id, state } = one;
  const writes = may.draft && state === 'draft';
  const page = (...parts: string[]): string | null => (writes ? urls.responsePage(id, ...parts) : null);
  const text = (title: string, section: string, value: string, needed: boolean, hint?: string): TaskRow => ({
    title,
    ...(hint === undefined ? {} : { hint }),
    href: page('write', section),
    ...(value.trim() !== '' ? ({ state: 'Written', kind: 'done' } as const) : needed ? ({ state: 'Not written yet', kind: 'todo' } as const) : optional(one)),
  });
  return [
    {
      title: 'The report',
      rows: [
        {
          title: 'Layout and names',
          href: page('names'),
          ...(content.body.officeHolder !== '' && content.force.chiefOfficer !== ''
            ? ({ state: 'Filled in', kind: 'done' } as const)
            : state === 'draft'
              ? ({ state: 'Names can be added', kind: 'optional' } as const)
              : ({ state: 'No names given', kind: 'optional' } as const)),
        },
        text('Key findings of the report', 'key-findings', content.keyFindings, false, 'What the report is about and what it found'),
      ],
    },
    { title: 'The chief officer’s comments', rows: chiefRows(one, page) },
    {
      title: 'The policing body’s response',
      rows: [
        text('Initial response', 'initial-response', content.initialResponse, false),
        ...one.items.flatMap((item): TaskRow[] => (isOwn(item.owner) ? [itemRow(one, item, page('items', item.id))] : [])),
        text('Overall comments', 'comments', content.comments, true, 'The comments that section 55 asks for'),
        text('Opinion of the report', 'opinion', content.opinion, false, 'Kept apart from the report’s own words'),
      ],
    },
    { title: 'Check, approve and publish', rows: lastRows(one, may) },
  ];
}

/** What may be left out: an offer while it can be written, and said not to be there afterwards. */
const optional = ({ state }: OneResponse): Pick<TaskRow, 'state' | 'kind'> => ({ state: state === 'draft' ? 'Optional' : 'None', kind: 'optional' });

/** What comes next, and who does it; null where nothing does. */
export function nextWords(one: OneResponse, may: May): string | null {
  const missing = one.gaps.filter((gap) => gap.required).length;
  if (one.state === 'draft')
    return missing > 0
      ? 'Next: fill in what is marked in blue below, then check the answers and submit.'
      : 'Next: check the answers and submit them for approval.';
  if (one.state === 'review')
    return may.approve && one.approval.allowed
      ? 'Next: you can approve it or return it.'
      : 'Next: somebody who has written none of it approves it or returns it. Until then nobody can change it.';
  if (one.state === 'approved') return may.publish ? 'Next: publish it.' : 'Next: the policing body publishes it.';
  if (one.distribution !== null && !one.distribution.complete) return 'Next: record who it was sent to.';
  return null;
}

function chiefRows(one: OneResponse, page: (...parts: string[]) => string | null): TaskRow[] {
  const { id } = one;
  const { chief } = one.content;
  const invited = chief.replyBy !== null;
  const came = chief.receivedOn !== null ? 'done' : chief.notReceivedOn !== null ? 'done' : invited ? 'todo' : 'cannot';
  return [
    {
      title: 'Invite the chief officer to comment',
      href: page('invite'),
      state: chief.replyBy === null ? 'Not invited yet' : `Asked to comment by ${day(chief.replyBy)}`,
      kind: invited ? 'done' : 'todo',
    },
    {
      title: 'Comments from the force',
      href: invited ? urls.responsePage(id, 'comments') : null,
      state:
        chief.receivedOn !== null
          ? `Received on ${day(chief.receivedOn)}`
          : chief.notReceivedOn !== null
            ? 'None came, recorded'
            : invited
              ? 'Waiting for the force'
              : 'After the invitation',
      kind: came,
    },
    {
      title: 'Reply to the comments',
      href: page('write', 'chief-reply'),
      ...(chief.reply !== '' ? ({ state: 'Written', kind: 'done' } as const) : optional(one)),
    },
  ];
}

function itemRow(one: OneResponse, item: OneResponse['items'][number], href: string | null): TaskRow {
  const gaps = one.gaps.filter((gap) => gap.field.startsWith(`positions.${item.id}.`));
  const base = { title: nameOf(item), hint: short(item.text), href };
  if (gaps.length === 0 && item.position === null) return { ...base, ...optional(one) };
  if (gaps.length === 0 && item.position !== null) return { ...base, state: STANCE_WORDS[item.position], kind: 'done' };
  return {
    ...base,
    state: item.position === null ? 'Not answered yet' : `${STANCE_WORDS[item.position]}, action or reason missing`,
    kind: gaps.some((gap) => gap.required) ? 'todo' : 'optional',
  };
}

/** The first words of a text. */
export const short = (text: string, most = 140): string => {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= most ? flat : `${flat.slice(0, most).replace(/\s\S*$/, '')}…`;
};

function lastRows(one: OneResponse, may: May): TaskRow[] {
  const { id, state, published, distribution } = one;
  const missing = one.gaps.filter((gap) => gap.required).length;
  const draft = state === 'draft';
  const done = draft ? 0 : ['review', 'approved', 'published'].indexOf(state) + 1;
  return [
    {
      title: 'Check the answers and submit for approval',
      href: draft && may.draft ? urls.responsePage(id, 'check') : null,
      ...(draft
        ? missing === 0
          ? ({ state: 'Ready to submit', kind: 'todo' } as const)
          : ({ state: `${missing} ${missing === 1 ? 'thing is' : 'things are'} missing`, kind: 'todo' } as const)
        : ({ state: 'Submitted', kind: 'done' } as const)),
    },
    {
      title: 'Approve or return',
      href: (state === 'review' || state === 'approved') && may.approve ? urls.responsePage(id, 'review') : null,
      ...(done >= 2
        ? ({ state: one.approved === null ? 'Approved' : `Approved by ${one.approved.by}`, kind: 'done' } as const)
        : state === 'review'
          ? ({ state: 'Waiting for approval', kind: 'todo' } as const)
          : CANNOT),
    },
    {
      title: published === null ? 'Publish' : draft || state !== 'published' ? 'Publish the correction' : 'Publish',
      href: state === 'approved' && may.publish ? urls.responsePage(id, 'publish') : null,
      ...(state === 'published'
        ? ({ state: 'Published', kind: 'done' } as const)
        : state === 'approved'
          ? ({ state: 'Ready to publish', kind: 'todo' } as const)
          : CANNOT),
    },
    {
      title: 'Record who it was sent to',
      href: published === null ? null : urls.responsePage(id, 'distribution'),
      ...(distribution === null
        ? CANNOT
        : distribution.complete
          ? ({ state: 'Complete', kind: 'done' } as const)
          : ({ state: `${distribution.done} of ${distribution.steps.length} recorded`, kind: 'todo' } as const)),
    },
  ];
}

const CANNOT = { state: 'Cannot start yet', kind: 'cannot' } as const;

/** An item as a page names it. */
export const itemView = (item: OneResponse['items'][number]) => ({
  ...item,
  name: nameOf(item),
  own: isOwn(item.owner),
  stance: item.position === null ? '' : STANCE_WORDS[item.position],
});

const nameOf = (item: OneResponse['items'][number]): string => itemName({ kind: item.kind, number: item.number === '' ? null : item.number });

/** The page where a gap is filled. */
export function gapHref(id: string, field: string): string {
  const item = /^positions\.([^.]+)\./.exec(field)?.[1];
  if (item !== undefined) return urls.responsePage(id, 'items', item);
  if (field === 'comments') return urls.responsePage(id, 'write', 'comments');
  if (field === 'chiefComments' || field === 'notReceivedOn') return urls.responsePage(id, 'comments');
  return urls.responsePage(id, 'invite');
}
