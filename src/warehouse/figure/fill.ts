/**
 * Which values a figure shows beside those that occur: a covered month without records is a zero, a month not covered is a gap; the areas of the scope,
 * the groups of a list, and always "unknown".
 */
import type { Context } from './context.ts';
import type { Coverage } from './coverage.ts';
import type { Frame } from './frame.ts';
import type { Condition } from './measures.ts';
import type { Plan } from './plan.ts';
import type { DimensionId } from './types.ts';
import type { Values } from './values.ts';

/** Past this many filled cells, only what occurs is shown. */
const MOST_CELLS = 20_000;

/** Long lists of which only what occurs is shown. */
const SPARSE: ReadonlySet<DimensionId> = new Set(['power', 'object', 'outcome', 'stop-outcome']);

function allows(conditions: readonly Condition[], column: string): (base: number) => boolean {
  const condition = conditions.find((each) => each.column === column);
  if (!condition) return () => true;
  const ids = new Set(condition.ids);
  return (base) => ids.has(base) !== (condition.not ?? false);
}

function districtAllowed(frame: Frame, conditions: readonly Condition[], coverage: Coverage): (district: number) => boolean {
  const own = allows(conditions, 'district');
  const forces = new Set(coverage.forces);
  return (district) => own(district) && forces.has(frame.district.force[district] as number);
}

function areaIds(values: Values, frame: Frame | undefined, plan: Plan, coverage: Coverage): readonly number[] {
  const { conditions } = plan.main;
  const id = values.dimension.id;
  if (id === 'force') return coverage.forces;
  if (!frame) return [];
  const inDistrict = districtAllowed(frame, conditions, coverage);
  switch (id) {
    case 'district':
      return values.ids.filter((district) => district > 0 && inDistrict(district));
    case 'csp':
      return [...new Set(frame.district.csp.filter((csp, district) => csp > 0 && inDistrict(district)))];
    case 'ward':
      return values.ids.filter((ward) => ward > 0 && inDistrict(frame.ward.district[ward] as number));
    default: {
      // Editions are not mixed in one figure: the areas that occur tell which one it is.
      const inLsoa = allows(conditions, 'lsoa');
      return values.ids.filter((lsoa) => lsoa > 0 && inLsoa(lsoa) && inDistrict(frame.lsoa.district[lsoa] as number));
    }
  }
}

/** Value ids to show for one dimension, unknown included where it can occur. `seen` are those in the data. */
export function fillIds(values: Values, plan: Plan, context: Pick<Context, 'frame'>, coverage: Coverage, seen: ReadonlySet<number>): Set<number> {
  const out = new Set(seen);
  const { dimension } = values;
  const allowed = allows(plan.main.conditions, dimension.column);
  const editions = editionOf(context.frame, dimension.id, seen);
  switch (dimension.kind) {
    case 'time': {
      const from = plan.window?.from ?? Number.NEGATIVE_INFINITY;
      const held = new Set(
        coverage.missing.length < coverage.forces.length
          ? coverage.months
          : coverage.months.filter((month) => !coverage.missing.every((gap) => gap.months.includes(month))),
      );
      for (const month of held) if (month >= from && allowed(month)) out.add(values.valueOf(month));
      break;
    }
    case 'area':
      for (const id of areaIds(values, context.frame, plan, coverage)) if (editions(id)) out.add(id);
      break;
    case 'order':
      for (const id of values.ids) if (id !== values.unknown && allowed(id)) out.add(id);
      break;
    case 'code':
      if (!SPARSE.has(dimension.id)) for (const id of values.ids) if (allowed(id) && !values.describe(id).unknown) out.add(id);
      break;
    case 'group':
      for (const item of groupBases(values)) if (allowed(item) && !plan.split?.aside.has(item)) out.add(values.valueOf(item));
      break;
  }
  if (values.unknown !== null && allowed(values.unknown) && !(plan.split?.column === dimension.column && plan.split.aside.has(values.unknown)))
    out.add(values.unknown);
  return out;
}

/** Base ids of a group dimension: bytes of its code list. */
function groupBases(values: Values): number[] {
  return values.ids.flatMap((id) => [...values.basesOf(values.describe(id).code)]);
}

function editionOf(frame: Frame | undefined, id: DimensionId, seen: ReadonlySet<number>): (lsoa: number) => boolean {
  if (!frame || (id !== 'lsoa' && id !== 'lsoa21')) return () => true;
  const { last2011 } = frame.lsoa;
  const old = id === 'lsoa' && [...seen].some((each) => each > 0 && each <= last2011);
  return (lsoa) => (old ? lsoa <= last2011 : lsoa > last2011);
}

/** The value ids of every grouping, or null when the product is too large to fill. */
export function fillAll(plan: Plan, context: Pick<Context, 'frame'>, coverage: Coverage, keys: Iterable<readonly number[]>): Set<number>[] | null {
  const seen = plan.values.map(() => new Set<number>());
  for (const key of keys) for (const [index, value] of key.entries()) seen[index]?.add(value);
  const filled = plan.values.map((values, index) => fillIds(values, plan, context, coverage, seen[index] as Set<number>));
  const size = filled.reduce((product, ids) => product * ids.size, 1);
  return size > MOST_CELLS ? null : filled;
}
