/** What Home has for somebody who has signed in, from the register. */
import { can, civilDay, partnershipHealth, roleTitle, tasksOf } from '../../access/index.ts';
import { currentTerms } from '../../access/terms/index.ts';
import type { Who } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import { healthView } from '../partnership/health/view.ts';
import type { May } from '../partnership/links.ts';
import { list } from '../words.ts';
import { foldedTasks, orderOf, sectionsOf, taskViews } from './work.ts';

/** Null for who has not signed in. */
export async function workOf(context: WebContext, who: Who) {
  const { acting } = context;
  if (acting === null || who.kind !== 'person' || who.organisationId === null) return null;
  const [tasks, terms, health] = await Promise.all([
    acting.read(tasksOf, {}, who),
    acting.read(currentTerms, {}, who),
    acting.read(partnershipHealth, {}, who),
  ]);
  const may: May = (key) => can(who, key);
  const organisation = who.organisationName ?? 'your organisation';
  const own = healthOf(health, who.organisationId, may);
  const order = orderOf(who.roles);
  const shown = foldedTasks(taskViews(tasks, civilDay(acting.register.now()), organisation), order.answers);
  const view = healthView(health, may);
  const subjects = view.subjects.filter(({ id, gaps, soon }) => gaps + soon > 0 && (order.subjects === 'all' || order.subjects.includes(id)));
  return {
    ...order,
    sections: sectionsOf(order, shown.open.length > 0),
    subjects,
    organisation,
    organisationId: who.organisationId,
    roles: list(who.roles.map(roleTitle)),
    tasks: shown.open,
    folded: shown.folded,
    terms: terms === null ? null : termsOf(terms, who.roles),
    health: view.summary,
    ownFindings: own,
  };
}

interface Terms {
  readonly purpose: string;
  readonly readAt: Date | null;
  readonly roles: readonly { readonly role: string; readonly means: string; readonly brings: string }[];
}

/** The purpose, and what the terms say to the roles of who reads. */
const termsOf = ({ purpose, readAt, roles }: Terms, own: readonly string[]) => ({
  purpose,
  read: readAt !== null,
  mine: roles.filter((each) => own.includes(each.role)).map((each) => ({ ...each, title: roleTitle(each.role) })),
});

type Health = Parameters<typeof healthView>[0];

/** What is amiss at their own organisation. */
const healthOf = (subjects: Health, organisationId: string, may: May) =>
  healthView(subjects, may).subjects.flatMap((subject) =>
    subject.findings.filter((finding) => finding.organisationId === organisationId && finding.severity !== 'note'),
  );
