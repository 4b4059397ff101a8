/**
 * Sums of the records' weights by force, month and one or two things more (outcome by kind, decile by outcome, age by sex, ...), in memory: what the views of a board
 * ask of one force. Each is added up from the rows once a data file, beside the questions, which are answered by SQL until it is there. The sums are the same
 * whole numbers: a weight is a fact about a record.
 */
import { HeadwaterError } from '../../errors.ts';
import { itemByCode } from '../../reference/index.ts';
import type { Session } from '../engine/index.ts';
import { type Cube, holds, rowsRead, spans } from './cube.ts';
import type { CountQuery } from './counts.ts';
import { type BaseColumn, FACTS, type FactDataset } from './dimensions.ts';
import type { Condition } from './measures.ts';

interface Side {
  /** Columns beside force and month. */
  readonly columns: readonly BaseColumn[];
  readonly given?: Condition;
}

/** What every measure of offences leaves out: with it a side need not tell kinds apart, and a view within another view's choice has few rows. */
const OFFENCES: Condition = { column: 'crime_type', not: true, ids: [itemByCode('crime-type', 'anti-social-behaviour')?.id ?? 0] };

const SIDES: Readonly<Record<FactDataset, readonly Side[]>> = {
  street: [
    { columns: ['crime_type', 'outcome'] },
    { columns: ['crime_type', 'decile'] },
    { columns: ['crime_type', 'located'] },
    { columns: ['outcome', 'decile'], given: OFFENCES },
    { columns: ['outcome', 'located'], given: OFFENCES },
    { columns: ['outcome', 'district'], given: OFFENCES },
    { columns: ['decile', 'located'], given: OFFENCES },
    { columns: ['decile', 'district'], given: OFFENCES },
  ],
  stop: [
    { columns: ['power', 'object', 'linked'] },
    { columns: ['power', 'outcome'] },
    { columns: ['power', 'age_band', 'sex', 'type'] },
    { columns: ['power', 'eth_self'] },
    { columns: ['power', 'eth_officer'] },
    { columns: ['power', 'dow', 'hour'] },
    { columns: ['power', 'decile'] },
    { columns: ['power', 'located'] },
  ],
  'lsoa-month-counts': [],
};

/** A side larger than this is left to SQL: 12 bytes a row. */
const MOST_ROWS = 3_000_000;
/** A question that would read more than this is left to SQL, which runs beside the event loop: 1 to 2 ms of loop. */
const MOST_READ = 300_000;

/** Columns of more than a byte. */
const WIDE: ReadonlySet<BaseColumn> = new Set(['month', 'district']);

async function loadSide(session: Session, dataset: FactDataset, { columns: more, given }: Side): Promise<Cube> {
  const fact = FACTS[dataset];
  const names: BaseColumn[] = ['force', 'month', ...more];
  const n = fact.counts === null ? 'count(*)' : `sum(${fact.counts})`;
  const where = given ? ` WHERE ${given.column} ${given.not ? 'NOT ' : ''}IN (${given.ids.join(', ')})` : '';
  const table = await session.run(
    `SELECT ${names.join(', ')}, ${n}::UINTEGER AS n, sum(w)::INTEGER AS v FROM ${session.alias(dataset)}${fact.table}${where} GROUP BY ${names.join(', ')} ORDER BY force, month`,
    [],
    { maxRows: MOST_ROWS },
  );
  const columns = new Map<BaseColumn, Uint8Array | Uint16Array>();
  for (const name of names) {
    columns.set(name, (WIDE.has(name) ? Uint16Array : Uint8Array).from(table.numbers(name)));
    // Millions of rows: others get their turn between the columns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const force = columns.get('force') as Uint8Array;
  return {
    columns,
    n: Uint32Array.from(table.numbers('n')),
    v: Int32Array.from(table.numbers('v')),
    ...spans(force),
    atoms: false,
    byMonth: true,
    ...(given ? { given } : {}),
  };
}

/** All sides of a dataset, one after another. One that is too large is left out. */
export async function loadSides(session: Session, dataset: FactDataset): Promise<readonly Cube[]> {
  const sides: Cube[] = [];
  for (const side of SIDES[dataset]) {
    try {
      sides.push(await loadSide(session, dataset, side));
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
