/**
 * What is known of a data file before any question is asked of it: which forces and months it holds, and which LSOA edition they use.
 * Files are immutable, so each is looked at once.
 */
import type { Session } from '../engine/index.ts';
import { type Atoms, loadAtoms } from './atoms.ts';
import type { Cube } from './cube.ts';
import { FACTS, type Dimension, type FactDataset } from './dimensions.ts';
import { type Frame, loadFrame } from './frame.ts';
import { loadSides } from './sides.ts';
import { resolveValues, type Values } from './values.ts';

export interface FileFacts {
  /** Records by force id and month. */
  readonly coverage: ReadonlyMap<number, ReadonlyMap<number, number>>;
  readonly from: number;
  readonly to: number;
}

/** LSOA editions that the located records of each force and month use. */
export interface Vintages {
  readonly editions: ReadonlyMap<number, ReadonlyMap<number, readonly (2011 | 2021)[]>>;
}

export interface Context {
  readonly frame: Frame | undefined;
  /** @throws HeadwaterError when the dimension needs areas that have not been delivered. */
  values(dimension: Dimension): Values;
  facts(dataset: FactDataset): Promise<FileFacts>;
  vintages(dataset: FactDataset): Promise<Vintages>;
  atoms(dataset: FactDataset): Promise<Atoms>;
  /** Those that have been added up by now; the first call sets it going. */
  sides(dataset: FactDataset): readonly Cube[];
  /** Something that depends on the frame alone, made once: denominators by what was asked of them. */
  ofFrame<T>(key: string, make: () => Promise<T>): Promise<T>;
}

async function readFacts(session: Session, dataset: FactDataset): Promise<FileFacts> {
  const table = await session.run(
    `SELECT force, month, sum(n)::DOUBLE AS n FROM ${session.alias(dataset)}${FACTS[dataset].atoms} WHERE level = 0 GROUP BY force, month ORDER BY force, month`,
  );
  const force = table.numbers('force');
  const month = table.numbers('month');
  const n = table.numbers('n');
  const coverage = new Map<number, Map<number, number>>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < table.rows; row++) {
    const months = coverage.get(force[row] as number) ?? new Map<number, number>();
    months.set(month[row] as number, n[row] as number);
    coverage.set(force[row] as number, months);
    from = Math.min(from, month[row] as number);
    to = Math.max(to, month[row] as number);
  }
  return { coverage, from: Number.isFinite(from) ? from : 0, to: Number.isFinite(to) ? to : 0 };
}

async function readVintages(session: Session, dataset: FactDataset, frame: Frame | undefined): Promise<Vintages> {
  const table = await session.run(
    `SELECT force, month, min(lsoa)::DOUBLE AS low, max(lsoa)::DOUBLE AS high FROM ${session.alias(dataset)}${FACTS[dataset].table} WHERE lsoa > 0 GROUP BY force, month`,
  );
  const last = frame?.lsoa.last2011 ?? 0;
  const editions = new Map<number, Map<number, readonly (2011 | 2021)[]>>();
  const low = table.numbers('low');
  const high = table.numbers('high');
  const force = table.numbers('force');
  const month = table.numbers('month');
  for (let row = 0; row < table.rows; row++) {
    const found: (2011 | 2021)[] = [];
    if ((low[row] as number) <= last) found.push(2011);
    if ((high[row] as number) > last) found.push(2021);
    const months = editions.get(force[row] as number) ?? new Map<number, readonly (2011 | 2021)[]>();
    months.set(month[row] as number, found);
    editions.set(force[row] as number, months);
  }
  return { editions };
}

/** Editions among the forces and months of a slice. `forces` null means all. */
export function editionsIn(vintages: Vintages, forces: ReadonlySet<number> | null, from: number | null, to: number | null): ReadonlySet<2011 | 2021> {
  const out = new Set<2011 | 2021>();
  for (const [force, months] of vintages.editions) {
    if (forces && !forces.has(force)) continue;
    for (const [month, found] of months) {
      if ((from !== null && month < from) || (to !== null && month > to)) continue;
      for (const each of found) out.add(each);
    }
  }
  return out;
}

/** Answers kept at once, and frames (tens of megabytes each for the whole country). */
const MOST_KEPT = 400;
const MOST_FRAMES = 3;
/** Atoms of a dataset: 14 MB for the whole country. */
const MOST_ATOM_TABLES = 8;

/** The last made or used, up to a limit. */
function keep(limit: number) {
  const held = new Map<string, Promise<unknown>>();
  return function once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const found = held.get(key);
    if (found) {
      // Kept in order of use.
      held.delete(key);
      held.set(key, found);
      // Whoever made it may have been stopped half-way (a request given up): that is not this one's failure.
      return (found as Promise<T>).catch(() => once(key, make));
    }
    const made = make();
    held.set(key, made);
    made.catch(() => held.delete(key));
    while (held.size > limit) held.delete(held.keys().next().value as string);
    return made;
  };
}

/** Datasets whose sides are held: up to 48 MB for the whole country. A swap brings new files; those of a request that still goes on stay for it. */
const MOST_SIDE_TABLES = 4;

/** Work on a snapshot that nobody waits for. */
export type Beside = (snapshot: string, work: (session: Session) => Promise<unknown>) => Promise<unknown>;

/**
 * Keeps what was read by file name; a swap brings new names, and old ones fall out.
 *
 * @param beside runs what nobody waits for; null where no sides are wanted
 */
export function contextStore(beside: Beside | null) {
  const once = keep(MOST_KEPT);
  const frames = keep(MOST_FRAMES);
  const tables = keep(MOST_ATOM_TABLES);
  const sides = new Map<string, readonly Cube[]>();
  const sidesOf = (key: string, snapshot: string, dataset: FactDataset): readonly Cube[] => {
    if (beside === null) return [];
    const held = sides.get(key) ?? [];
    const known = sides.delete(key);
    sides.set(key, held);
    if (sides.size > MOST_SIDE_TABLES) sides.delete(sides.keys().next().value as string);
    if (!known) {
      // A failure (closing down, a file removed) leaves the questions to SQL, which answers or says why not.
      beside(snapshot, async (session) => sides.has(key) && sides.set(key, await loadSides(session, dataset))).catch(() => undefined);
    }
    return held;
  };
  return {
    async of(session: Session): Promise<Context> {
      const fileOf = (dataset: string) => session.snapshot.files[dataset]?.name ?? 'none';
      const frameFile = fileOf('frame');
      const { frame, meanings } = await frames(frameFile, async () => ({ frame: await loadFrame(session), meanings: new Map<string, Values>() }));
      return {
        frame,
        values(dimension) {
          const known = meanings.get(dimension.id);
          if (known) return known;
          const made = resolveValues(dimension, frame);
          meanings.set(dimension.id, made);
          return made;
        },
        facts: (dataset) => once(`facts:${fileOf(dataset)}`, () => readFacts(session, dataset)),
        ofFrame: (key, make) => once(`${frameFile}:${key}`, make),
        atoms: (dataset) => tables(`${dataset}:${fileOf(dataset)}`, () => loadAtoms(session, dataset)),
        // Adding them up pays for the snapshot that everybody asks of, not for an address of an older one.
        sides: (dataset) => (session.snapshot.id === session.manifest.current ? sidesOf(`${dataset}:${fileOf(dataset)}`, session.snapshot.id, dataset) : []),
        vintages: (dataset) => once(`vintages:${fileOf(dataset)}:${frameFile}`, () => readVintages(session, dataset, frame)),
      };
    },
  };
}
