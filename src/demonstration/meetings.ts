/**
 * Panels of the demonstration: the core membership, which once decided on money without quorum; a panel on single children, which once left nine weeks between
 * two meetings; and a scrutiny panel that is overdue.
 */
import { plusDays } from '../access/index.ts';
import type { Doing, Result } from './doing.ts';
import type { OrganisationKey, PersonKey } from './people.ts';
import type { Step } from './schedule.ts';

/** A seat is named by the organisation that holds it: none holds two here. */
export type SeatIds = ReadonlyMap<OrganisationKey, string>;

/** Panels by name, with their meetings that were held, by weeks before today; for what is decided at one. */
export type HeldPanels = Map<string, { readonly id: string; readonly meetings: Map<number, string> }>;

interface MeetingPlan {
  /** Weeks before today. */
  readonly weeksAgo: number;
  readonly there: readonly OrganisationKey[];
  readonly note: string;
  readonly decisions?: readonly { readonly kind: 'operational' | 'funding' | 'other'; readonly text: string }[];
  /** `dueIn` and `doneIn` are days after the meeting. */
  readonly actions?: readonly {
    readonly who: OrganisationKey;
    readonly by: PersonKey;
    readonly text: string;
    readonly dueIn: number;
    readonly doneIn?: number;
  }[];
}

interface PanelPlan {
  readonly fields: {
    readonly name: string;
    readonly purpose: string;
    readonly weeksLeast: number;
    readonly weeksMost: number;
    readonly routeIn: string;
    readonly decisionsOut: string;
    readonly dataUsed: string;
    readonly core: boolean;
  };
  readonly host: OrganisationKey;
  readonly chair: PersonKey;
  readonly held: readonly MeetingPlan[];
  /** Weeks from today; null where none is planned. */
  readonly nextIn: number | null;
}

const ALL: readonly OrganisationKey[] = ['youth-justice', 'police', 'body', 'county', 'health', 'probation', 'schools', 'charity'];
const but = (...away: readonly OrganisationKey[]): OrganisationKey[] => ALL.filter((each) => !away.includes(each));

const PLANS: readonly PanelPlan[] = [
  {
    fields: {
      name: 'Core membership group',
      purpose: 'Leads the partnership’s work, agrees its plan and decides what its money is spent on.',
      weeksLeast: 8,
      weeksMost: 13,
      routeIn: 'Papers come from the head of the partnership a week before.',
      decisionsOut: 'What the partnership does and what it spends. Each decision is recorded with who was there.',
      dataUsed: 'The shared picture, protected figures only',
      core: true,
    },
    host: 'hub',
    chair: 'lead',
    held: [
      {
        weeksAgo: 43,
        there: but('probation'),
        note: 'The group looked at who is harmed where, and at what the figures do not say.',
        decisions: [{ kind: 'operational', text: 'Prevention work begins in the two neighbourhoods of Harrowmere where most children were harmed.' }],
        actions: [
          { who: 'county', by: 'social-care', text: 'Say which referrals about harm outside the home come back without a decision', dueIn: 42, doneIn: 39 },
        ],
      },
      {
        weeksAgo: 31,
        there: but('probation', 'schools'),
        note: 'The needs assessment was discussed and agreed.',
        decisions: [{ kind: 'funding', text: 'Mentoring for young people aged 12 to 17 in Harrowmere is funded for one year.' }],
        actions: [{ who: 'police', by: 'violence', text: 'Bring the quality of ethnicity recording by station', dueIn: 56, doneIn: 60 }],
      },
      {
        weeksAgo: 19,
        there: but('probation'),
        note: 'The group heard from young people of the Lantern Youth Project.',
        actions: [{ who: 'health', by: 'health', text: 'Renew the agreement on assault attendances with the Royal Infirmary', dueIn: 90 }],
      },
      {
        weeksAgo: 7,
        there: ['youth-justice', 'county', 'health', 'charity'],
        note: 'Fewer members came than the quorum asks for, and nobody from the police.',
        decisions: [{ kind: 'funding', text: 'Summer activities in Ostmouth are extended to the autumn half-term.' }],
        actions: [{ who: 'charity', by: 'provider', text: 'Say how many young people came to the summer activities, and what they said', dueIn: 63 }],
      },
    ],
    nextIn: 5,
  },
  {
    fields: {
      name: 'Child exploitation and violence panel',
      purpose: 'Agrees one plan for each child who is at risk of harm outside the home, between those who know the child.',
      weeksLeast: 4,
      weeksMost: 6,
      routeIn: 'Any partner brings a child whose risk rises. Children’s social care chairs.',
      decisionsOut: 'One lead professional and one plan for each child.',
      dataUsed: 'What each partner holds on the child, brought to the meeting and not kept here',
      core: false,
    },
    host: 'county',
    chair: 'social-care',
    // Nine weeks lie between two of them: longer than the six agreed.
    held: [
      { weeksAgo: 24, there: [], note: 'Held as planned.' },
      { weeksAgo: 19, there: [], note: 'Held as planned.' },
      {
        weeksAgo: 10,
        there: [],
        note: 'The meeting five weeks before had fallen out: nobody could chair it.',
        decisions: [{ kind: 'operational', text: 'A deputy chairs when the chair cannot come.' }],
      },
      { weeksAgo: 5, there: [], note: 'Held as planned.' },
    ],
    nextIn: 1,
  },
  {
    fields: {
      name: 'Out-of-court disposals scrutiny panel',
      purpose: 'Looks at a fair sample of cases that ended without a court, and says what can be learnt.',
      weeksLeast: 10,
      weeksMost: 13,
      routeIn: 'A random sample, without names.',
      decisionsOut: 'A grade for each case, and what the force is asked to do.',
      dataUsed: 'Case records without names',
      core: false,
    },
    host: 'body',
    chair: 'body-second',
    held: [
      { weeksAgo: 29, there: [], note: 'Twelve cases were looked at.' },
      { weeksAgo: 17, there: [], note: 'Ten cases were looked at.' },
    ],
    nextIn: null,
  },
];

/** The Tuesday of the week in which a day lies. */
export function tuesdayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return plusDays(day, 2 - (weekday === 0 ? 7 : weekday));
}

function panelSteps(plan: PanelPlan, today: string, seats: SeatIds, panels: HeldPanels): Step[] {
  const onDay = (weeks: number): string => plusDays(tuesdayOf(today), 7 * weeks);
  const steps: Step[] = [];
  const open = onDay(-Math.max(...plan.held.map((each) => each.weeksAgo)) - 4);
  let panelId = '';
  steps.push({
    day: open,
    run: async (it) => {
      const { id } = await it.do('lead', 'panel.add', { ...plan.fields, hostId: it.organisation(plan.host), chairId: it.person(plan.chair) });
      panelId = id;
      panels.set(plan.fields.name, { id, meetings: new Map() });
    },
  });
  for (const meeting of plan.held) {
    const day = onDay(-meeting.weeksAgo);
    const given = new Map<string, Result>();
    let planned: Result = { id: '', version: 0 };
    steps.push(
      {
        day: plusDays(day, -14),
        run: async (it) => {
          planned = await it.do('lead', 'meeting.plan', { panelId, onDay: day });
        },
      },
      {
        day,
        run: async (it) => {
          await hold(it, planned, meeting, seats, given);
          panels.get(plan.fields.name)?.meetings.set(meeting.weeksAgo, planned.id);
        },
      },
      ...(meeting.actions ?? []).flatMap(({ text, by, doneIn }): Step[] =>
        doneIn === undefined ? [] : [{ day: plusDays(day, doneIn), run: (it) => complete(it, by, given.get(text)) }],
      ),
    );
  }
  const { nextIn } = plan;
  if (nextIn !== null) steps.push({ day: today, run: (it) => it.do('lead', 'meeting.plan', { panelId, onDay: onDay(nextIn) }) });
  return steps;
}

async function hold(it: Doing, { id, version }: Result, plan: MeetingPlan, seats: SeatIds, given: Map<string, Result>): Promise<void> {
  const seatIds = plan.there.map((organisation) => seats.get(organisation) ?? '');
  await it.do('lead', 'meeting.record', { id, version, seatIds, note: plan.note, snapshot: null });
  for (const decision of plan.decisions ?? []) await it.do('lead', 'decision.record', { meetingId: id, ...decision });
  for (const { who, text, dueIn } of plan.actions ?? []) {
    const fields = { meetingId: id, organisationId: it.organisation(who), text, dueOn: plusDays(it.today, dueIn) };
    given.set(text, await it.do('lead', 'meeting-action.add', fields));
  }
}

const complete = (it: Doing, by: PersonKey, given: Result | undefined): Promise<Result> =>
  it.do(by, 'meeting-action.complete', { id: given?.id, version: given?.version, doneOn: it.today });

/** `seats` is filled by the time that the first meeting is held; `panels` as they are held. */
export const meetingSteps = (today: string, seats: SeatIds, panels: HeldPanels): Step[] => PLANS.flatMap((plan) => panelSteps(plan, today, seats, panels));
