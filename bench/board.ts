/** Server time of the eight-view board, what the figure pipeline adds to its SQL, and the brush. In one process, without a cache. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { join } from 'node:path';
import { boardById, planBoard } from '../src/understand/index.ts';
import { bindable } from '../src/warehouse/engine/parameters.ts';
import { askMany, openBrush, openWarehouse, type Question, type Slice, type Warehouse } from '../src/warehouse/index.ts';
import { codeList, monthText } from '../src/reference/index.ts';
import { MONTHS_OF_HOME } from './lib/home.ts';
import { type Line, line, quantile, timed } from './lib/measure.ts';
import { recording, type Statement } from './lib/recording.ts';
import { someSlices, stateOf } from './lib/slices.ts';

/** The questions of the street board's eight views for a slice. */
export function boardQuestions(slice: Slice): readonly Question[] {
  const board = boardById('street');
  if (!board) throw new Error('no street board');
  return planBoard(board, stateOf(slice), 'partner').questions;
}

const FORCES = codeList('force').items.flatMap((item) => (item.id >= 1 && item.id <= 43 ? [item.code] : []));
/** A city force of 4 % of the country: the one that people gather on. */
export const ONE_FORCE = 'west-midlands';

/** Slices of one force each, round all 43. */
function someRoundForces(name: string, perForce: number): Slice[] {
  const each = FORCES.map((force) => someSlices(perForce, `${name} ${force}`, { force: [force] }, MONTHS_OF_HOME));
  return Array.from({ length: perForce }, (_, i) => each.flatMap((slices) => slices[i] ?? [])).flat();
}

async function timeBoards(warehouse: Warehouse, slices: readonly Slice[]): Promise<number[]> {
  const samples: number[] = [];
  for (const slice of slices) samples.push(await timed(() => askMany(warehouse, boardQuestions(slice))));
  return samples;
}

export async function benchBoard(home: string): Promise<Line[]> {
  const warehouse = await openWarehouse(home, { cached: 0 });
  try {
    // A server in service has compiled its code, prepared its statements (the first of a shape costs 30 ms more) and has its sums in memory.
    await timeBoards(warehouse, [...someRoundForces('warm', 3), ...someSlices(2, 'warm', {}, MONTHS_OF_HOME)]);
    await sidesAreThere(warehouse);
    const lines = [
      line('board, one force (43 forces in turn)', await timeBoards(warehouse, someRoundForces('force', 3)), { target: 40 }),
      line('board, the largest force', await timeBoards(warehouse, someSlices(20, 'largest', { force: ['metropolitan'] }, MONTHS_OF_HOME))),
      line('board, whole country', await timeBoards(warehouse, someSlices(40, 'country', {}, MONTHS_OF_HOME)), { target: 350 }),
    ];
    lines.push(...(await benchTogether(warehouse)));
    const bySql = await openWarehouse(home, { cached: 0, sides: false });
    await timeBoards(bySql, someRoundForces('warm', 1).slice(0, 10));
    const overhead = [
      ...(await benchOverhead(bySql, home, 'one force', someSlices(60, 'overhead force', { force: [ONE_FORCE] }, MONTHS_OF_HOME))),
      ...(await benchOverhead(bySql, home, 'whole country', someSlices(25, 'overhead country', {}, MONTHS_OF_HOME))),
    ];
    await bySql.close();
    return [...lines, ...overhead, ...(await benchBrush(warehouse))];
  } finally {
    await warehouse.close();
  }
}

const PEOPLE = 32;
const BOARDS_EACH = 20;

/** Server time of boards that 32 people ask for without a pause, every slice another, and how long the event loop was held up. */
async function benchTogether(warehouse: Warehouse): Promise<Line[]> {
  const slices = someSlices(PEOPLE * BOARDS_EACH, 'together', { force: [ONE_FORCE] }, MONTHS_OF_HOME);
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const samples: number[] = [];
  await Promise.all(
    Array.from({ length: PEOPLE }, async (_, person) => {
      for (let i = 0; i < BOARDS_EACH; i += 1)
        samples.push(...(await timeBoards(warehouse, slices.slice(person * BOARDS_EACH + i, person * BOARDS_EACH + i + 1))));
    }),
  );
  delay.disable();
  const held = Math.max(0, delay.max / 1e6 - 2);
  return [
    line(`board, ${PEOPLE} people at once on one force`, samples, { target: 400 }),
    { what: '  event loop, longest block', median: held, p95: held, max: held, unit: 'ms', judged: 'max', target: 50 },
  ];
}

/** The sums that a server holds in memory are added up beside its first questions: a server in use has them. Told on standard error. */
async function sidesAreThere(warehouse: Warehouse): Promise<void> {
  const { engine, contexts } = warehouse.internals;
  const started = performance.now();
  while (performance.now() - started < 60_000) {
    const found = await engine.with(undefined, async (session) => (await contexts.of(session)).sides('street').length);
    if (found > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.stderr.write(`sums in memory after ${Math.round(performance.now() - started)} ms\n`);
}

/**
 * The very same statements, prepared and bound, on a bare instance of DuckDB with the same settings and files, to the last row but without a look
 * at any value. Board and bare take turns, so that neither has the quieter machine.
 */
async function benchOverhead(warehouse: Warehouse, home: string, what: string, slices: readonly Slice[]): Promise<Line[]> {
  const bare = await bareInstance(warehouse, home);
  const pipeline: number[] = [];
  const sql: number[] = [];
  for (const slice of slices) {
    const questions = boardQuestions(slice);
    const statements: Statement[] = [];
    await askMany(recording(warehouse, statements), questions);
    await bare.run(statements);
    for (let turn = 0; turn < 3; turn += 1) {
      pipeline.push(await timed(() => askMany(warehouse, questions)));
      sql.push(await timed(() => bare.run(statements)));
    }
  }
  bare.close();
  const over = 100 * (quantile(pipeline, 0.5) / quantile(sql, 0.5) - 1);
  return [
    line(`  its SQL run bare, ${what}`, sql),
    line(`  as figures, ${what}`, pipeline),
    {
      what: `pipeline over bare SQL, ${what}`,
      median: over,
      p95: 100 * (quantile(pipeline, 0.95) / quantile(sql, 0.95) - 1),
      unit: '%',
      judged: 'median',
      target: 30,
    },
  ];
}

async function bareInstance(warehouse: Warehouse, home: string): Promise<{ run(statements: readonly Statement[]): Promise<void>; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '2GB', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  await warehouse.internals.engine.with(undefined, async (session) => {
    for (const [dataset, file] of Object.entries(session.snapshot.files)) {
      const alias = session.alias(dataset)?.replace(/\.$/, '');
      await connection.run(`ATTACH '${join(home, 'snapshots', file.name).replaceAll("'", "''")}' AS ${alias} (READ_ONLY)`);
    }
  });
  const prepared = new Map<string, DuckDBPreparedStatement>();
  return {
    async run(statements) {
      for (const { sql, parameters } of statements) {
        // Kept, as the pipeline keeps its own.
        const statement = prepared.get(sql) ?? (await connection.prepare(sql));
        prepared.set(sql, statement);
        const { values, types } = bindable(parameters);
        statement.bind(values, types);
        await (await statement.run()).fetchAllChunks();
      }
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Dragging the period of the whole country's board: the views that are not themselves over time. */
async function benchBrush(warehouse: Warehouse): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [what, where] of [
    ['whole country', {}],
    ['one force', { force: [ONE_FORCE] }],
  ] as const) {
    const [slice] = someSlices(1, `brush ${what}`, where, MONTHS_OF_HOME);
    if (!slice) continue;
    const questions = boardQuestions({ ...slice, where }).filter((question) => !question.by.includes('month'));
    const builds: number[] = [];
    let brush = await openBrush(warehouse, questions);
    for (let i = 0; i < 5; i += 1) {
      builds.push(
        await timed(async () => {
          brush = await openBrush(warehouse, questions);
        }),
      );
    }
    const moves: number[] = [];
    for (let i = 0; i < 100; i += 1) {
      const from = MONTHS_OF_HOME.first + ((i * 7) % 100);
      moves.push(await timed(() => brush.move(monthText(from), monthText(from + 12 + (i % 30)))));
    }
    lines.push(
      line(`brush: build, ${what}`, builds, { target: 600 }),
      line(`brush: a move, ${what} (${brush.rows.toLocaleString('en-GB')} rows)`, moves, { target: 5 }),
    );
  }
  return lines;
}
