/** What is said when a try at signing in was refused. */
import type { InputIssue } from '../../register/index.ts';
import type { Refused } from '../../access/sign-in/index.ts';
import { moment } from '../words.ts';

const clock = (until: Date): string => moment(until.toISOString()).replace(/^.* at /, '');

/** The error of a form, and the status to send it with. The words are the same whether anybody has the e-mail or not. */
export function refusedWords(answer: Refused, field: string, wrong: string): { readonly status: number; readonly issues: readonly InputIssue[] } {
  if (answer.refused === 'wrong') {
    const pause = answer.until === null ? '' : ` There were several wrong tries, so the next one can be made after ${clock(answer.until)}.`;
    return { status: 401, issues: [{ path: field, message: `${wrong}.${pause}` }] };
  }
  const message =
    answer.of === 'address'
      ? `There were too many tries from where you are. Try again after ${clock(answer.until)}.`
      : `There were too many wrong tries. Try again after ${clock(answer.until)}, or ask the administrator of your partnership to end the pause.`;
  return { status: 429, issues: [{ path: field, message }] };
}
