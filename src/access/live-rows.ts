/** {@link ./live.ts} as conditions in SQL. `table` is a name or alias of ours. */
import { type Expression, type SqlBool, sql } from 'kysely';

/** Holds on `day`, both ends in it. */
export const liveOn = (table: string, day: string): Expression<SqlBool> =>
  sql<SqlBool>`(${sql.ref(`${table}.fromOn`)} <= ${day}::date and coalesce(${sql.ref(`${table}.toOn`)} >= ${day}::date, true))`;

/** Is not over on `day`: holds, or will. */
export const notOverOn = (table: string, day: string): Expression<SqlBool> => sql<SqlBool>`coalesce(${sql.ref(`${table}.toOn`)} >= ${day}::date, true)`;
