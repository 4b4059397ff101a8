/** Row scope in a query, from the reach of a permission: the first wall. Row security in the database is the second. */
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Setting } from '../register/index.ts';

/** SQL columns that say whose a row is, such as `t.organisation_id`. */
export interface Columns {
  readonly organisation?: string;
  readonly person?: string;
  /** A condition in SQL, of ours: `t.published_at is not null`. */
  readonly published?: string;
}

/** A condition that holds for the rows that the permission reaches: `query.where(within(setting, { organisation: 't.organisation_id' }))`. */
export function within({ reach, who }: Pick<Setting, 'reach' | 'who'>, columns: Columns): Expression<SqlBool> {
  if (reach === 'system' || reach === 'partnership') return sql<SqlBool>`true`;
  const parts: Expression<SqlBool>[] = [];
  if (columns.published !== undefined && reach !== 'none') parts.push(sql<SqlBool>`(${sql.raw(columns.published)})`);
  if (reach === 'organisation' && columns.organisation !== undefined && who.organisationId !== null)
    parts.push(sql<SqlBool>`${sql.ref(columns.organisation)} = ${who.organisationId}::uuid`);
  if (reach === 'own' && columns.person !== undefined && who.personId !== null) parts.push(sql<SqlBool>`${sql.ref(columns.person)} = ${who.personId}::uuid`);
  return parts.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}
