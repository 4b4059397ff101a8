/** Pure changes to a slice: what choosing, unchoosing and removing do. */
import type { DimensionId, Slice } from '../warehouse/index.ts';
import type { AreaLevel } from './types.ts';

const AREA_LADDER: readonly DimensionId[] = ['force', 'csp', 'district', 'ward', 'lsoa', 'lsoa21'];

export function chosen(slice: Slice, dimension: DimensionId): readonly string[] {
  return slice.where[dimension] ?? [];
}

/** The slice with exactly these values of a dimension; none removes the filter. */
export function withValues(slice: Slice, dimension: DimensionId, values: readonly string[]): Slice {
  const where = { ...slice.where };
  if (values.length === 0) delete where[dimension];
  else where[dimension] = values;
  return { ...slice, where };
}

export function without(slice: Slice, dimensions: Iterable<DimensionId>): Slice {
  const where = { ...slice.where };
  for (const dimension of dimensions) delete where[dimension];
  return { ...slice, where };
}

/** One value added, or taken away when it was there. */
export function toggled(slice: Slice, dimension: DimensionId, value: string): Slice {
  const held = chosen(slice, dimension);
  return withValues(slice, dimension, held.includes(value) ? held.filter((other) => other !== value) : [...held, value]);
}

/** A cell of two dimensions: chosen as a pair; chosen again when it is the only pair, both go. */
export function toggledPair(slice: Slice, dimensions: readonly DimensionId[], values: readonly string[]): Slice {
  const same = isExactly(slice, dimensions, values);
  return dimensions.reduce<Slice>((next, dimension, at) => {
    const value = values[at];
    return withValues(next, dimension, same || value === undefined ? [] : [value]);
  }, slice);
}

export function isExactly(slice: Slice, dimensions: readonly DimensionId[], values: readonly string[]): boolean {
  return dimensions.every((dimension, at) => {
    const held = chosen(slice, dimension);
    return held.length === 1 && held[0] === values[at];
  });
}

/**
 * The level that the map and the ranking show: the one below the place chosen. One district shows its LSOAs, one force its
 * districts, anything wider the forces.
 */
export function areaLevel(slice: Slice): AreaLevel {
  if (chosen(slice, 'district').length === 1) return 'lsoa';
  if (chosen(slice, 'force').length === 1) return 'district';
  return 'force';
}

/**
 * The filters of a level and of those below it. A view of the level is asked without them, so that the neighbours of the chosen area stay in
 * sight; choosing or removing an area of the level leaves them behind.
 */
export function areaFiltersBelow(level: AreaLevel): readonly DimensionId[] {
  return AREA_LADDER.slice(AREA_LADDER.indexOf(level));
}

export function withMonths(slice: Slice, from: string | null, to: string | null): Slice {
  return { ...slice, from, to };
}

/** One month chosen; chosen again, all months come back. */
export function monthToggled(slice: Slice, month: string): Slice {
  const same = slice.from === month && slice.to === month;
  return withMonths(slice, same ? null : month, same ? null : month);
}
