/** A database on a server that is not ours, as an organisation gives one: nothing in it, and a sign-in that is no superuser. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Names the sign-in that makes the databases: it may create databases and roles. */
export const OUTSIDE = 'HEADWATER_TEST_DATABASE_URL';

export interface OutsideDatabase {
  /** As DATABASE_URL has it. */
  readonly url: string;
  /** Ends its sessions and removes it. */
  drop(): Promise<void>;
}

/** @param serverUrl a sign-in of the server, with a database that is there */
export async function createOutside(serverUrl: string): Promise<OutsideDatabase> {
  const name = `headwater_test_${randomBytes(6).toString('hex')}`;
  await tell(serverUrl, `create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => tell(serverUrl, `drop database if exists ${name} with (force)`) };
}

export async function tell(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'headwater test' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
