/** Puts a job into the queue in an action's own transaction: it is there when the action is done, and never when it was undone. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { QUEUE } from './queue.ts';

/** Plain JSON: ids, not records. */
export type JobData = Readonly<Record<string, unknown>>;

/**
 * Gives the job's id. The same job with the same data that waits already, and has not begun, is that one: it is not put in again.
 * @param name of a job of src/service/jobs
 */
export async function enqueue(tx: Tx, name: string, data: JobData = {}): Promise<string> {
  const key = keyOf(name, data);
  // What pg-boss's own insert fills in from the queue; it offers that only through a connection of its own that it watches by timers.
  const { rows } = await sql<{ id: string }>`
    insert into pgboss.job (name, data, singleton_key, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds,
      keep_until, heartbeat_seconds, dead_letter)
    select q.name, ${JSON.stringify({ job: name, ...data })}::jsonb, ${key}, q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds,
      q.deletion_seconds, now() + q.retention_seconds * interval '1 second', q.heartbeat_seconds, q.dead_letter
    from pgboss.queue q where q.name = ${QUEUE}
    on conflict do nothing returning id`.execute(tx);
  if (rows[0] !== undefined) return rows[0].id;
  const waiting = await sql<{ id: string }>`select id from pgboss.job where name = ${QUEUE} and singleton_key = ${key} and state = 'created'`.execute(tx);
  // Begun between the two: what was asked for is being done, or put in anew.
  return waiting.rows[0]?.id ?? enqueue(tx, name, data);
}

/** What makes two jobs one: the name alone, or with a mark of the data. */
export function keyOf(name: string, data: JobData): string {
  const parts = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0 ? name : `${name} ${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}
