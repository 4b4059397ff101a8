/**
 * Where each count is read: from the atoms in memory where they are the answer, from a side in memory where one holds the columns, else from the rows by one
 * statement. Each distinct question once.
 */
import type { Session } from '../engine/index.ts';
import type { Context } from './context.ts';
import { atomLevel, type CountQuery, type CountTable, countKey, isCanonical, runCounts } from './counts.ts';
import { countCube } from './cube.ts';
import { sideFor } from './sides.ts';

export async function answerCounts(session: Session, context: Pick<Context, 'atoms' | 'sides'>, queries: readonly CountQuery[]): Promise<CountTable[]> {
  const distinct = new Map<string, CountQuery>();
  for (const query of queries) distinct.set(countKey(query), query);
  const answers = new Map<string, CountTable>();
  const scans: [string, CountQuery][] = [];
  for (const [key, query] of distinct) {
    const cube = isCanonical(query) ? (await context.atoms(query.dataset))[atomLevel(query)] : sideFor(context.sides(query.dataset), query);
    if (cube) answers.set(key, countCube(cube, query));
    else scans.push([key, query]);
  }
  const tables = await runCounts(
    session,
    scans.map(([, query]) => query),
  );
  for (const [at, [key]] of scans.entries()) answers.set(key, tables[at] as CountTable);
  return queries.map((query) => answers.get(countKey(query)) as CountTable);
}
