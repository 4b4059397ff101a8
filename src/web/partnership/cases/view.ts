/** A case as its page shows it: one line of time, from what brought it to how it ended. Pure. */
import { type CaseState, type CaseTrace, DECISIONS, GROUNDS, OUTCOMES } from '../../../access/cases/index.ts';
import { urls } from '../../urls.ts';

export const STATES: Readonly<Record<CaseState, { readonly text: string; readonly tag: string }>> = {
  waiting: { text: 'Waiting for the panel', tag: 'govuk-tag--blue' },
  decided: { text: 'Decided', tag: 'govuk-tag--turquoise' },
  overdue: { text: 'Overdue', tag: 'govuk-tag--red' },
  closed: { text: 'Closed', tag: 'govuk-tag--grey' },
};

export interface TraceStep {
  readonly title: string;
  readonly by: string;
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly words: readonly string[];
  readonly list: readonly string[];
  readonly link: { readonly text: string; readonly href: string } | null;
  /** Something that is still to be done, and was due. */
  readonly late: boolean;
}

/** A code that a later version brought is shown as it is. */
const wordsIn = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;

/** Oldest first. What is still to be done stands at its due date. */
export function traceSteps(trace: CaseTrace, organisationId: string | null, today: string): TraceStep[] {
  const step = (title: string, by: string, on: string, more: Partial<TraceStep> = {}): TraceStep => ({
    title,
    by,
    on,
    words: [],
    list: [],
    link: null,
    late: false,
    ...more,
  });
  const steps = [
    step('Brought to the panel', trace.organisation, trace.referredOn, {
      words: [trace.asked],
      list: trace.grounds.map((code) => wordsIn(GROUNDS, code)),
    }),
    ...trace.decisions.flatMap((decision) => [
      step(`Decided: ${wordsIn(DECISIONS, decision.kind).toLowerCase()}`, trace.panel, decision.onDay, { words: [decision.text] }),
      ...decision.actions.map((action) =>
        action.doneOn === null
          ? step('To be done', action.organisation, action.dueOn, {
              words: [action.text],
              late: action.dueOn < today,
              link: action.organisationId === organisationId ? { text: 'Say what came of it', href: urls.caseActionDone(trace.id, action.id) } : null,
            })
          : step('Done', action.organisation, action.doneOn, { words: [action.text, `What came of it: ${action.result}`] }),
      ),
    ]),
    ...(trace.closedOn === null || trace.outcome === null
      ? []
      : [
          step(`Ended: ${wordsIn(OUTCOMES, trace.outcome).toLowerCase()}`, trace.panel, trace.closedOn, {
            words: trace.outcomeNote === '' ? [] : [trace.outcomeNote],
          }),
        ]),
  ];
  // Of one day, in the order in which they follow from each other.
  return steps
    .map((each, at) => ({ each, at }))
    .sort((a, b) => a.each.on.localeCompare(b.each.on) || a.at - b.at)
    .map(({ each }) => each);
}
