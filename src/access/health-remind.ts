/**
 * A task for whoever leads the partnership, for each subject of its health where something is missing or ends soon: a point of contact, a seat, the terms.
 * One a subject, not one a finding: the page that it leads to has them all. Agreements have tasks of their own (`agreement.remind`).
 */
import { z } from 'zod';
import type { Tx } from '../register/index.ts';
import { asService } from './as-service.ts';
import { civilDay } from './civil-day.ts';
import { defineAction } from './define.ts';
import { healthSources } from './health-sources.ts';
import { openTask } from './tasks.ts';

const KIND = 'health';
const OWN_TASKS = new Set(['agreements']);
const ROLE = 'partnership-lead';

/** Run by the clock, once a day. A task is settled when nothing is found any more. */
export const remindOfHealth = defineAction({
  name: 'partnership.remind',
  title: 'Remind of what is missing or ends soon in the partnership',
  allowed: 'service.run',
  input: z.object({}),
  async effect(tx, _input, { at }) {
    const today = civilDay(at);
    const organisations = await ledFrom(tx, today);
    const counts = { opened: 0, settled: 0 };
    for (const { subject, title, findings } of healthSources) {
      if (OWN_TASKS.has(subject)) continue;
      const needed = (await findings(tx, today)).some((finding) => finding.severity !== 'note');
      for (const organisationId of organisations) {
        const open = await tx
          .selectFrom('task')
          .select('key')
          .where('kind', '=', KIND)
          .where('subjectType', '=', 'partnership')
          .where('organisationId', '=', organisationId)
          .where('key', 'like', `health:${subject}:%`)
          .where('doneAt', 'is', null)
          .executeTakeFirst();
        if (needed && open === undefined) {
          // With the day: what was settled once may be missing again.
          const key = `health:${subject}:${organisationId}:${today}`;
          await openTask(
            tx,
            {
              kind: KIND,
              key,
              title: `Look at “${title}”: something is missing or ends soon`,
              href: '/partnership',
              subjectType: 'partnership',
              subjectId: organisationId,
              organisationId,
              role: ROLE,
            },
            at,
          );
          counts.opened += 1;
        } else if (!needed && open !== undefined) {
          await asService(tx, () => tx.updateTable('task').set({ doneAt: at }).where('key', '=', open.key).execute());
          counts.settled += 1;
        }
      }
    }
    return counts;
  },
  audit: (_input, counts) => ({ details: counts }),
});

/** Organisations with somebody who leads the partnership today. */
async function ledFrom(tx: Tx, today: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('membership as m')
    .select('m.organisationId')
    .distinct()
    .where((eb) => eb(eb.val(ROLE), '=', eb.fn.any('m.roles')))
    .where('m.fromOn', '<=', today)
    .where((eb) => eb.or([eb('m.toOn', 'is', null), eb('m.toOn', '>=', today)]))
    .execute();
  return rows.map((row) => row.organisationId);
}
