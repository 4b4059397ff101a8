/** Snap points: the anonymised places to which published events are moved. A few in every small area, each with its street. */
import { toDegrees } from './county.ts';
import type { County } from './county.ts';
import { GENERAL_PLACES, NIGHT_PLACES, streetName } from './places.ts';
import { cumulative, stream } from './random.ts';

export interface SnapPoint {
  readonly longitude: string;
  readonly latitude: string;
  /** As published: `On or near Chapel Lane`. */
  readonly location: string;
}

export interface SnapPoints {
  readonly points: readonly SnapPoint[];
  /** Few points take most events. For `Random.index`. */
  readonly weights: Float64Array;
}

/** One entry an area, in the order of `county.lsoas`. */
export function makeSnapPoints(county: County): SnapPoints[] {
  const random = stream(county.seed, 'snap points');
  let street = 0;
  return county.lsoas.map((lsoa) => {
    const special = lsoa.centrality > 0.6 ? NIGHT_PLACES : GENERAL_PLACES.filter(() => random.chance(0.15));
    const count = 5 + random.int(8);
    const points = Array.from({ length: count }, (_, i): SnapPoint => {
      const [x, y] = county.mesh.centres[random.one(lsoa.cells)] ?? lsoa.centre;
      // Within the part of a cell that no moved corner reaches, so that a point lies in its own area.
      const angle = random.next() * 2 * Math.PI;
      const reach = 0.16 * random.next();
      const [longitude, latitude] = toDegrees([x + reach * Math.cos(angle), y + reach * Math.sin(angle)]);
      street += 1;
      return { longitude: longitude.toFixed(6), latitude: latitude.toFixed(6), location: `On or near ${special[i] ?? streetName(street * 7)}` };
    });
    return { points, weights: cumulative(points.map((_, i) => 1 / (i + 1))) };
  });
}
