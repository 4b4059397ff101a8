/**
 * Tasks: what somebody must do, by when. An action opens one in the same transaction as what makes it needed, and finishes it with what settles it.
 * They are what Home shows first.
 */
import { z } from 'zod';
import type { Tx } from '../register/index.ts';
import { asService } from './as-service.ts';
import { defineRead } from './define.ts';
import { within } from './within.ts';

export interface NewTask {
  /** What sort of task, for counting: `response`, `action`. */
  readonly kind: string;
  /** What it is about, so that it is opened once: `response:INSPECTION`. */
  readonly key: string;
  /** Begins with a verb: “Respond to …”. */
  readonly title: string;
  /** Address of the page where it is done. */
  readonly href: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** Whose task it is. */
  readonly organisationId: string;
  /** Only for this role there; left out for everybody there. */
  readonly role?: string | null;
  /** Only for this person. */
  readonly personId?: string | null;
  /** `YYYY-MM-DD` */
  readonly dueOn?: string | null;
}

/** Opens a task, once for a key: a task that is open or done under the key stays as it is. It may be another organisation's. */
export async function openTask(tx: Tx, task: NewTask, at: Date): Promise<void> {
  await asService(tx, () =>
    tx
      .insertInto('task')
      .values({ ...task, role: task.role ?? null, personId: task.personId ?? null, dueOn: task.dueOn ?? null, doneAt: null, createdAt: at })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute(),
  );
}

/** Marks the task as done; nothing happens where it is done already or was never opened. */
export async function finishTask(tx: Tx, key: string, at: Date): Promise<void> {
  await asService(tx, () => tx.updateTable('task').set({ doneAt: at }).where('key', '=', key).where('doneAt', 'is', null).execute());
}

export interface Task {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly href: string;
  /** `YYYY-MM-DD` */
  readonly dueOn: string | null;
  /** Named for this person, or else for their role or organisation. */
  readonly own: boolean;
  /** For everybody of the organisation, whatever their role. */
  readonly shared: boolean;
}

const MOST = 200;

/** Open tasks of who asks: their own, and those of their organisation that are for everybody there or for a role of theirs. First due first. */
export const tasksOf = defineRead({
  name: 'task.list',
  title: 'See your work',
  allowed: 'own.work',
  input: z.object({}),
  async answer(tx, _input, setting): Promise<Task[]> {
    const { personId, roles } = setting.who;
    const rows = await tx
      .selectFrom('task as t')
      .select(['t.id', 't.kind', 't.title', 't.href', 't.dueOn', 't.personId', 't.role'])
      .where('t.doneAt', 'is', null)
      .where(within(setting, { organisation: 't.organisation_id', person: 't.person_id' }))
      .where((eb) =>
        eb.or([
          eb('t.personId', '=', personId),
          eb.and([eb('t.personId', 'is', null), eb.or([eb('t.role', 'is', null), ...(roles.length > 0 ? [eb('t.role', 'in', [...roles])] : [])])]),
        ]),
      )
      .orderBy('t.dueOn', (order) => order.asc().nullsLast())
      .orderBy('t.createdAt')
      .orderBy('t.id')
      .limit(MOST)
      .execute();
    return rows.map(({ personId: named, role, ...task }) => ({ ...task, own: named !== null, shared: named === null && role === null }));
  },
});
