/** Puts the demonstration into an empty register, in the order in which it would have happened, each deed at its time. */
import { HeadwaterError } from '../errors.ts';
import { civilDay, plusDays, roleIds } from '../access/index.ts';
import { type Acting, OPERATOR, type Register } from '../register/index.ts';
import { distribute, fileReport, type Filed, publicationOf, publishResponse, reportOf, writeResponse } from './account.ts';
import { beginDemonstration, demonstrationState, finishDemonstration } from './begin.ts';
import { type Doing, doing } from './doing.ts';
import { seedPartnership } from './partnership.ts';
import { seedPlans } from './plans.ts';
import { EXAMPLES, type ResponsePlan, VARROWSHIRE } from './responses.ts';
import { seedSharing } from './sharing.ts';

/** Makes the acting of a register whose clock stands at an instant. */
export type ActingOn = (register: Register) => Acting;

/** The service was first used on this day, so to say: before the first report of the demonstration. */
const FIRST_DAY = '2021-09-01';

const noon = (day: string): Date => new Date(`${day}T11:00:00Z`);

/**
 * True when the demonstration was put in; false where it is there already, or where real people are: it never mixes with them.
 * @throws HeadwaterError `demonstration-unfinished`
 */
export async function seedDemonstration(register: Register, actingOn: ActingOn): Promise<boolean> {
  const present = register.now();
  const today = civilDay(present);
  const at = (instant: Date): Acting => actingOn({ ...register, now: () => instant });
  const start = at(noon(FIRST_DAY));
  const state = await start.read(demonstrationState, {}, OPERATOR);
  if (state === 'unfinished') {
    throw new HeadwaterError(
      'conflict',
      'demonstration-unfinished',
      'The demonstration was being put into this data home when it was stopped, and is not whole.',
      {
        advice: 'Delete the folder “register” of the data home (nothing in it is real) and start again.',
      },
    );
  }
  if (state !== 'none') return false;
  const { organisations, people } = await start.act(beginDemonstration, {}, OPERATOR);
  const onDay = (day: string): Doing => doing(at(day === today ? present : noon(day)), organisations, people, day);

  const known = new Map<string, string>();
  const filed = new Map<string, Filed>();
  for (const plan of VARROWSHIRE) {
    const report = reportOf(plan.report);
    const published = publicationOf(report, today);
    const found = await fileReport(onDay(published), report, known);
    filed.set(report.key, found);
    for (const [key, id] of Object.entries(found.items)) known.set(key, id);
    await respond(onDay, plan, found, published);
  }
  const running = reportOf('fictional');
  const runningFiled = await fileReport(onDay(publicationOf(running, today)), running, known);
  const now = onDay(today);
  await seedPartnership(now, roleIds);
  await seedSharing(now);
  for (const plan of EXAMPLES) {
    const report = filed.get(plan.report);
    if (report === undefined) continue;
    await publishResponse(now, plan, await writeResponse(now, plan, report, plusDays(today, 14), true));
  }
  await seedPlans(onDay, today, filed, runningFiled);
  await at(present).act(finishDemonstration, {}, OPERATOR);
  return true;
}

/** Written, approved and published in time, and sent to everybody that it has to go to. */
async function respond(onDay: (day: string) => Doing, plan: ResponsePlan, filed: Filed, published: string): Promise<void> {
  const written = await writeResponse(onDay(plusDays(published, 9)), plan, filed, plusDays(published, 30), false);
  const done = await publishResponse(onDay(plusDays(published, 44)), plan, written);
  const sent = plusDays(published, 46);
  await distribute(onDay(sent), plan, done.id, sent);
}
