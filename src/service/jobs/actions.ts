/** Looking at jobs, and putting one in by hand. */
import { z } from 'zod';
import { defineAction, defineRead } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { enqueue, type JobStanding, occurrences, outcomeOf, standings } from '../../register/jobs/index.ts';
import { JOBS } from './list.ts';

export interface JobView extends Omit<JobStanding, 'job'> {
  readonly name: string;
  readonly title: string;
  readonly words: string;
  /** Cron expression, Europe/London. */
  readonly schedule: string | null;
  readonly nextAt: Date | null;
}

const NEVER = { runningSince: null, waiting: 0, doneAt: null, result: null, failedAt: null, failure: null, retries: false } as const;

export const listJobs = defineRead({
  name: 'job.list',
  title: 'See the service’s jobs',
  allowed: 'job.read',
  input: z.object({}),
  async answer(tx, _input, { at }): Promise<JobView[]> {
    const found = new Map((await standings(tx)).map(({ job, ...standing }) => [job, standing]));
    return JOBS.map(({ name, title, words, schedule }) => ({
      name,
      title,
      words,
      schedule,
      nextAt: schedule === null ? null : (occurrences(schedule, at, 1)[0] ?? null),
      ...(found.get(name) ?? NEVER),
    }));
  },
});

export const runJob = defineAction({
  name: 'job.run',
  title: 'Run a job now',
  allowed: 'operator.run',
  input: z.object({ name: z.string() }),
  async effect(tx, { name }) {
    if (!JOBS.some((job) => job.name === name)) {
      throw new HeadwaterError('not-found', 'job-unknown', `There is no job “${name}”.`, {
        advice: `The jobs are: ${JOBS.map((job) => job.name).join(', ')}.`,
      });
    }
    return { id: await enqueue(tx, name) };
  },
  audit: ({ name }, { id }) => ({ subject: { type: 'job', id }, details: { job: name } }),
});

export const jobOutcome = defineRead({
  name: 'job.outcome',
  title: 'See how a job ended',
  allowed: 'operator.run',
  input: z.object({ id: z.uuid() }),
  answer: (tx, { id }) => outcomeOf(tx, id),
});
