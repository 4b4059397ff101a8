/** Outlines of areas, for maps. Reference data: nothing to protect. */
import type { Session } from '../engine/index.ts';
import type { Context } from './context.ts';
import { dimension } from './dimensions.ts';

export type BoundaryLevel = 'force' | 'district' | 'lsoa';

export interface Boundary {
  /** Code of the dimension of that level: `norfolk`, `E07000148`, `E01026869`. */
  readonly code: string;
  /** GeoJSON geometry in degrees, as delivered. */
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** Codes of the districts of a force, or of the LSOAs of a district, in both editions. Records of a force may be located outside it. */
export function areasWithin(context: Context, level: 'district' | 'lsoa', parent: string): readonly string[] {
  const { frame } = context;
  const above = dimension(level === 'district' ? 'force' : 'district');
  if (frame === undefined || above === undefined) return [];
  const table = frame[level];
  const parents: ArrayLike<number> = level === 'district' ? frame.district.force : frame.lsoa.district;
  const ids = new Set(context.values(above).basesOf(parent));
  return table.codes.filter((_, index) => index > 0 && ids.has(parents[index] ?? 0));
}

/** Those of the areas asked for that have a boundary in the snapshot; none where no boundaries were delivered. */
export async function readBoundaries(session: Session, context: Context, level: BoundaryLevel, codes: readonly string[]): Promise<Boundary[]> {
  const alias = session.alias('frame');
  const found = dimension(level);
  if (alias === undefined || found === undefined || context.frame === undefined || codes.length === 0) return [];
  const values = context.values(found);
  const byId = new Map(codes.flatMap((code) => values.basesOf(code).map((id) => [id, code] as const)));
  const table = await session.run(`SELECT idx, geometry FROM ${alias}boundary WHERE level = $1 AND list_contains($2, idx::INTEGER) ORDER BY idx`, [
    level,
    [...byId.keys()],
  ]);
  const idx = table.numbers('idx');
  const geometry = table.texts('geometry');
  return Array.from({ length: table.rows }, (_, row) => ({
    code: byId.get(idx[row] ?? 0) ?? '',
    // Written by our own delivery door from GeoJSON that it had checked.
    geometry: JSON.parse(geometry[row] ?? '{"type":"Polygon","coordinates":[]}') as Boundary['geometry'],
  }));
}
