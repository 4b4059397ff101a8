/**
 * A brush: the questions of a board counted by month once, so that each move of the period is a sum over the index and no scan. Counts by month are sums of the
 * same weights, so a moved period gets the very cells that asking it afresh would.
 */
import { HeadwaterError } from '../../errors.ts';
import { monthInt } from '../../reference/index.ts';
import type { Session } from '../engine/index.ts';
import { type Prepared, type Setting, countsOf, finish, prepare } from './ask.ts';
import type { Context } from './context.ts';
import type { CountQuery, CountTable } from './counts.ts';
import { answerCounts } from './answer-counts.ts';
import { coverageOf } from './coverage.ts';
import { makeSlice } from './slice.ts';
import type { Figure, Question } from './types.ts';

export interface Brush {
  /** Rows held, for measuring. */
  readonly rows: number;
  /** The questions' figures for an inclusive period `YYYY-MM`, in the order asked. */
  move(from: string, to: string): Promise<Figure[]>;
}

interface Index {
  readonly query: CountQuery;
  readonly table: CountTable;
  readonly month: Float64Array;
  /** Dense id of the combination of the other keys, per row. */
  readonly group: Uint32Array;
  /** One row of `table` that stands for each group. */
  readonly first: readonly number[];
}

function indexOf(query: CountQuery, table: CountTable): Index {
  const at = table.by.indexOf('month');
  const others = table.keys.filter((_, index) => index !== at);
  const groups = new Map<string, number>();
  const first: number[] = [];
  const group = new Uint32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const key = others.map((column) => column[row]).join(',');
    let id = groups.get(key);
    if (id === undefined) {
      id = groups.size;
      groups.set(key, id);
      first.push(row);
    }
    group[row] = id;
  }
  return { query, table, month: table.keys[at] as Float64Array, group, first };
}

/** The table that the question itself would have given for a period. */
function slice(index: Index, from: number, to: number): CountTable {
  const { table, group, month, query } = index;
  const size = index.first.length;
  const exact = new Float64Array(size);
  const perturbed = new Float64Array(size);
  const variance = new Float64Array(size);
  for (let row = 0; row < table.rows; row++) {
    const at = month[row] as number;
    if (at < from || at > to) continue;
    const id = group[row] as number;
    exact[id] = (exact[id] as number) + (table.exact[row] as number);
    perturbed[id] = (perturbed[id] as number) + (table.perturbed[row] as number);
    variance[id] = (variance[id] as number) + (table.variance[row] as number);
  }
  const kept = index.first.map((_, id) => id).filter((id) => (exact[id] as number) > 0);
  const pick = (values: Float64Array) => Float64Array.from(kept, (id) => values[id] as number);
  return {
    by: query.by,
    rows: kept.length,
    keys: query.by.map((column) => {
      const source = table.keys[table.by.indexOf(column)] as Float64Array;
      return Float64Array.from(kept, (id) => source[index.first[id] as number] as number);
    }),
    exact: pick(exact),
    perturbed: pick(perturbed),
    variance: pick(variance),
  };
}

const withMonth = (query: CountQuery): CountQuery => ({ ...query, from: null, to: null, by: query.by.includes('month') ? query.by : [...query.by, 'month'] });

/** @throws HeadwaterError for a question that is itself over time, which a brush does not move */
export async function makeBrush(session: Session, context: Context, questions: readonly Question[], setting: Setting): Promise<Brush> {
  const open = questions.map((question) => ({ ...question, slice: makeSlice(null, null, question.slice.where) }));
  const prepared = await Promise.all(open.map((question) => prepare(session, context, question)));
  for (const each of prepared) {
    if (each.plan.window || each.plan.main.by.includes('month'))
      throw new HeadwaterError('bad-input', 'brush-time', `“${each.plan.measure.title}” over time does not follow the period.`);
  }
  const queries = prepared.map(countsOf);
  const flat = queries.flat();
  const tables = await answerCounts(session, context, flat.map(withMonth));
  const indexes = flat.map((query, at) => indexOf(query, tables[at] as CountTable));
  const { manifest, snapshot } = session;

  return {
    rows: indexes.reduce((sum, each) => sum + each.table.rows, 0),
    async move(from, to) {
      const first = monthInt(from);
      const last = monthInt(to);
      if (first === undefined || last === undefined || first > last)
        throw new HeadwaterError('bad-input', 'slice-range', 'The period is not two months in order.');
      let at = 0;
      const out: Figure[] = [];
      for (const [position, each] of prepared.entries()) {
        const moved: Prepared = movedTo(each, from, to);
        const mine = (queries[position] as CountQuery[]).map(() => slice(indexes[at++] as Index, first, last));
        out.push(await finish({ manifest, snapshot }, moved, mine, setting));
      }
      return out;
    },
  };
}

function movedTo(prepared: Prepared, from: string, to: string): Prepared {
  const slice = makeSlice(from, to, prepared.plan.slice.where);
  const plan = { ...prepared.plan, slice, main: { ...prepared.plan.main, from: monthInt(from) as number, to: monthInt(to) as number } };
  return { ...prepared, plan, question: { ...prepared.question, slice }, coverage: coverageOf(prepared.facts, plan.main.conditions, slice) };
}
