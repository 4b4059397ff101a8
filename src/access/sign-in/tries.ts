/**
 * How often may be guessed. Kept in the database, because two servers share it. A try is counted before it is looked at, so that many at once are as slow as
 * one after the other. An account is counted by its e-mail whether anybody has it or not, so that a pause says nothing about who is here.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../register/index.ts';

/** Wrong tries before the first pause; then a minute, and twice as long after each further one, to an hour. */
export const FREE_TRIES = 5;
export const LONGEST_PAUSE_MINUTES = 60;
/** Nothing wrong for a day, and the count begins again. */
const FORGET_HOURS = 24;
/** Tries from one address in a quarter of an hour that were not answered by a sign-in. An office of a hundred has one address. */
export const ADDRESS_TRIES = 100;
const ADDRESS_MINUTES = 15;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const accountKey = (email: string): string => `account:${digest(email.trim().toLowerCase())}`;
export const codeKey = (personId: string): string => `code:${personId}`;
const addressKey = (address: string): string => `address:${digest(address)}`;

export type Try = { readonly may: true; readonly tries: number; readonly pausedUntil: Date | null } | { readonly may: false; readonly until: Date };

/** Counts a try at an account or a code; `tx` has the system’s reach. `pausedUntil` is the pause that starts now unless the try is right. */
export async function takeTry(tx: Tx, key: string, at: Date): Promise<Try> {
  const { rows } = await sql<{ tries: number; pausedUntil: Date | null }>`
    insert into sign_in_try as t (key, tries, since) values (${key}, 1, ${at})
    on conflict (key) do update set
      tries = case when t.since < ${at}::timestamptz - make_interval(hours => ${FORGET_HOURS}) then 1 else t.tries + 1 end,
      since = ${at},
      paused_until = case when t.since >= ${at}::timestamptz - make_interval(hours => ${FORGET_HOURS}) and t.tries + 1 >= ${FREE_TRIES}
        then ${at}::timestamptz + make_interval(mins => least(${LONGEST_PAUSE_MINUTES}, 2 ^ least(t.tries + 1 - ${FREE_TRIES}, 10))::integer) end
    where t.paused_until is null or t.paused_until <= ${at}
    returning tries, paused_until`.execute(tx);
  const row = rows[0];
  if (row !== undefined) return { may: true, ...row };
  const held = await tx.selectFrom('signInTry').select('pausedUntil').where('key', '=', key).executeTakeFirst();
  return { may: false, until: held?.pausedUntil ?? at };
}

/** Counts a try from an address. Null where it may be made, else when it may be made again. */
export async function takeAddress(tx: Tx, address: string, at: Date): Promise<Date | null> {
  await tx
    .deleteFrom('signInTry')
    .where('since', '<', new Date(at.getTime() - FORGET_HOURS * 3_600_000))
    .execute();
  const { rows } = await sql<{ tries: number; since: Date }>`
    insert into sign_in_try as t (key, tries, since) values (${addressKey(address)}, 1, ${at})
    on conflict (key) do update set
      tries = case when t.since < ${at}::timestamptz - make_interval(mins => ${ADDRESS_MINUTES}) then 1 else t.tries + 1 end,
      since = case when t.since < ${at}::timestamptz - make_interval(mins => ${ADDRESS_MINUTES}) then ${at} else t.since end
    returning tries, since`.execute(tx);
  const row = rows[0];
  return row !== undefined && row.tries > ADDRESS_TRIES ? new Date(row.since.getTime() + ADDRESS_MINUTES * 60_000) : null;
}

/** The try was right: its account begins anew, and its address is given the try back. */
export async function giveBack(tx: Tx, key: string, address: string): Promise<void> {
  await tx.deleteFrom('signInTry').where('key', '=', key).execute();
  await tx
    .updateTable('signInTry')
    .set((row) => ({ tries: row('tries', '-', 1) }))
    .where('key', '=', addressKey(address))
    .where('tries', '>', 0)
    .execute();
}

/** Ends every pause of one person. */
export const endPauses = (tx: Tx, personId: string, email: string): Promise<unknown> =>
  tx
    .deleteFrom('signInTry')
    .where('key', 'in', [accountKey(email), codeKey(personId)])
    .execute();
