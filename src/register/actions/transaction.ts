/** One transaction with its reach set, for the row security of the database; and the look-ups that need none. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tx } from '../database.ts';
import { isUnprepared } from '../prepared.ts';
import type { Tables } from '../tables/index.ts';
import type { Reach, Who } from '../who.ts';
import { awayInWords } from './problems.ts';

export interface TransactionSetting {
  readonly reach: Reach;
  readonly who: Who;
  readonly at: Date;
  readonly readOnly?: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Commits when `work` is done, undoes everything when it throws.
 * @throws HeadwaterError `register-away` where the database does not answer
 */
export async function transaction<T>(db: Kysely<Tables>, setting: TransactionSetting, work: (tx: Tx) => Promise<T>): Promise<T> {
  return within(db, setting, work).catch((error: unknown) => {
    throw awayInWords(error);
  });
}

/**
 * Asks a function of the database that finds one row by a secret (a session's, a token's, a feed's), before it is known who asks.
 * @throws HeadwaterError `register-away`
 */
export async function lookUp<Row>(db: Kysely<Tables>, question: RawBuilder<Row>): Promise<Row | undefined> {
  try {
    return (await askOnceMore(() => question.execute(db))).rows[0];
  } catch (error) {
    throw awayInWords(error);
  }
}

/** Without a transaction of its own, nothing but the question is tried again. */
const askOnceMore = <T>(ask: () => Promise<T>): Promise<T> =>
  ask().catch((error: unknown) => {
    if (isUnprepared(error)) return ask();
    throw error;
  });

async function within<T>(db: Kysely<Tables>, setting: TransactionSetting, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (tx) => {
    await sql.raw(opening(setting)).execute(tx);
    try {
      const result = await work(tx);
      await sql.raw('commit').execute(tx);
      return result;
    } catch (error) {
      // A connection that is gone cannot roll back; the server already has.
      await sql
        .raw('rollback')
        .execute(tx)
        .catch(() => undefined);
      throw error;
    }
  });
}

/** One round trip. Every value is a word of ours, an id that has been checked, or a time that we wrote. */
function opening({ reach, who, at, readOnly }: TransactionSetting): string {
  return [
    readOnly === true ? 'begin read only' : 'begin',
    `set local headwater.reach = '${reach}'`,
    `set local headwater.organisation = '${idOf(who.organisationId)}'`,
    `set local headwater.person = '${idOf(who.personId)}'`,
    `set local headwater.now = '${at.toISOString()}'`,
  ].join('; ');
}

function idOf(id: string | null): string {
  if (id === null) return '';
  if (!UUID.test(id)) throw new Error('an id that is not one reached the database');
  return id;
}
