/** Work that the service does on somebody's behalf inside their action: what it touches is not theirs to see or to write. */
import { sql } from 'kysely';
import type { Tx } from '../register/index.ts';

/**
 * Runs `work` with the system's reach in the same transaction, then gives the action's own reach back. For a task in another organisation, a
 * session that ends, an invitation: small writes whose permission the action itself has decided. Never for what a person is then shown.
 */
export async function asService<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ reach: string }>`select current_setting('headwater.reach') as reach`.execute(tx);
  const reach = rows[0]?.reach ?? 'none';
  await sql`select set_config('headwater.reach', 'system', true)`.execute(tx);
  const result = await work();
  // Where the work failed, the transaction is undone and its settings with it.
  await sql`select set_config('headwater.reach', ${reach}, true)`.execute(tx);
  return result;
}
