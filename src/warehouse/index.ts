/** The warehouse as other folders see it: `ask` gives figures; nothing else reads a fact. */
import { type DeliveryChecks, runChecks, snapshotFor } from './checks/index.ts';
import { openEngine, type EngineOptions } from './engine/index.ts';
import { answer, type Setting } from './figure/ask.ts';
import { areasWithin, type Boundary, type BoundaryLevel, readBoundaries } from './figure/boundary.ts';
import { contextStore } from './figure/context.ts';
import type { Dimension } from './figure/dimensions.ts';
import { figureCache } from './figure/cache.ts';
import { type DataState, describe } from './figure/state.ts';
import { schedules } from './figure/schedules.ts';
import type { DimensionValue, Figure, Question } from './figure/types.ts';
import { type Brush, makeBrush } from './figure/brush.ts';
import { HeadwaterError } from '../errors.ts';
import type { Home } from './home.ts';
import { openHome } from './home.ts';
import type { Manifest } from './manifest.ts';
import { takeTurns } from './turns.ts';

export interface Warehouse {
  readonly home: Home;
  manifest(): Manifest;
  close(): Promise<void>;
  readonly internals: WarehouseInternals;
}

/** What the functions below share. Not for other folders. */
interface WarehouseInternals {
  readonly engine: Awaited<ReturnType<typeof openEngine>>;
  readonly contexts: ReturnType<typeof contextStore>;
  readonly cache: ReturnType<typeof figureCache>;
  readonly setting: Setting;
  readonly inTurn: ReturnType<typeof takeTurns>;
  /** By snapshot and delivery: both are for ever what they are. */
  readonly checked: Map<string, Promise<DeliveryChecks>>;
}

export interface WarehouseOptions {
  readonly engine?: EngineOptions;
  readonly now?: () => Date;
  /** Figures kept in memory; 0 for none (benchmarks). */
  readonly cached?: number;
  /** False answers every question that is not on atoms by SQL, without sums held in memory (benchmarks, tests). */
  readonly sides?: boolean;
}

/** Opens a home for reading. @throws HeadwaterError when the folder is not a home. */
export async function openWarehouse(home: Home | string, options: WarehouseOptions = {}): Promise<Warehouse> {
  const opened = typeof home === 'string' ? openHome(home) : home;
  const engine = await openEngine(opened, options.engine);
  const closing = new AbortController();
  return {
    home: opened,
    manifest: () => engine.manifest(),
    close() {
      // Nobody waits for what is added up beside the questions; whoever asked something still gets an answer.
      closing.abort();
      return engine.close();
    },
    internals: {
      engine,
      contexts: contextStore(options.sides === false ? null : (snapshot, work) => engine.with(snapshot, work, { signal: closing.signal })),
      cache: figureCache(options.cached ?? 400),
      setting: { schedules: schedules(), now: options.now ?? (() => new Date()) },
      inTurn: takeTurns(),
      checked: new Map(),
    },
  };
}

/** One figure. @throws HeadwaterError for a question that cannot be put; a question without an honest answer gives a figure with a refusal. */
export async function ask(warehouse: Warehouse, question: Question, options: { signal?: AbortSignal } = {}): Promise<Figure> {
  const [figure] = await askMany(warehouse, [question], options);
  return figure as Figure;
}

/** Several figures of one snapshot, from one statement. All questions must name the same snapshot, or none. */
export async function askMany(warehouse: Warehouse, questions: readonly Question[], options: { signal?: AbortSignal } = {}): Promise<Figure[]> {
  const { engine, contexts, cache, setting, inTurn } = warehouse.internals;
  return engine.with(
    questions[0]?.snapshot,
    async (session) => {
      const known = questions.map((question) => cache.get(session.snapshot.id, question, setting.now()));
      const open = questions.filter((_, index) => known[index] === undefined);
      const context = await contexts.of(session);
      // What is answered from memory never waits for anything: without a turn each, the questions of many people would be one long piece of work.
      const { figures } = open.length > 0 ? await inTurn(() => ({ figures: answer(session, context, open, setting) })) : { figures: [] };
      const made = await figures;
      open.forEach((question, index) => {
        cache.put(session.snapshot.id, question, setting.now(), made[index] as Figure);
      });
      let next = 0;
      return known.map((figure) => figure ?? (made[next++] as Figure));
    },
    options,
  );
}

/** An index of the questions by month, so that a moving period costs no scan. */
export async function openBrush(warehouse: Warehouse, questions: readonly Question[]): Promise<Brush> {
  const { engine, contexts, setting } = warehouse.internals;
  return engine.with(questions[0]?.snapshot, async (session) => makeBrush(session, await contexts.of(session), questions, setting));
}

/** What a filter can offer: the values of a dimension in a snapshot, unknown last. */
export async function dimensionValues(warehouse: Warehouse, dimension: Dimension, snapshot?: string): Promise<readonly DimensionValue[]> {
  const { engine, contexts } = warehouse.internals;
  return engine.with(snapshot, async (session) => {
    const values = (await contexts.of(session)).values(dimension);
    return values.ids.map((id) => values.describe(id));
  });
}

/** Outlines of areas, for maps; none where no boundaries were delivered. */
export async function boundaries(warehouse: Warehouse, level: BoundaryLevel, codes: readonly string[], snapshot?: string): Promise<readonly Boundary[]> {
  const { engine, contexts } = warehouse.internals;
  return engine.with(snapshot, async (session) => readBoundaries(session, await contexts.of(session), level, codes));
}

/** Codes of the districts of a force or of the LSOAs of a district. */
export async function areasOf(warehouse: Warehouse, level: 'district' | 'lsoa', parent: string, snapshot?: string): Promise<readonly string[]> {
  const { engine, contexts } = warehouse.internals;
  return engine.with(snapshot, async (session) => areasWithin(await contexts.of(session), level, parent));
}

/** What is here, how fresh it is and what is missing. */
export async function describeData(warehouse: Warehouse): Promise<DataState> {
  return describe(warehouse.manifest(), warehouse.internals.setting);
}

const MOST_CHECKED = 200;

/**
 * Checks of a delivery against what is held: outliers and internal consistency, with the (guarded) numbers that led to each finding. Worked out once
 * for a snapshot. A delivery whose rows no kept snapshot has gets none.
 * @throws HeadwaterError `delivery-unknown`
 */
export async function checkDelivery(warehouse: Warehouse, id: string): Promise<DeliveryChecks> {
  const { engine, checked } = warehouse.internals;
  const manifest = engine.manifest();
  const delivery = manifest.deliveries.find((each) => each.id === id);
  if (delivery === undefined)
    throw new HeadwaterError('not-found', 'delivery-unknown', 'There is no such delivery', { advice: 'The list of deliveries has all of them.' });
  const snapshot = snapshotFor(manifest, delivery);
  if (snapshot === null) return { snapshot, checks: [] };
  const key = `${snapshot} ${id}`;
  const found = checked.get(key);
  if (found !== undefined) return found;
  const made = engine.with(snapshot, async (session) => ({ snapshot, checks: await runChecks(session, delivery) }));
  if (checked.size >= MOST_CHECKED) checked.clear();
  checked.set(key, made);
  made.catch(() => checked.delete(key));
  return made;
}

export { type Check, type CheckFinding, type DeliveryChecks, guarded, guardedWords } from './checks/index.ts';
export type { Boundary, BoundaryLevel } from './figure/boundary.ts';
export type { Brush } from './figure/brush.ts';
export type { Dimension } from './figure/dimensions.ts';
export { dimension, dimensions } from './figure/dimensions.ts';
export type { Measure } from './figure/measures.ts';
export { measure, measures } from './figure/measures.ts';
export { validDimensions } from './figure/plan.ts';
export { questionOf, questionOfAddress } from './figure/question.ts';
export { EVERYTHING, formatSlice, makeSlice, parseSlice } from './figure/slice.ts';
export type { DataState, DatasetState, MissingFeed } from './figure/state.ts';
export type * from './figure/types.ts';
export type { Home } from './home.ts';
export { homeDir, openHome, readManifest } from './home.ts';
export type { DataFile, DeliveryEntry, Manifest, SnapshotEntry } from './manifest.ts';
export { RETENTION } from './retention.ts';
export { takeTurns } from './turns.ts';
