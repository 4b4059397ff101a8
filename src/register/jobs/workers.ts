/**
 * The worker: takes jobs from the queue one at a time, tries again what failed, and puts what is due by the clock in. A job is done at least once:
 * who is killed in the middle leaves it to the next, so what a job does must be safe to do again. Its actions are (`doing` of src/service/jobs).
 */
import { PgBoss, type JobWithMetadata } from 'pg-boss';
import { HeadwaterError } from '../../errors.ts';
import type { Register } from '../open.ts';
import { type JobData, keyOf } from './enqueue.ts';
import { QUEUE, QUIET, ZONE } from './queue.ts';

export interface JobRun {
  /** The same however often the job is tried. */
  readonly id: string;
  readonly data: JobData;
  /** 1 for the first. */
  readonly attempt: number;
  /** Aborted when the server stops, or when another worker has taken the job over. */
  readonly signal: AbortSignal;
}

export interface JobDefinition {
  /** Noun, then verb: `audit.seal`. */
  readonly name: string;
  readonly title: string;
  /** Cron expression in Europe/London; null for a job that only others put in. An hour that a change of clocks takes away or gives twice (01:00 to 02:00) is best left out. */
  readonly schedule: string | null;
  /** What it gives back is kept with the job: counts, no personal data. */
  readonly run: (run: JobRun) => Promise<unknown>;
}

export interface Workers {
  /** Waits for the job in hand, 20 seconds at most; one that takes longer is left to the next start. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  /** What failed, a line each; no personal data. */
  readonly log?: (line: string) => void;
  /** Seconds between looks. As few as one for a test or a command; as they are, an idle server asks the database some 40 short questions a minute. */
  readonly every?: { readonly poll: number; readonly clock: number; readonly supervise: number };
  /** False for a command that only works jobs off. */
  readonly clock?: boolean;
}

const EVERY = { poll: 5, clock: 30, supervise: 60 } as const;
const STOP_MS = 20_000;

/** @throws where the queue's tables are of another version of pg-boss */
export async function startWorkers(register: Register, jobs: readonly JobDefinition[], options: WorkerOptions = {}): Promise<Workers> {
  const { log = () => undefined, every = EVERY, clock = true } = options;
  const known = new Map(jobs.map((job) => [job.name, job]));
  const boss = new PgBoss({
    ...QUIET,
    connectionString: register.appUrl,
    application_name: 'headwater jobs',
    ...(register.role === null ? {} : { options: `-c role=${register.role}` }),
    max: 2,
    migrate: false,
    supervise: true,
    superviseIntervalSeconds: every.supervise,
    monitorIntervalSeconds: every.supervise,
    queueCacheIntervalSeconds: 3_600,
    flowIntervalSeconds: 3_600,
    // The tables are the owner's, and small.
    reindex: false,
    monitorVacuum: false,
    schedule: clock,
    cronMonitorIntervalSeconds: every.clock,
    cronWorkerIntervalSeconds: every.clock,
  });
  boss.on('error', (error) => log(`The job queue: ${error.message}`));
  await boss.start();
  if (clock) await keepSchedules(boss, jobs);
  const look = { includeMetadata: true, pollingIntervalSeconds: every.poll } as const;
  await boss.work<Stored, object | null, typeof look>(QUEUE, look, async ([job]) => (job === undefined ? null : perform(job, known, log)));
  return { stop: () => boss.stop({ timeout: STOP_MS }) };
}

interface Stored {
  readonly job: string;
  readonly [name: string]: unknown;
}

async function perform(stored: JobWithMetadata<Stored>, known: ReadonlyMap<string, JobDefinition>, log: (line: string) => void): Promise<object> {
  const { job: name, ...data } = stored.data;
  try {
    const job = known.get(name);
    if (job === undefined) throw new HeadwaterError('fault', 'job-unknown', `There is no job “${name}”: another version put it in.`);
    return { result: (await job.run({ id: stored.id, data, attempt: stored.retryCount + 1, signal: stored.signal })) ?? null };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    log(`The job ${name} failed${stored.retryCount < stored.retryLimit ? ' and will be tried again' : ' for the last time'}: ${said}`);
    // The words alone: an error of the database may hold values of a row.
    throw new Error(said, { cause: undefined });
  }
}

/** Those of this version and no others. A schedule that is as it was is left alone, with the time at which it was made. */
async function keepSchedules(boss: PgBoss, jobs: readonly JobDefinition[]): Promise<void> {
  const there = await boss.getSchedules(QUEUE);
  const wanted = jobs.filter((job) => job.schedule !== null);
  for (const { key } of there) if (!wanted.some((job) => job.name === key)) await boss.unschedule(QUEUE, key);
  for (const { name, schedule } of wanted) {
    if (schedule === null || there.some((each) => each.key === name && each.cron === schedule && each.timezone === ZONE)) continue;
    // Once for all that was missed while no server ran.
    await boss.schedule(QUEUE, schedule, { job: name }, { key: name, tz: ZONE, missed: 'once', singletonKey: keyOf(name, {}) });
  }
}

/** When a schedule is due next, from `from` on. Pure. */
export function occurrences(schedule: string, from: Date, count: number): Date[] {
  return new PgBoss({ ...QUIET, connectionString: 'postgres://nowhere' }).previewSchedule(schedule, { tz: ZONE, from, count });
}
