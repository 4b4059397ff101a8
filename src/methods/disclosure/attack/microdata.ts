/** Simulated records to attack: nested areas, months, kinds and two attributes, with few large cells and many small ones, as crime has. */
import { at } from '../../check.ts';

export const FIELDS = ['force', 'district', 'lsoa', 'month', 'kind', 'outcome', 'sex', 'life'] as const;
export type Field = (typeof FIELDS)[number];

/** Life of a record over two snapshots: withdrawn after the first (a correction takes its old form away), in both, or new in the second. */
export const LIFE = { withdrawn: 0, kept: 1, added: 2 } as const;

export interface Microdata {
  readonly size: number;
  readonly columns: Readonly<Record<Field, Uint8Array>>;
  readonly keys: BigUint64Array;
}

/** Values that each field may have; a field left out may have any. Joined with "and": what the query grammar can say. */
export type AttackQuestion = Readonly<Partial<Record<Field, readonly number[]>>>;

export interface SimulationSpec {
  readonly forces: number;
  readonly districts: number;
  readonly lsoas: number;
  readonly months: number;
  readonly kinds: number;
  readonly outcomes: number;
  readonly sexes: number;
  /** Mean records in a cell of LSOA by month by kind, before areas and kinds are made unequal. */
  readonly mean: number;
  /** Shares of records withdrawn after the first snapshot and added in the second. */
  readonly corrected: number;
}

export const SIMULATION: SimulationSpec = { forces: 2, districts: 3, lsoas: 5, months: 36, kinds: 4, outcomes: 5, sexes: 3, mean: 3, corrected: 0.03 };

/**
 * Records drawn from a multiplicative model. `districts` and `lsoas` are numbers in each force and in each district.
 *
 * @param random uniform on [0, 1)
 */
export function simulate(random: () => number, spec: SimulationSpec = SIMULATION): Microdata {
  const rows: number[][] = [];
  const lsoas = spec.forces * spec.districts * spec.lsoas;
  const areaSize = Array.from({ length: lsoas }, () => -Math.log(1 - random()));
  const kindSize = Array.from({ length: spec.kinds }, (_, kind) => 2 / (1 + kind));
  for (let lsoa = 0; lsoa < lsoas; lsoa++) {
    const district = Math.floor(lsoa / spec.lsoas);
    const force = Math.floor(district / spec.districts);
    for (let month = 0; month < spec.months; month++) {
      for (let kind = 0; kind < spec.kinds; kind++) {
        const n = poisson(random, spec.mean * at(areaSize, lsoa) * at(kindSize, kind));
        for (let i = 0; i < n; i++) {
          const outcome = Math.floor(spec.outcomes * random() ** 2);
          const sex = random() < 0.6 ? 0 : 1 + Math.floor((spec.sexes - 1) * random());
          const life = random() < spec.corrected ? (random() < 0.5 ? LIFE.withdrawn : LIFE.added) : LIFE.kept;
          rows.push([force, district, lsoa, month, kind, outcome, sex, life]);
        }
      }
    }
  }
  const columns = Object.fromEntries(FIELDS.map((field, f) => [field, Uint8Array.from(rows, (row) => at(row, f))]));
  return {
    size: rows.length,
    // Object.fromEntries forgets which names there were; FIELDS lists them all.
    columns: columns as Record<Field, Uint8Array>,
    keys: BigUint64Array.from(rows, () => randomKey(random)),
  };
}

export function randomKey(random: () => number): bigint {
  return (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
}

/** Indexes of the records that a question is about. */
export function matching(data: Microdata, question: AttackQuestion): Int32Array {
  const tests = FIELDS.flatMap((field) => {
    const values = question[field];
    if (!values) return [];
    const mask = new Uint8Array(256);
    for (const value of values) mask[value] = 1;
    return [{ column: data.columns[field], mask, values: values.length }];
  }).sort((a, b) => a.values - b.values);
  const found = new Int32Array(data.size);
  let n = 0;
  record: for (let i = 0; i < data.size; i++) {
    for (const { column, mask } of tests) if (mask[at(column, i)] === 0) continue record;
    found[n++] = i;
  }
  return found.subarray(0, n);
}

/** Knuth's product method: fine for the small means here. */
function poisson(random: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let product = random();
  let n = 0;
  for (; product > floor; n++) product *= random();
  return n;
}

/** A small seeded generator (mulberry32), for tests and measurements that must be repeatable. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
