/**
 * Sums of the records' weights by force, month, kind and one thing more (outcome, decile, age by sex, ...), in memory: what the views of a board ask of one
 * force. Each is added up from the rows once a data file, beside the questions, which are answered by SQL until it is there. The sums are the same
 * whole numbers: a weight is a fact about a record.
 */
import { HeadwaterError } from '../../errors.ts';
import type { Session } from '../engine/index.ts';
import { type Cube, holds, rowsRead, spans } from './cube.ts';
import type { CountQuery } from './counts.ts';
import { type BaseColumn, FACTS, type FactDataset } from './dimensions.ts';

const SIDES: Readonly<Record<FactDataset, readonly (readonly BaseColumn[])[]>> = {
  street: [['outcome'], ['decile'], ['located']],
  stop: [['object', 'linked'], ['outcome'], ['age_band', 'sex', 'type'], ['eth_self'], ['eth_officer'], ['dow', 'hour'], ['decile'], ['located']],
  'lsoa-month-counts': [],
};

/** A side larger than this is left to SQL: 12 bytes a row. */
const MOST_ROWS = 3_000_000;
/** A question that would read more than this is left to SQL, which runs beside the event loop: 1 to 2 ms of loop. */
const MOST_READ = 300_000;

async function loadSide(session: Session, dataset: FactDataset, more: readonly BaseColumn[]): Promise<Cube> {
  const fact = FACTS[dataset];
  const names: BaseColumn[] = ['force', 'month', fact.kind, ...more];
  const n = fact.counts === null ? 'count(*)' : `sum(${fact.counts})`;
  const table = await session.run(
    `SELECT ${names.join(', ')}, ${n}::UINTEGER AS n, sum(w)::INTEGER AS v FROM ${session.alias(dataset)}${fact.table} GROUP BY ${names.join(', ')} ORDER BY force, month`,
    [],
    { maxRows: MOST_ROWS },
  );
  const columns = new Map<BaseColumn, Uint8Array | Uint16Array>();
  for (const name of names) {
    columns.set(name, (name === 'month' ? Uint16Array : Uint8Array).from(table.numbers(name)));
    // Millions of rows: others get their turn between the columns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const force = columns.get('force') as Uint8Array;
  return { columns, n: Uint32Array.from(table.numbers('n')), v: Int32Array.from(table.numbers('v')), ...spans(force), atoms: false, byMonth: true };
}

/** All sides of a dataset, one after another. One that is too large is left out. */
export async function loadSides(session: Session, dataset: FactDataset): Promise<readonly Cube[]> {
  const sides: Cube[] = [];
  for (const more of SIDES[dataset]) {
    try {
      sides.push(await loadSide(session, dataset, more));
    } catch (error) {
      if (!(error instanceof HeadwaterError && error.code === 'result-too-large')) throw error;
    }
  }
  return sides;
}

/** The side that answers a question with the fewest rows read; undefined where SQL is better. */
export function sideFor(sides: readonly Cube[], query: CountQuery): Cube | undefined {
  let best: Cube | undefined;
  let fewest = MOST_READ + 1;
  for (const side of sides) {
    if (!holds(side, query)) continue;
    const rows = rowsRead(side, query);
    if (rows < fewest) [best, fewest] = [side, rows];
  }
  return best;
}
