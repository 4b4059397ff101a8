/**
 * Changes to records that several people edit. A form names the version that it showed; where somebody was faster, nothing is written and the
 * answer says who changed what, so that the page can show it beside what was typed.
 */
import type { Insertable, Updateable } from 'kysely';
import { HeadwaterError, type Problem } from '../../errors.ts';
import type { Tx } from '../database.ts';
import type { Kept, Tables } from '../tables/index.ts';
import type { Setting } from './define.ts';

/** Tables with an id, a version, and who made and changed the row. */
export type KeptTable = { [T in keyof Tables]: Tables[T] extends Kept & { id: unknown } ? T : never }[keyof Tables];

export interface Change {
  readonly by: string;
  readonly at: Date;
  /** Names of the fields that were changed since the version that the form showed. */
  readonly fields: readonly string[];
}

export class StaleError extends HeadwaterError {
  readonly changes: readonly Change[];
  /** The record as it is now. */
  readonly now: Readonly<Record<string, unknown>>;

  constructor(changes: readonly Change[], now: Readonly<Record<string, unknown>>) {
    const last = changes.at(-1);
    super(
      'conflict',
      'changed-meanwhile',
      last === undefined ? 'This was changed by somebody else while you had it open' : `${last.by} changed this while you had it open`,
      {
        advice: 'What you typed is below, and has not been saved. Compare it with what is there now, then save again.',
      },
    );
    this.name = 'StaleError';
    this.changes = changes;
    this.now = now;
  }

  override toProblem(): Problem {
    return { ...super.toProblem(), changes: this.changes.map(({ by, at, fields }) => ({ by, at: at.toISOString(), fields })) };
  }
}

/** A new row, with who made it. Gives its id. */
export async function insertKept<T extends KeptTable>(tx: Tx, table: T, values: Insertable<Tables[T]>, { who, at }: Setting): Promise<string> {
  const row = await asAny(tx, table).insert({ ...values, createdAt: at, createdBy: who.personId, updatedAt: at, updatedBy: who.personId });
  return row;
}

/**
 * Writes `changes` to the row if it is still at `version`. Gives the new version and the names of the fields that are different now; where none
 * is, nothing is written.
 * @throws StaleError, HeadwaterError `no-such-record`
 */
export async function changeKept<T extends KeptTable>(
  tx: Tx,
  table: T,
  id: string,
  version: number,
  changes: Partial<Updateable<Tables[T]>>,
  { who, at }: Setting,
): Promise<{ version: number; fields: string[] }> {
  const some = asAny(tx, table);
  const row = await some.lock(id);
  if (row === undefined)
    throw new HeadwaterError('not-found', 'no-such-record', 'There is no such record, or it is not one that you may see', { advice: 'Go back to the list.' });
  if (row['version'] !== version) throw new StaleError(await since(tx, table, id, version), row);
  const fields = Object.entries(changes)
    .filter(([field, value]) => value !== undefined && !same(row[field], value))
    .map(([field]) => field);
  if (fields.length === 0) return { version, fields };
  await some.update(id, { ...changes, version: version + 1, updatedAt: at, updatedBy: who.personId });
  return { version: version + 1, fields };
}

function same(held: unknown, given: unknown): boolean {
  if (held instanceof Date || given instanceof Date) return held instanceof Date && given instanceof Date && held.getTime() === given.getTime();
  return JSON.stringify(held ?? null) === JSON.stringify(given ?? null);
}

/** What the audit log has of changes since; `details.changed` of an event holds the fields. */
async function since(tx: Tx, table: string, id: string, version: number): Promise<Change[]> {
  const events = await tx
    .selectFrom('auditEvent as e')
    .leftJoin('person as p', 'p.id', 'e.personId')
    .select(['e.at', 'e.details', 'p.name'])
    .where('e.subjectType', '=', table)
    .where('e.subjectId', '=', id)
    .where('e.subjectVersion', '>', version)
    .where('e.outcome', '=', 'done')
    .orderBy('e.seq')
    .execute();
  return events.map((event) => ({
    by: event.name ?? 'Somebody at another organisation',
    at: event.at,
    fields: Array.isArray(event.details['changed']) ? event.details['changed'].map(String) : [],
  }));
}

/**
 * One table of several with the same columns. Kysely's types cannot follow a table that is a parameter, so its queries are written against one
 * of them; `KeptTable` holds callers to those that have these columns.
 */
function asAny(tx: Tx, table: KeptTable) {
  const name = table as 'organisation';
  return {
    async insert(values: Record<string, unknown>): Promise<string> {
      const row = await tx
        .insertInto(name)
        .values(values as Insertable<Tables['organisation']>)
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    async lock(id: string): Promise<Record<string, unknown> | undefined> {
      return tx.selectFrom(name).selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    },
    async update(id: string, values: Record<string, unknown>): Promise<void> {
      await tx
        .updateTable(name)
        .set(values as Updateable<Tables['organisation']>)
        .where('id', '=', id)
        .execute();
    },
  };
}
