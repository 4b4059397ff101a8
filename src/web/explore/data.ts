/** What a board is made from: one round of questions, the boundaries of its areas, and the choices of its filter. */
import { type BoardPlan, planBoard, type Board, type BoardState } from '../../understand/index.ts';
import { areasOf, askMany, dimension, type DimensionId, dimensionValues, type DimensionValue, type Figure, type Warehouse } from '../../warehouse/index.ts';
import type { ShapePaths } from '../maps/index.ts';
import type { BoardInput } from './board.ts';
import { figureOf } from './board.ts';
import { brushes } from './brushes.ts';
import { monthsOf } from './drawing.ts';
import type { FilterChoices } from './filter.ts';
import type { Labels } from './labels.ts';
import type { ShapeStore } from './shapes.ts';

/** Boards are for everybody, and so protected for everybody. */
const CLEARANCE = 'partner';
/** Places whose areas are remembered. */
const PLACES = 400;

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** The period is being dragged: answer from the index by month. */
  readonly brushing?: boolean;
}

export interface BoardData {
  load(board: Board, state: BoardState, options?: LoadOptions): Promise<BoardInput>;
}

export function boardData(warehouse: Warehouse, shapes: ShapeStore): BoardData {
  const brush = brushes(warehouse);
  const lists = new Map<string, Promise<ReadonlyMap<string, DimensionValue>>>();
  /** Values of a dimension by code, held for as long as the snapshot is the current one. */
  const valuesOf = (id: DimensionId): Promise<ReadonlyMap<string, DimensionValue>> => {
    const snapshot = warehouse.manifest().current ?? '';
    for (const key of lists.keys()) if (!key.startsWith(`${snapshot}/`)) lists.delete(key);
    const key = `${snapshot}/${id}`;
    const held = lists.get(key) ?? listed(warehouse, id);
    lists.set(key, held);
    held.catch(() => lists.delete(key));
    return held;
  };

  const within = new Map<string, Promise<ReadonlySet<string> | null>>();
  /** Areas of the level in view that belong to the place chosen. */
  const insideOf = async ({ level, state }: BoardPlan): Promise<ReadonlySet<string> | null> => {
    const [parent] = level === 'force' ? [] : (state.slice.where[level === 'district' ? 'force' : 'district'] ?? []);
    if (level === 'force' || parent === undefined) return null;
    const key = `${warehouse.manifest().current}/${level}/${parent}`;
    const held = within.get(key) ?? areasOf(warehouse, level, parent).then((codes) => (codes.length === 0 ? null : new Set(codes)));
    within.set(key, held);
    held.catch(() => within.delete(key));
    const oldest = within.keys().next().value;
    if (within.size > PLACES && oldest !== undefined) within.delete(oldest);
    return held;
  };

  async function load(board: Board, state: BoardState, { signal, brushing = false }: LoadOptions = {}): Promise<BoardInput> {
    const plan = planBoard(board, state, CLEARANCE);
    // Object.keys forgets the keys' type.
    const chosenIds = Object.keys(state.slice.where) as DimensionId[];
    const [figures, ...values] = await Promise.all([
      brushing ? brush.figures(plan) : askMany(warehouse, plan.questions, signal === undefined ? {} : { signal }),
      ...unique<DimensionId>(['force', 'district', ...chosenIds, ...board.filters]).map(async (id) => [id, await valuesOf(id)] as const),
    ]);
    const lookup = new Map(values);
    const inside = await insideOf(plan);
    const own = assemble(plan, figures, lookup, await shapesFor(plan, figures, lookup, inside, shapes), inside);
    if (state.held === undefined) return own;
    const { measure, switches } = state;
    return { ...own, held: await load(board, { slice: state.held, measure, switches }, signal === undefined ? {} : { signal }) };
  }

  return { load };
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

async function listed(warehouse: Warehouse, id: DimensionId): Promise<ReadonlyMap<string, DimensionValue>> {
  const found = dimension(id);
  const values = found === undefined ? [] : await dimensionValues(warehouse, found);
  return new Map(values.map((value) => [value.code, value]));
}

/** Boundaries of the areas in view; of every force, delivered or not, at the widest level, so that the gaps can be seen. */
async function shapesFor(
  plan: BoardPlan,
  figures: readonly Figure[],
  lookup: Lookup,
  inside: BoardInput['inside'],
  shapes: ShapeStore,
): Promise<ShapePaths | null> {
  const planned = plan.views.find((each) => each.view.chart === 'map');
  const figure = planned === undefined ? null : figureOf({ figures }, planned);
  if (figure === null || figure.refusal !== null) return null;
  const known = (values: Iterable<DimensionValue>) => [...values].flatMap((value) => (value.unknown ? [] : [value.code]));
  const codes = known(
    plan.level === 'force'
      ? (lookup.get('force')?.values() ?? [])
      : (figure.dimensions[0]?.values ?? []).filter((value) => inside === null || inside.has(value.code)),
  );
  return shapes.paths(plan.level, codes, figure.snapshot.id);
}

type Lookup = ReadonlyMap<DimensionId, ReadonlyMap<string, DimensionValue>>;

export function assemble(plan: BoardPlan, figures: readonly Figure[], lookup: Lookup, shapes: ShapePaths | null, inside: BoardInput['inside']): BoardInput {
  const labels: Labels = (id, code) => lookup.get(id)?.get(code)?.label ?? code;
  return { plan, figures, labels, shapes, inside, held: null, choices: choicesOf(plan, figures, lookup, inside) };
}

/** Offers what the views show: a view is asked without its own filter, so its values are those that can be chosen. */
function choicesOf(plan: BoardPlan, figures: readonly Figure[], lookup: Lookup, inside: BoardInput['inside']): FilterChoices {
  const trend = plan.views.find((each) => each.view.by === 'month');
  const figure = trend === undefined ? null : figureOf({ figures }, trend);
  const months = monthsOf(figure?.cells.map((cell) => ({ codes: cell.key })) ?? []);
  const areas = plan.views.find((each) => each.view.selects === 'area');
  const inView =
    areas === undefined
      ? []
      : (figureOf({ figures }, areas)?.dimensions[0]?.values ?? []).filter((value) => !value.unknown && (inside === null || inside.has(value.code)));
  const all = (id: DimensionId) => [...(lookup.get(id)?.values() ?? [])];
  const { district } = plan.state.slice.where;
  const held = (id: DimensionId, codes: readonly string[] | undefined) => (codes ?? []).flatMap((code) => lookup.get(id)?.get(code) ?? []);
  return {
    months,
    forces: plan.level === 'force' && inView.length > 0 ? byLabel(inView) : byLabel(all('force').filter((value) => !value.unknown)),
    districts: plan.level === 'district' ? byLabel(inView) : held('district', district),
    values: Object.fromEntries(plan.board.filters.map((id) => [id, valuesInViews(plan, figures, id) ?? all(id)])),
  };
}

const byLabel = (values: readonly DimensionValue[]) => [...values].sort((a, b) => a.label.localeCompare(b.label, 'en-GB'));

function valuesInViews(plan: BoardPlan, figures: readonly Figure[], id: DimensionId): readonly DimensionValue[] | undefined {
  for (const planned of plan.views) {
    const values = figureOf({ figures }, planned)?.dimensions.find((each) => each.id === id)?.values;
    if (values !== undefined && values.length > 0) return values;
  }
  return undefined;
}
