/** An event of the log in plain words. Pure. */
import type { AuditRow } from '../../../access/audit/index.ts';
import { roleTitle } from '../../../access/index.ts';
import type { WebContext } from '../../context.ts';
import { moment } from '../../words.ts';

export type TitleOf = (action: string) => string | undefined;

/** Titles of every action and read that there is. */
export const titlesOf =
  (context: WebContext): TitleOf =>
  (action) =>
    context.acts().actions.get(action)?.title ?? context.acts().reads.get(action)?.title;

/** Where the action or read has no title: `GET /deliveries` was refused, and what the service writes by itself. */
export function actionWords(action: string, titleOf: TitleOf): string {
  const title = titleOf(action);
  if (title !== undefined) return title;
  const route = /^([A-Z]+) (\S+)$/.exec(action);
  if (route) return `${route[1] === 'GET' ? 'Open' : 'Send to'} the page ${route[2]}`;
  const [noun = '', verb = ''] = action.split('.');
  const text = `${verb} ${noun}`.replaceAll('-', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const OUTCOMES: Readonly<Record<AuditRow['outcome'], { readonly text: string; readonly tag: string }>> = {
  done: { text: 'Done', tag: 'govuk-tag--green' },
  read: { text: 'Seen', tag: 'govuk-tag--blue' },
  refused: { text: 'Refused', tag: 'govuk-tag--red' },
};

export const outcomes = Object.entries(OUTCOMES).map(([value, { text }]) => ({ value, text }));

const VIA: Readonly<Record<string, string>> = { page: 'on a page', api: 'by a program', cli: 'on the machine', job: 'by the clock' };

export interface EventView {
  readonly seq: number;
  readonly at: string;
  readonly what: string;
  readonly who: string;
  readonly organisation: string;
  readonly roles: string;
  readonly via: string;
  readonly outcome: { readonly text: string; readonly tag: string };
  readonly subject: { readonly type: string; readonly id: string } | null;
  readonly subjectWords: string;
  readonly agreement: AuditRow['agreement'];
  readonly details: readonly string[];
}

export const eventView = (row: AuditRow, titleOf: TitleOf): EventView => ({
  seq: row.seq,
  at: moment(row.at),
  what: actionWords(row.action, titleOf),
  who: whoWords(row),
  organisation: row.organisation ?? '',
  roles: row.roles.map(roleTitle).join(', '),
  via: VIA[row.via] ?? row.via,
  outcome: OUTCOMES[row.outcome],
  subject: row.subjectType !== null && row.subjectId !== null ? { type: row.subjectType, id: row.subjectId } : null,
  subjectWords: row.subjectType === null ? '' : plainName(row.subjectType),
  agreement: row.agreement,
  details: detailWords(row.details),
});

function whoWords(row: AuditRow): string {
  if (row.person !== null) return row.person;
  if (row.personId !== null) return 'A person whose record is gone';
  if (row.via === 'job') return 'Headwater itself';
  return row.via === 'cli' ? 'The operator of the machine' : 'Somebody who had not signed in';
}

/** `coreSeat` as `core seat`. */
export const plainName = (name: string): string =>
  name
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('-', ' ')
    .toLowerCase();

/** `changed: title, purpose`, a line each; empty values left out. */
function detailWords(details: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    const text = Array.isArray(value)
      ? value.map((each) => (name === 'changed' ? plainName(String(each)) : String(each))).join(', ')
      : value !== null && typeof value === 'object'
        ? JSON.stringify(value)
        : typeof value === 'boolean'
          ? value
            ? 'yes'
            : 'no'
          : String(value ?? '');
    return text === '' ? [] : [`${plainName(name)}: ${text}`];
  });
}
