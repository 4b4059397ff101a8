/**
 * The atoms in memory: about 20 bytes each, some 700,000 for the whole country over twelve years. Questions on force, district, month and kind are then a
 * loop over their force's few thousand, where a statement costs 2 to 4 ms of processor time however little it reads. Loaded beside the first
 * questions, which are answered by SQL meanwhile; the sums are the same whole numbers.
 */
import type { Session } from '../engine/index.ts';
import { type CountQuery, type CountTable, LARGE_ATOM } from './counts.ts';
import { type BaseColumn, FACTS, type FactDataset } from './dimensions.ts';

export interface Atoms {
  readonly kind: BaseColumn;
  readonly force: Uint8Array;
  readonly district: Uint16Array;
  readonly month: Uint16Array;
  readonly kinds: Uint8Array;
  readonly n: Float64Array;
  readonly v: Float64Array;
  /** First row and end of a level and force, by `level * 256 + force`. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

const MOST_ATOMS = 5_000_000;

export async function loadAtoms(session: Session, dataset: FactDataset): Promise<Atoms> {
  const fact = FACTS[dataset];
  const table = await session.run(`SELECT level, force, district, month, kind, n, v FROM ${session.alias(dataset)}${fact.atoms} ORDER BY level, force`, [], {
    maxRows: MOST_ATOMS,
  });
  const level = table.numbers('level');
  const force = Uint8Array.from(table.numbers('force'));
  const start = new Uint32Array(512);
  const end = new Uint32Array(512);
  for (let row = 0; row < table.rows; row++) {
    const at = (level[row] as number) * 256 + (force[row] as number);
    if (end[at] === 0) start[at] = row;
    end[at] = row + 1;
  }
  return {
    kind: fact.kind,
    force,
    district: Uint16Array.from(table.numbers('district')),
    month: Uint16Array.from(table.numbers('month')),
    kinds: Uint8Array.from(table.numbers('kind')),
    n: table.numbers('n'),
    v: table.numbers('v'),
    start,
    end,
  };
}

function columnOf(atoms: Atoms, column: BaseColumn): Uint8Array | Uint16Array {
  if (column === atoms.kind) return atoms.kinds;
  if (column === 'force') return atoms.force;
  return column === 'district' ? atoms.district : atoms.month;
}

/** 1 where a value of the column passes; null where all do. */
function passes(query: CountQuery, column: BaseColumn): Uint8Array | null {
  const condition = query.conditions.find((each) => each.column === column);
  if (!condition) return null;
  const table = new Uint8Array(65_536).fill(condition.not ? 1 : 0);
  for (const id of condition.ids) table[id] = condition.not ? 0 : 1;
  return table;
}

/** @param query one that {@link isCanonical}; @param level which atoms it is read from */
export function countAtoms(atoms: Atoms, query: CountQuery, level: 0 | 1): CountTable {
  const forces = passes(query, 'force');
  const districts = passes(query, 'district');
  const kinds = passes(query, atoms.kind);
  const months = passes(query, 'month');
  const from = query.from ?? 0;
  const to = query.to ?? 65_535;
  const by = query.by.map((column) => columnOf(atoms, column));
  const [single] = by;
  const direct = by.length === 1 ? new Int32Array(65_536).fill(-1) : null;
  const groups = new Map<number, number>();
  const first: number[] = [];
  const exact: number[] = [];
  const perturbed: number[] = [];
  const variance: number[] = [];
  const groupOf = (row: number): number => {
    const key = direct
      ? (single?.[row] as number)
      : by.reduce((packed, column) => packed * (column instanceof Uint8Array ? 256 : 65_536) + (column[row] as number), 0);
    const held = direct ? (direct[key] as number) : (groups.get(key) ?? -1);
    if (held >= 0) return held;
    const made = first.push(row) - 1;
    if (direct) direct[key] = made;
    else groups.set(key, made);
    exact.push(0);
    perturbed.push(0);
    variance.push(0);
    return made;
  };
  for (let force = 0; force < 256; force++) {
    if (forces && forces[force] === 0) continue;
    const end = atoms.end[level * 256 + force] as number;
    for (let row = atoms.start[level * 256 + force] as number; row < end; row++) {
      const month = atoms.month[row] as number;
      if (month < from || month > to || (months && months[month] === 0)) continue;
      if (kinds && kinds[atoms.kinds[row] as number] === 0) continue;
      if (districts && districts[atoms.district[row] as number] === 0) continue;
      const group = groupOf(row);
      const v = atoms.v[row] as number;
      exact[group] = (exact[group] as number) + (atoms.n[row] as number);
      perturbed[group] = (perturbed[group] as number) + v;
      variance[group] = (variance[group] as number) + (v >= LARGE_ATOM ? 36 : v);
    }
  }
  return {
    by: query.by,
    rows: first.length,
    keys: by.map((column) => Float64Array.from(first, (row) => column[row] as number)),
    exact: Float64Array.from(exact),
    perturbed: Float64Array.from(perturbed),
    variance: Float64Array.from(variance),
  };
}
