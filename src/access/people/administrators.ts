/** There is always somebody who can invite people and give roles. */
import { type SqlBool, sql } from 'kysely';
import type { Tx } from '../../register/index.ts';
import { liveOn } from '../live-rows.ts';

/**
 * Whether an administrator would remain without a person, or without one membership; true as well where there is none to lose. Administrators are locked until the transaction
 * ends, so that two who take each other's role away at once do not both succeed.
 */
export async function administratorsBesides(tx: Tx, without: { readonly personId?: string; readonly membershipId?: string }, today: string): Promise<boolean> {
  // One lock for the whole question: rows that another transaction is about to change are waited for.
  await sql`select pg_advisory_xact_lock(hashtext('headwater administrators'))`.execute(tx);
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['m.id', 'm.personId'])
    .where('p.status', '=', 'active')
    .where('o.closedOn', 'is', null)
    .where(sql<SqlBool>`'administrator' = any(m.roles)`)
    .where(liveOn('m', today))
    .execute();
  const remain = rows.filter((row) => row.personId !== without.personId && row.id !== without.membershipId);
  return remain.length > 0 || rows.length === 0;
}
