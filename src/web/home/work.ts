/** What needs somebody who has signed in, in the order of their role. Pure. */
import type { Task } from '../../access/index.ts';
import { day, plural } from '../words.ts';

/** Sections of a signed-in person's Home. `tasks`: by the clock. `data`: what is wrong with deliveries. `health`: of the partnership. `terms`: in one line. */
export type Section = 'tasks' | 'data' | 'health' | 'terms';

export interface HomeOrder {
  /** The heading over the tasks. */
  readonly heading: string;
  readonly empty: string;
  readonly sections: readonly Section[];
  /** Subjects of the partnership's health that are this role's to mend, named on Home: every one, some, or none. */
  readonly subjects: 'all' | readonly string[];
  /** Answers for what their organisation as a whole has to do. */
  readonly answers: boolean;
  /** Which data are here and what is missing is their own work, and stands open. */
  readonly data: boolean;
}

const GROUPS: readonly (HomeOrder & { readonly roles: readonly string[] })[] = [
  {
    roles: ['policing-body-officer', 'policing-body-lead', 'chief-officer'],
    heading: 'Your deadlines',
    empty: 'No deadline is open. A report that is put on file opens them.',
    sections: ['tasks', 'terms', 'health', 'data'],
    subjects: [],
    answers: true,
    data: false,
  },
  {
    roles: ['analyst', 'data-quality-lead'],
    heading: 'What else needs you',
    empty: 'No other task is open.',
    sections: ['data', 'tasks', 'terms', 'health'],
    subjects: [],
    answers: true,
    data: true,
  },
  {
    roles: ['partnership-lead'],
    heading: 'What needs you',
    empty: 'No task is open.',
    sections: ['tasks', 'health', 'terms', 'data'],
    subjects: 'all',
    answers: true,
    data: false,
  },
  {
    roles: ['administrator'],
    heading: 'What needs you',
    empty: 'No task is open.',
    sections: ['tasks', 'health', 'terms', 'data'],
    subjects: ['contacts', 'key-people', 'core-membership', 'duty-holders'],
    answers: true,
    data: false,
  },
  {
    roles: ['information-governance'],
    heading: 'What needs you',
    empty: 'No task is open.',
    sections: ['tasks', 'health', 'terms', 'data'],
    subjects: ['agreements'],
    answers: true,
    data: false,
  },
];

const OTHERS: HomeOrder = {
  heading: 'What needs you',
  empty: 'Nothing is waiting for you or your organisation.',
  sections: ['tasks', 'terms', 'health', 'data'],
  subjects: [],
  answers: false,
  data: false,
};

/** By the first group that one of the roles is in. */
export const orderOf = (roles: readonly string[]): HomeOrder => GROUPS.find((group) => group.roles.some((role) => roles.includes(role))) ?? OTHERS;

/** The order of a role, in which “nothing is waiting” never stands before what there is to read. Pure. */
export function sectionsOf(order: HomeOrder, hasTasks: boolean): readonly Section[] {
  const others = order.sections.filter((section) => section !== 'tasks');
  return hasTasks || order.sections[0] !== 'tasks' ? order.sections : [...others.slice(0, 1), 'tasks', ...others.slice(1)];
}

const DAY_MS = 86_400_000;
const daysTo = (today: string, due: string): number => Math.round((Date.parse(`${due}T12:00:00Z`) - Date.parse(`${today}T12:00:00Z`)) / DAY_MS);
const SOON = 14;

export interface TaskView {
  readonly title: string;
  readonly href: string;
  /** `Due in 5 days, on 7 March 2026` */
  readonly when: string;
  readonly mark: { readonly text: string; readonly tag: string } | null;
  readonly whose: string;
  /** For everybody of the organisation, whatever their role. */
  readonly shared: boolean;
}

/** `today` and `dueOn` are `YYYY-MM-DD`. */
export function dueWords(dueOn: string | null, today: string): string {
  if (dueOn === null) return 'No date';
  const days = daysTo(today, dueOn);
  if (days < 0) return `${plural(-days, 'day')} overdue: was due on ${day(dueOn)}`;
  if (days === 0) return `Due today, ${day(dueOn)}`;
  if (days === 1) return `Due tomorrow, ${day(dueOn)}`;
  return days <= SOON ? `Due in ${days} days, on ${day(dueOn)}` : `Due on ${day(dueOn)}`;
}

/** Overdue first, then by date, those without one last. */
export function taskViews(tasks: readonly Task[], today: string, organisation: string): TaskView[] {
  return [...tasks]
    .sort((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'))
    .map((task) => ({
      title: task.title,
      href: task.href,
      when: dueWords(task.dueOn, today),
      mark: markOf(task.dueOn, today),
      whose: task.own ? 'For you' : `For ${organisation}`,
      shared: task.shared,
    }));
}

/** More than this many tasks of an organisation would stand before what is somebody's own. */
const FEW = 3;

/**
 * What stands open on Home, and what is folded: the tasks of the whole organisation, where they are many and the role is not one that answers for them. A
 * custody sergeant is not asked at three in the morning to plan the work on an inspection.
 */
export function foldedTasks(tasks: readonly TaskView[], answers: boolean): { readonly open: readonly TaskView[]; readonly folded: readonly TaskView[] } {
  const shared = tasks.filter((task) => task.shared);
  return answers || shared.length <= FEW ? { open: tasks, folded: [] } : { open: tasks.filter((task) => !task.shared), folded: shared };
}

function markOf(dueOn: string | null, today: string): TaskView['mark'] {
  if (dueOn === null) return null;
  const days = daysTo(today, dueOn);
  if (days < 0) return { text: 'Overdue', tag: 'govuk-tag--red' };
  return days <= SOON ? { text: 'Soon', tag: 'govuk-tag--yellow' } : null;
}
