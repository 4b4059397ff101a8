/** Milestones of a plan: reached only when somebody says so and evidence shows it. */
import { daysBetween, formatDate } from './dates.ts';
import { counts, doubt, type Evidence } from './evidence.ts';

export interface Milestone {
  readonly id: string;
  readonly title: string;
  readonly dueOn: string | null;
  /** The day on which somebody said it was reached; null while nobody has. */
  readonly reachedOn: string | null;
}

export type MilestoneState = 'done' | 'no-evidence' | 'needs-checking' | 'overdue' | 'started' | 'not-started';

export interface MilestoneStanding {
  readonly id: string;
  readonly title: string;
  readonly state: MilestoneState;
  readonly overdue: boolean;
  readonly because: string;
}

/** @param today civil date */
export function milestoneStanding(milestone: Milestone, evidence: readonly Evidence[], today: string): MilestoneStanding {
  const own = evidence.filter((one) => one.milestoneId === milestone.id);
  const shown = own.some(counts);
  const doubted = own.find((one) => !counts(one));
  const late = milestone.dueOn === null ? 0 : Math.max(0, daysBetween(milestone.dueOn, today));
  const overdue = late > 0 && !(shown && milestone.reachedOn !== null);
  const since = milestone.dueOn === null || late === 0 ? '' : ` It was due on ${formatDate(milestone.dueOn)}.`;
  const as = (state: MilestoneState, because: string): MilestoneStanding => ({
    id: milestone.id,
    title: milestone.title,
    state,
    overdue,
    because: `${milestone.title}: ${because}${overdue ? since : ''}`,
  });
  if (milestone.reachedOn !== null && shown) return as('done', `reached on ${formatDate(milestone.reachedOn)}, with evidence.`);
  if (doubted !== undefined && !shown) return as('needs-checking', lower(doubt(doubted)));
  if (milestone.reachedOn !== null) return as('no-evidence', `said to be reached on ${formatDate(milestone.reachedOn)}, but there is no evidence of it.`);
  if (overdue) return as('overdue', 'not reached.');
  return shown ? as('started', 'under way, with evidence.') : as('not-started', 'nothing is recorded yet.');
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
