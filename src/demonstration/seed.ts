/** Puts the demonstration into an empty register, in the order in which it would have happened, each deed at its time. */
import { HeadwaterError } from '../errors.ts';
import { civilDay, plusDays, roleIds } from '../access/index.ts';
import { type Acting, OPERATOR, type Register } from '../register/index.ts';
import { distribute, fileReport, type Filed, publicationOf, publishResponse, reportOf, writeResponse } from './account.ts';
import { caseSteps } from './cases.ts';
import { beginDemonstration, demonstrationState, finishDemonstration } from './begin.ts';
import { type Doing, doing, type Result } from './doing.ts';
import { type HeldPanels, meetingSteps } from './meetings.ts';
import { partnershipSteps } from './partnership.ts';
import type { OrganisationKey } from './people.ts';
import { planSteps } from './plans.ts';
import { workSteps } from './products.ts';
import { EXAMPLES, type ResponsePlan, VARROWSHIRE } from './responses.ts';
import { runSteps, type Step } from './schedule.ts';
import { sharingSteps } from './sharing.ts';

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

  await runSteps(stepsOf(today), onDay);
  await at(present).act(finishDemonstration, {}, OPERATOR);
  return true;
}

/** What later steps need of earlier ones stands in the maps: ids of items and reports by their keys, of seats by their organisation. */
function stepsOf(today: string): Step[] {
  const items = new Map<string, string>();
  const reports = new Map<string, Filed>();
  const seats = new Map<OrganisationKey, string>();
  const panels: HeldPanels = new Map();
  const file = (key: string): Step => {
    const report = reportOf(key);
    const run = async (it: Doing): Promise<void> => {
      const found = await fileReport(it, report, items);
      reports.set(key, found);
      for (const [item, id] of Object.entries(found.items)) items.set(item, id);
    };
    return { day: publicationOf(report, today), run };
  };
  return [
    ...VARROWSHIRE.flatMap((plan) => [file(plan.report), ...responseSteps(plan, reports, today)]),
    file('fictional'),
    ...partnershipSteps(today, roleIds, seats),
    ...sharingSteps(today),
    ...meetingSteps(today, seats, panels),
    ...caseSteps(today, panels),
    ...workSteps(today),
    ...EXAMPLES.map((plan): Step => ({ day: today, run: (it) => example(it, plan, reports) })),
    ...planSteps(today, items),
  ];
}

const filed = (reports: ReadonlyMap<string, Filed>, key: string): Filed => {
  const found = reports.get(key);
  if (found === undefined) throw new Error(`the report “${key}” is not on file yet`);
  return found;
};

/** Written, approved and published in time, and sent to everybody that it has to go to. */
function responseSteps(plan: ResponsePlan, reports: ReadonlyMap<string, Filed>, today: string): Step[] {
  const published = publicationOf(reportOf(plan.report), today);
  let written: Result = { id: '', version: 0 };
  const step = (days: number, run: Step['run']): Step => ({ day: plusDays(published, days), run });
  return [
    step(9, async (it) => {
      written = await writeResponse(it, plan, filed(reports, plan.report), plusDays(published, 30), false);
    }),
    step(44, (it) => publishResponse(it, plan, written)),
    step(46, (it) => distribute(it, plan, written.id, it.today)),
  ];
}

async function example(it: Doing, plan: ResponsePlan, reports: ReadonlyMap<string, Filed>): Promise<void> {
  await publishResponse(it, plan, await writeResponse(it, plan, filed(reports, plan.report), plusDays(it.today, 14), true));
}
