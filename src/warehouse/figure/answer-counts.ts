/** Where each count is read: from the atoms in memory where they can answer, else from the rows by one statement. Each distinct question once. */
import type { Session } from '../engine/index.ts';
import { countAtoms } from './atoms.ts';
import type { Context } from './context.ts';
import { atomLevel, type CountQuery, type CountTable, countKey, isCanonical, runCounts } from './counts.ts';

export async function answerCounts(session: Session, context: Pick<Context, 'atoms'>, queries: readonly CountQuery[]): Promise<CountTable[]> {
  const distinct = new Map<string, CountQuery>();
  for (const query of queries) distinct.set(countKey(query), query);
  const answers = new Map<string, CountTable>();
  const scans: [string, CountQuery][] = [];
  for (const [key, query] of distinct) {
    if (isCanonical(query)) answers.set(key, countAtoms(await context.atoms(query.dataset), query, atomLevel(query)));
    else scans.push([key, query]);
  }
  const tables = await runCounts(
    session,
    scans.map(([, query]) => query),
  );
  for (const [at, [key]] of scans.entries()) answers.set(key, tables[at] as CountTable);
  return queries.map((query) => answers.get(countKey(query)) as CountTable);
}
