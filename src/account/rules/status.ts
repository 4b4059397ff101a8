/**
 * The status of an item from its evidence, not from opinion. Green is for what evidence shows; a claim without evidence, or evidence that needs checking, is
 * never green; a date that has passed is overdue whatever anybody says.
 */
import { daysBetween, formatDate } from './dates.ts';
import { counts, doubt, type Evidence } from './evidence.ts';
import { type Measure, type MeasureStanding, measureStanding } from './measures.ts';
import { type Milestone, type MilestoneStanding, milestoneStanding } from './milestones.ts';

export type ItemStatus = 'not-started' | 'on-track' | 'at-risk' | 'overdue' | 'done';

export const ITEM_STATUS_WORDS: Readonly<Record<ItemStatus, string>> = {
  'not-started': 'Not started',
  'on-track': 'On track',
  'at-risk': 'At risk',
  overdue: 'Overdue',
  done: 'Done',
};

export interface ItemForStatus {
  /** Civil date, null where the report sets none. */
  readonly dueOn: string | null;
  /** The day on which it was closed, by whatever route; null while open. A closed item still needs evidence to be done. */
  readonly closedOn: string | null;
  readonly measures: readonly Measure[];
}

export interface StatusStanding {
  readonly status: ItemStatus;
  readonly words: string;
  readonly colour: 'grey' | 'green' | 'amber' | 'red';
  /** Why, in sentences, the most telling first. Never empty. */
  readonly because: readonly string[];
  readonly milestones: readonly MilestoneStanding[];
  readonly measures: readonly MeasureStanding[];
}

/** Within how many days of the due date an item without evidence is at risk. */
export const RISK_DAYS = 28;

const COLOURS: Readonly<Record<ItemStatus, StatusStanding['colour']>> = {
  'not-started': 'grey',
  'on-track': 'green',
  'at-risk': 'amber',
  overdue: 'red',
  done: 'green',
};

/** @param today civil date in Europe/London */
export function itemStatus(item: ItemForStatus, milestones: readonly Milestone[], evidence: readonly Evidence[], today: string): StatusStanding {
  const steps = milestones.map((milestone) => milestoneStanding(milestone, evidence, today));
  const measures = item.measures.map((measure) => measureStanding(measure, evidence));
  const held = evidence.filter(counts);
  const because: string[] = [];
  const as = (status: ItemStatus): StatusStanding => ({
    status,
    words: ITEM_STATUS_WORDS[status],
    colour: COLOURS[status],
    because,
    milestones: steps,
    measures,
  });

  const open = [...steps.filter((step) => step.state !== 'done'), ...measures.filter((measure) => measure.state !== 'achieved')];
  const planned = steps.length + measures.length > 0;
  const doubted = evidence.filter((one) => !counts(one));

  if (held.length > 0 && open.length === 0 && doubted.length === 0 && (planned || item.closedOn !== null)) {
    if (steps.length > 0)
      because.push(steps.length === 1 ? 'The one milestone is reached, with evidence.' : `All ${steps.length} milestones are reached, each with evidence.`);
    because.push(...measures.map((measure) => measure.because));
    if (item.closedOn !== null) because.push(`It was closed on ${formatDate(item.closedOn)}, with evidence.`);
    return as('done');
  }

  const troubles = [
    ...measures.filter(isTrouble),
    ...steps.filter((step) => step.overdue || step.state === 'no-evidence' || step.state === 'needs-checking'),
  ].map((one) => one.because);
  troubles.push(...doubted.filter((one) => one.milestoneId === null && one.measureId === null).map(doubt));
  // A figure may also stand beside good evidence of the same thing: it is still to be looked at.
  if (troubles.length === 0) troubles.push(...doubted.map(doubt));
  if (item.closedOn !== null) troubles.unshift(`It was closed on ${formatDate(item.closedOn)}, but the evidence does not show that it is done.`);

  const left = item.dueOn === null ? null : daysBetween(today, item.dueOn);
  if (item.dueOn !== null && left !== null && left < 0) {
    because.push(`It was due on ${formatDate(item.dueOn)} and the evidence does not show that it is done.`, ...troubles);
    because.push(...open.map((one) => one.because).filter((reason) => !because.includes(reason)));
    return as('overdue');
  }
  if (troubles.length > 0) {
    because.push(...troubles);
    return as('at-risk');
  }
  if (held.length === 0) {
    if (left !== null && item.dueOn !== null && left <= RISK_DAYS) {
      because.push(`It is due on ${formatDate(item.dueOn)}, in ${left} ${left === 1 ? 'day' : 'days'}, and there is no evidence yet.`);
      return as('at-risk');
    }
    because.push(planned ? 'There is a plan, and no evidence yet of any part of it.' : 'There is no plan and no evidence yet.');
    return as('not-started');
  }
  because.push(`There is evidence (${held.length} ${held.length === 1 ? 'piece' : 'pieces'}), and nothing is late.`, ...open.map((one) => one.because));
  if (!planned) because.push('There is no plan to hold it against, and it is not closed.');
  return as('on-track');
}

const isTrouble = (measure: MeasureStanding): boolean =>
  measure.state === 'not-achieved' || measure.state === 'no-evidence' || measure.state === 'needs-checking';
