/** What became of the jobs, as the queue's own rows tell. */
import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { QUEUE } from './queue.ts';

export interface JobStanding {
  readonly job: string;
  /** Begun and not ended; a worker that was killed shows here until another takes over. */
  readonly runningSince: Date | null;
  readonly waiting: number;
  /** When it was last done, and what it gave back. */
  readonly doneAt: Date | null;
  readonly result: unknown;
  /** Of the last try that failed after that, its words; null where it has been done since. */
  readonly failedAt: Date | null;
  readonly failure: string | null;
  /** Whether it will be tried again by itself. */
  readonly retries: boolean;
}

interface Row {
  readonly job: string;
  readonly runningSince: Date | null;
  readonly waiting: number;
  readonly doneAt: Date | null;
  readonly result: unknown;
  readonly failedAt: Date | null;
  readonly failure: string | null;
  readonly retries: boolean | null;
}

/** One row for each job that was put in during the last three weeks. Jobs hold no personal data, so anybody's reach sees them. */
export async function standings(tx: Tx): Promise<JobStanding[]> {
  const { rows } = await sql<Row>`
    with run as (select data ->> 'job' as job, state::text as state, started_on, completed_on, output from pgboss.job where name = ${QUEUE}),
    done as (select distinct on (job) job, completed_on, output -> 'result' as result from run where state = 'completed' order by job, completed_on desc),
    bad as (select distinct on (job) job, coalesce(completed_on, started_on) as at, output ->> 'message' as words, state = 'retry' as retries
      from run where state in ('failed', 'retry') order by job, coalesce(completed_on, started_on) desc)
    select n.job, n.running_since, n.waiting, done.completed_on as done_at, done.result,
      case when bad.at > coalesce(done.completed_on, '-infinity') then bad.at end as failed_at,
      case when bad.at > coalesce(done.completed_on, '-infinity') then coalesce(bad.words, 'The server ended in the middle') end as failure,
      bad.at > coalesce(done.completed_on, '-infinity') and bad.retries as retries
    from (select job, min(started_on) filter (where state = 'active') as running_since, count(*) filter (where state in ('created', 'retry')) as waiting
      from run group by job) n
    left join done using (job) left join bad using (job) order by n.job`.execute(tx);
  return rows.map((row) => ({ ...row, retries: row.retries === true }));
}

/** How one job ended, or null while it waits or runs. */
export async function outcomeOf(tx: Tx, id: string): Promise<{ done: boolean; result: unknown; failure: string | null } | null> {
  const { rows } = await sql<{ state: string; output: { result?: unknown; message?: string } | null }>`
    select state::text as state, output from pgboss.job where name = ${QUEUE} and id = ${id}::uuid`.execute(tx);
  const row = rows[0];
  if (row === undefined || row.state === 'created' || row.state === 'active') return null;
  return { done: row.state === 'completed', result: row.output?.result ?? null, failure: row.state === 'completed' ? null : (row.output?.message ?? null) };
}
