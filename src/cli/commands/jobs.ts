/** `headwater jobs`: what the service does by the clock, how it went, and one of them now. */
import { setTimeout as wait } from 'node:timers/promises';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, OPERATOR } from '../../register/index.ts';
import { openActing } from '../../service/index.ts';
import { jobOutcome, type JobView, listJobs, runJob, startJobs } from '../../service/jobs/index.ts';
import { homeDir, openHome, openWarehouse } from '../../warehouse/index.ts';
import { oneOf, readArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { textTable } from '../text-table.ts';

export const help = `Lists the service’s jobs with their hours (London time), when each was last done, and what failed; or runs one now.

Usage: headwater jobs [--format table|json] [--home DIR]
       headwater jobs run NAME [--format table|json] [--home DIR]

The server runs them. What fails is tried again after a minute, two, four and so on, six times; what was missed while no server ran is done once at
the next start. \`run\` puts a job in, waits until it has ended, and prints what came of it: exit code 1 where it failed.
A second server beside the one that runs the jobs is started with HEADWATER_JOBS=off.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('jobs', args, { format: { type: 'string' } } as const, true);
  const format = oneOf('--format', values.format, ['table', 'json']);
  const [word, name, ...more] = positionals;
  if ((word !== undefined && word !== 'run') || (word === 'run') !== (name !== undefined) || more.length > 0)
    throw new HeadwaterError('bad-input', 'cli-jobs', 'Which job?', { advice: 'Write headwater jobs, or headwater jobs run NAME.' });
  const home = openHome(homeDir(values.home, io.env));
  const acting = await openActing({ homeDir: home.dir, env: io.env, serves: false });
  try {
    if (name !== undefined) return await runOne(acting, home.dir, name, format === 'json', io);
    const jobs = await acting.read(listJobs, {}, OPERATOR);
    io.out(format === 'json' ? JSON.stringify(jobs, null, 2) : tableOf(jobs));
    for (const job of jobs) if (format !== 'json' && job.failure !== null) io.out(failureOf(job));
    return 0;
  } finally {
    await acting.register.close();
  }
}

/** Works on the queue itself, so that it goes without a server; where one runs, either of them takes it. */
async function runOne(acting: Acting, homeDirectory: string, name: string, asJson: boolean, io: Io): Promise<number> {
  const { id } = await acting.act(runJob, { name }, OPERATOR);
  const warehouse = await openWarehouse(homeDirectory);
  const workers = await startJobs({ acting, warehouse, homeDir: homeDirectory }, { clock: false, every: { poll: 0.5, clock: 30, supervise: 60 }, log: io.err });
  try {
    for (;;) {
      const outcome = await acting.read(jobOutcome, { id }, OPERATOR);
      if (outcome === null) {
        await wait(200);
        continue;
      }
      if (asJson) io.out(JSON.stringify({ name, id, ...outcome }, null, 2));
      else io.out(outcome.done ? `${name} was done: ${JSON.stringify(outcome.result)}` : `${name} failed: ${outcome.failure ?? 'it does not say why'}`);
      return outcome.done ? 0 : 1;
    }
  } finally {
    await workers.stop();
    await warehouse.close();
  }
}

const moment = (at: Date | null): string =>
  at === null ? '-' : new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'medium', timeStyle: 'short' }).format(at);

function tableOf(jobs: readonly JobView[]): string {
  const columns = ['Job', 'What it does', 'Last done', 'Next', 'State'].map((title) => ({ title, align: 'left' }) as const);
  return textTable(
    columns,
    jobs.map((job) => [job.name, job.title, moment(job.doneAt), moment(job.nextAt), stateOf(job)]),
  );
}

function stateOf({ runningSince, failure, retries, waiting }: JobView): string {
  if (runningSince !== null) return `running since ${moment(runningSince)}`;
  if (failure !== null) return retries ? 'failed, will be tried again' : 'failed';
  return waiting > 0 ? 'waiting' : '';
}

const failureOf = ({ name, failedAt, failure }: JobView): string => `${name} failed on ${moment(failedAt)}: ${failure ?? ''}`;
