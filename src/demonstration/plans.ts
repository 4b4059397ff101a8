/**
 * Plans and their evidence. Recommendation 3 shows why its measures are kept apart: everybody is trained, and an audit finds three uses in ten
 * wrong, so it is not done.
 */
import { fileContent } from '../account/index.ts';
import { plusDays } from '../access/index.ts';
import type { Doing } from './doing.ts';
import type { PersonKey } from './people.ts';
import type { Step } from './schedule.ts';

interface EvidencePlan {
  readonly as: PersonKey;
  readonly title: string;
  readonly value?: number;
  readonly reachedOn?: string;
  readonly text: string;
}

interface MilestonePlan {
  readonly item: string;
  readonly title: string;
  /** A date, or days from today. */
  readonly dueOn: string | number;
  readonly measure?: string;
  readonly target?: number;
  readonly evidence?: EvidencePlan;
}

const PAST: readonly MilestonePlan[] = [
  {
    item: 'syv-3',
    title: 'Every investigator and supervisor has had the outcome 22 training',
    dueOn: '2024-01-31',
    measure: 'trained',
    target: 95,
    evidence: {
      as: 'champion',
      title: 'Training record: 412 of 412 officers',
      value: 100,
      reachedOn: '2024-01-26',
      text: 'Extract of the training record of 26 January 2024.\nOfficers in scope: 412. Trained: 412.',
    },
  },
  {
    item: 'syv-3',
    title: 'Officers know that outcome 22 needs no admission, and that the activity must have been done',
    dueOn: '2024-02-29',
    measure: 'understood',
    target: 90,
    evidence: {
      as: 'champion',
      title: 'Test of understanding: 93 % passed',
      value: 93,
      reachedOn: '2024-02-22',
      text: 'Results of the test after the training, 22 February 2024.\nAnswered: 398. Passed: 370.',
    },
  },
  {
    item: 'syv-3',
    title: 'Outcome 22 is applied correctly',
    dueOn: '2024-03-31',
    measure: 'applied',
    target: 95,
    evidence: {
      as: 'justice',
      title: 'Audit of 60 cases by two reviewers: 70 % correct',
      value: 70,
      text: 'Dip sample of 60 cases closed with outcome 22, drawn at random, each read by two reviewers.\nCorrect: 42. Activity not done before the outcome was recorded: 18.',
    },
  },
  {
    item: 'syv-4',
    title: 'The board receives a quarterly report on disproportionality, with what is not recorded',
    dueOn: '2024-03-31',
  },
  {
    item: 'jtai-1',
    title: 'A referral decision is recorded for every child who comes into custody',
    dueOn: '2025-06-30',
    evidence: {
      as: 'supervisor',
      title: 'Revised custody procedure, in force',
      reachedOn: '2025-06-20',
      text: 'Custody procedure 14: a decision to refer or not, with its reason, is recorded for every person under 18.',
    },
  },
  { item: 'jtai-2', title: 'Each referral says why it is made and what is asked', dueOn: '2025-09-30' },
];

const RUNNING: readonly MilestonePlan[] = [
  { item: 'fictional-2', title: 'The custody system asks for the decision before a record can be closed', dueOn: 96 },
  { item: 'fictional-2', title: 'Monthly check of every child’s custody record', dueOn: 34 },
];

async function add(it: Doing, filed: ReadonlyMap<string, string>, plan: MilestonePlan): Promise<void> {
  const itemId = filed.get(plan.item) ?? '';
  const dueOn = typeof plan.dueOn === 'number' ? plusDays(it.today, plan.dueOn) : plan.dueOn;
  const as: PersonKey = 'chief';
  const fields = { title: plan.title, dueOn, organisationId: null, measure: plan.measure ?? null, target: plan.target ?? null };
  const { id } = await it.do(as, 'milestone.add', { itemId, fields });
  if (plan.evidence === undefined) return;
  const { as: by, title, value, reachedOn, text } = plan.evidence;
  const file = fileContent(`${plan.item}-${plan.measure ?? 'evidence'}.txt`, Buffer.from(`${text}\n\nInvented for the demonstration.\n`));
  await it.do(by, 'evidence.add-document', { itemId, milestoneId: id, title, value: value ?? null, reachedOn: reachedOn ?? null, file });
}

/** The plans of the past as of the first of July 2025, those of the running report as of today. `items` (ids by their keys) is filled by then. */
export const planSteps = (today: string, items: ReadonlyMap<string, string>): Step[] => [
  ...PAST.map((plan): Step => ({ day: '2025-07-01', run: (it) => add(it, items, plan) })),
  ...RUNNING.map((plan): Step => ({ day: today, run: (it) => add(it, items, plan) })),
];
