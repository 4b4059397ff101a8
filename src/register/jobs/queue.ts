/**
 * The queue of jobs: pg-boss, in a schema of its own. The owner installs it, and brings it to a later version, when the register is opened; at
 * run time the application's role reads and writes its rows and makes nothing. One queue holds every job, so that one poll finds them all and two
 * heavy ones never run at once; which job a row is stands in its data.
 */
import pg from 'pg';
import { PgBoss } from 'pg-boss';

export const SCHEMA = 'pgboss';
export const QUEUE = 'headwater';

/** Cron expressions are read in this zone. */
export const ZONE = 'Europe/London';

/**
 * `short`: the same job with the same key waits once, however often it is asked for. What fails is tried again after 1, 2, 4 … minutes. A worker that
 * lives says so every 30 seconds; one that was killed is found out, and its job given to another. Finished jobs are kept for three weeks.
 */
const SETTINGS = {
  policy: 'short',
  retryLimit: 6,
  retryDelay: 60,
  retryBackoff: true,
  retryDelayMax: 3_600,
  expireInSeconds: 3_600,
  heartbeatSeconds: 60,
  deleteAfterSeconds: 21 * 86_400,
} as const;

/** Tells pg-boss to do nothing by itself. */
export const QUIET = { schema: SCHEMA, supervise: false, schedule: false, registerInstance: false, max: 1 } as const;

/** @param ownerUrl a sign-in that may create a schema; @param appRole gets what a worker needs at run time. Told again it changes nothing. */
export async function installQueue(ownerUrl: string, appRole: string): Promise<void> {
  const boss = new PgBoss({ ...QUIET, connectionString: ownerUrl, application_name: 'headwater jobs', migrate: true });
  const failures: unknown[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  try {
    if ((await boss.getQueue(QUEUE)) === null) await boss.createQueue(QUEUE, SETTINGS);
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failures[0] !== undefined) throw failures[0];
  await grant(ownerUrl, appRole);
}

async function grant(ownerUrl: string, appRole: string): Promise<void> {
  const role = pg.escapeIdentifier(appRole);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'headwater jobs' });
  await client.connect();
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `select bool_and(has_schema_privilege($1, $2, 'usage') and has_table_privilege($1, c.oid, 'select, insert, update, delete')) as may
       from pg_class c where c.relnamespace = $2::regnamespace and c.relkind in ('r', 'p')`,
      [appRole, SCHEMA],
    );
    if (rows[0]?.may === true) return;
    await client.query(`grant usage on schema ${SCHEMA} to ${role};
      grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${role};
      grant usage on all sequences in schema ${SCHEMA} to ${role}`);
  } finally {
    await client.end();
  }
}
