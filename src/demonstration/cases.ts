/**
 * Cases at the demonstration's panel on single children, by reference: one that went from referral to outcome, one in which something is overdue, one that waits.
 * Nobody stands behind a reference.
 */
import { plusDays } from '../access/index.ts';
import type { Doing, Result } from './doing.ts';
import { type HeldPanels, tuesdayOf } from './meetings.ts';
import type { OrganisationKey, PersonKey } from './people.ts';
import type { Step } from './schedule.ts';

/** The agreement that they rest on (sharing.ts), and the panel (meetings.ts). */
export const CASES_AGREEMENT = 'ISA 2026/06';
const PANEL = 'Child exploitation and violence panel';

interface CasePlan {
  readonly by: PersonKey;
  readonly reference: string;
  readonly grounds: readonly string[];
  readonly asked: string;
  /** Days before the meeting that decides it; of one that waits, before today. */
  readonly daysBefore: number;
  readonly decided: {
    /** The meeting that was held so many weeks before today. */
    readonly weeksAgo: number;
    readonly kind: string;
    readonly text: string;
    readonly actions: readonly {
      readonly who: OrganisationKey;
      readonly by: PersonKey;
      readonly text: string;
      readonly dueIn: number;
      readonly done: { readonly after: number; readonly result: string } | null;
    }[];
    readonly closed: { readonly after: number; readonly outcome: string; readonly outcomeNote: string } | null;
  } | null;
}

const CASES: readonly CasePlan[] = [
  {
    by: 'youth-justice',
    reference: 'YJS/26/0117',
    grounds: ['weapon', 'school', 'again'],
    asked: 'Agree one plan and who leads it: three services each have their own.',
    daysBefore: 9,
    decided: {
      weeksAgo: 10,
      kind: 'plan',
      text: 'Youth justice leads one plan. A mentor is offered, and the school keeps a place open.',
      actions: [
        {
          who: 'charity',
          by: 'provider',
          text: 'Offer a mentor within a week',
          dueIn: 7,
          done: { after: 5, result: 'Offered and taken up; they have met four times.' },
        },
        {
          who: 'schools',
          by: 'education',
          text: 'Say by when the timetable is whole again',
          dueIn: 21,
          done: { after: 20, result: 'Back in all lessons after half-term.' },
        },
      ],
      closed: { after: 42, outcome: 'risk-lower', outcomeNote: 'Nothing new came to notice. The mentor goes on.' },
    },
  },
  {
    by: 'education',
    reference: 'TRLT-2291',
    grounds: ['exploited', 'missing', 'school'],
    asked: 'Is there a service that meets a young person where they are?',
    daysBefore: 6,
    decided: {
      weeksAgo: 5,
      kind: 'service',
      text: 'Detached youth work is offered near home, and missing episodes are talked through each time.',
      actions: [
        { who: 'charity', by: 'provider', text: 'Make the first contact and say how it went', dueIn: 21, done: null },
        {
          who: 'county',
          by: 'social-care',
          text: 'Hold the conversation after each return, and say what it showed',
          dueIn: 28,
          done: { after: 26, result: 'Two held. Where they were is known to the police.' },
        },
      ],
      closed: null,
    },
  },
  {
    by: 'violence',
    reference: 'VP-26-00884',
    grounds: ['harmed', 'custody'],
    asked: 'Who should offer support after an injury, and who already does?',
    daysBefore: 6,
    decided: null,
  },
];

function stepsOf(plan: CasePlan, today: string, panels: HeldPanels): Step[] {
  const { decided } = plan;
  const meeting = decided === null ? today : plusDays(tuesdayOf(today), -7 * decided.weeksAgo);
  let referred: Result = { id: '', version: 0 };
  const refer = async (it: Doing): Promise<void> => {
    const choices = (await it.ask(plan.by, 'case.choices', {})) as { agreements: readonly { id: string; reference: string }[] };
    referred = await it.do(plan.by, 'case.refer', {
      panelId: panels.get(PANEL)?.id,
      reference: plan.reference,
      agreementId: choices.agreements.find((each) => each.reference === CASES_AGREEMENT)?.id,
      grounds: plan.grounds,
      asked: plan.asked,
      referredOn: it.today,
    });
  };
  const steps: Step[] = [{ day: plusDays(meeting, -plan.daysBefore), run: refer }];
  if (decided === null) return steps;
  const given = new Map<string, Result>();
  steps.push({
    day: meeting,
    run: async (it) => {
      const meetingId = panels.get(PANEL)?.meetings.get(decided.weeksAgo);
      const decision = await it.do('social-care', 'case.decide', { caseId: referred.id, meetingId, kind: decided.kind, text: decided.text });
      for (const { who, text, dueIn } of decided.actions) {
        const what = { organisationId: it.organisation(who), text, dueOn: plusDays(meeting, dueIn) };
        given.set(text, await it.do('social-care', 'case.give', { caseId: referred.id, decisionId: decision.id, ...what }));
      }
    },
  });
  for (const { text, by, done } of decided.actions) {
    if (done === null) continue;
    const run = (it: Doing): Promise<Result> =>
      it.do(by, 'case.complete', { id: given.get(text)?.id, version: given.get(text)?.version, doneOn: it.today, result: done.result });
    steps.push({ day: plusDays(meeting, done.after), run });
  }
  const { closed } = decided;
  if (closed !== null) {
    const run = (it: Doing): Promise<Result> =>
      it.do('social-care', 'case.close', { id: referred.id, version: 1, outcome: closed.outcome, outcomeNote: closed.outcomeNote });
    steps.push({ day: plusDays(meeting, closed.after), run });
  }
  return steps;
}

/** After the steps of the meetings: a case is decided on the day of one. `panels` is filled by then. */
export const caseSteps = (today: string, panels: HeldPanels): Step[] => CASES.flatMap((plan) => stepsOf(plan, today, panels));
