/** The county as plain data: shape, districts, wards, small areas and their deprivation. A pure function of the seed. */
import { grow, hexMesh } from './mesh.ts';
import type { Mesh, Point } from './mesh.ts';
import { CSPS, DISTRICTS, FORCE, WARD_NAMES } from './places.ts';
import type { DistrictPlan } from './places.ts';
import { cumulative, stream } from './random.ts';
import type { Random } from './random.ts';

/** Small areas of England in the 2025 indices: the range of the ranks. */
export const NATIONAL_AREAS = 33_755;

export interface Lsoa {
  readonly code: string;
  readonly name: string;
  readonly district: number;
  readonly ward: number;
  readonly cells: readonly number[];
  readonly outline: readonly (readonly Point[])[];
  /** In km from the middle of the county. */
  readonly centre: Point;
  /** 1 in the middle of the district's town, falling to 0 in the country. */
  readonly centrality: number;
  /** Rank among {@link NATIONAL_AREAS}, 1 the most deprived; and its tenth, 1 to 10. */
  readonly rank: number;
  readonly decile: number;
}

export interface Ward {
  readonly code: string;
  readonly name: string;
  readonly district: number;
}

export interface District extends DistrictPlan {
  readonly cspName: string;
  readonly outline: readonly (readonly Point[])[];
}

export interface County {
  readonly seed: number;
  readonly force: typeof FORCE;
  readonly outline: readonly (readonly Point[])[];
  readonly districts: readonly District[];
  readonly wards: readonly Ward[];
  readonly lsoas: readonly Lsoa[];
  readonly mesh: Mesh;
}

/** Where the middle of the county stands: open water on the Dogger Bank, so that no map shows a real place beneath it. */
const ORIGIN = { longitude: 2.2, latitude: 54.72 };
const KM_LATITUDE = 1 / 111.2;
const KM_LONGITUDE = 1 / (111.32 * Math.cos((ORIGIN.latitude * Math.PI) / 180));

/** Kilometres from the middle to longitude and latitude, in degrees. */
export const toDegrees = ([x, y]: Point): Point => [ORIGIN.longitude + x * KM_LONGITUDE, ORIGIN.latitude + y * KM_LATITUDE];

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export function makeCounty(seed: number): County {
  const mesh = hexMesh({ width: 84, height: 84, spacing: 0.78, jitter: 0.22, inside: coast(stream(seed, 'coast')), random: stream(seed, 'mesh') });
  const districtOf = shareOut(mesh, stream(seed, 'districts'));
  const lsoas: Lsoa[] = [];
  const wards: Ward[] = [];
  DISTRICTS.forEach((plan, district) => {
    const parts = divide(mesh, plan, district, districtOf, stream(seed, `areas ${plan.code}`));
    const firstWard = wards.length;
    for (let w = 0; w < plan.wards; w += 1) {
      wards.push({ code: `X05${String(wards.length + 1).padStart(6, '0')}`, name: WARD_NAMES[wards.length] ?? '', district });
    }
    parts.forEach((part, k) => {
      lsoas.push({
        code: `X01${String(lsoas.length + 1).padStart(6, '0')}`,
        // As real names go: the district, a number of a middle-layer area, a letter.
        name: `${plan.name} ${String(1 + Math.floor(k / 4)).padStart(3, '0')}${'ABCD'.charAt(k % 4)}`,
        district,
        ward: firstWard + part.ward,
        cells: part.cells,
        outline: mesh.outline(part.cells),
        centre: part.centre,
        centrality: Math.exp(-distance(part.centre, plan.town) / (plan.spread / 3)),
        rank: 0,
        decile: 0,
      });
    });
  });
  const ranks = deprivation(lsoas, stream(seed, 'deprivation'));
  const all = mesh.centres.map((_, cell) => cell);
  return {
    seed,
    force: FORCE,
    mesh,
    outline: mesh.outline(all),
    districts: DISTRICTS.map((plan, district) => ({
      ...plan,
      cspName: CSPS[plan.csp] ?? '',
      outline: mesh.outline(all.filter((cell) => districtOf[cell] === district)),
    })),
    wards,
    lsoas: lsoas.map((lsoa, i) => ({ ...lsoa, rank: ranks[i] ?? 0, decile: Math.ceil(((ranks[i] ?? 0) * 10) / NATIONAL_AREAS) })),
  };
}

/** A coast: a circle of about 30 km with some low waves and a bay in the east. */
function coast(random: Random): (point: Point) => boolean {
  const waves = [2, 3, 5, 7, 11].map((times) => ({ times, height: (random.next() * 5) / Math.sqrt(times), phase: random.next() * 2 * Math.PI }));
  return ([x, y]) => {
    const angle = Math.atan2(y, x);
    const bay = 6 * Math.exp(-((angle / 0.35) ** 2));
    return Math.hypot(x, y) < 30 - bay + waves.reduce((sum, wave) => sum + wave.height * Math.cos(wave.times * angle + wave.phase), 0);
  };
}

/** The district of every cell. */
function shareOut(mesh: Mesh, random: Random): Int8Array {
  const seeds = DISTRICTS.map((plan) => nearest(mesh, plan.town));
  const grown = grow({ seeds, neighbours: mesh.neighbours, allowed: () => true, limits: DISTRICTS.map((plan) => plan.cells), random });
  const district = new Int8Array(mesh.centres.length).fill(-1);
  for (const [cell, owner] of grown) district[cell] = owner;
  // What the limits left over goes to a neighbour that is not the city.
  for (let changed = true; changed; ) {
    changed = false;
    mesh.neighbours.forEach((around, cell) => {
      if (district[cell] !== -1) return;
      const taker = around.map((other) => district[other] ?? -1).find((owner) => owner >= 0 && DISTRICTS[owner]?.kind !== 'city');
      if (taker === undefined) return;
      district[cell] = taker;
      changed = true;
    });
  }
  return district;
}

function nearest(mesh: Mesh, point: Point): number {
  let best = 0;
  mesh.centres.forEach((centre, cell) => {
    if (distance(centre, point) < distance(mesh.centres[best] ?? [0, 0], point)) best = cell;
  });
  return best;
}

interface Part {
  readonly cells: readonly number[];
  readonly centre: Point;
  readonly ward: number;
}

/** Cuts a district into its small areas (dense about the town) and those into wards; in the order of ward, then north to south. */
function divide(mesh: Mesh, plan: DistrictPlan, district: number, districtOf: Int8Array, random: Random): Part[] {
  const cells = mesh.centres.flatMap((_, cell) => (districtOf[cell] === district ? [cell] : []));
  const weights = cumulative(cells.map((cell) => Math.exp(-distance(mesh.centres[cell] ?? [0, 0], plan.town) / (plan.spread / 2)) + 0.02));
  const seeds = new Set<number>();
  for (let tries = 0; seeds.size < plan.lsoas; tries += 1) {
    const cell = cells[random.index(weights)] ?? 0;
    // Neighbouring seeds would make areas of a single cell; given up only where a district has no room left.
    if (tries < 20_000 && mesh.neighbours[cell]?.some((other) => seeds.has(other))) continue;
    seeds.add(cell);
  }
  const owners = grow({ seeds: [...seeds], neighbours: mesh.neighbours, allowed: (cell) => districtOf[cell] === district, random });
  const areas: number[][] = [...seeds].map(() => []);
  for (const [cell, area] of owners) areas[area]?.push(cell);
  const centres = areas.map((area): Point => {
    const mean = (axis: 0 | 1) => area.reduce((sum, cell) => sum + (mesh.centres[cell]?.[axis] ?? 0), 0) / area.length;
    return [mean(0), mean(1)];
  });
  const beside = areas.map((area, i) =>
    [...new Set(area.flatMap((cell) => mesh.neighbours[cell] ?? []).map((cell) => owners.get(cell) ?? i))].filter((other) => other !== i),
  );
  const wardOf = grow({ seeds: farApart(centres, plan.wards), neighbours: beside, allowed: () => true, random });
  return areas
    .map((area, i): Part => ({ cells: area.toSorted((a, b) => a - b), centre: centres[i] ?? [0, 0], ward: wardOf.get(i) ?? 0 }))
    .sort((a, b) => a.ward - b.ward || b.centre[1] - a.centre[1]);
}

/** `n` of the points, each the farthest from those taken before. */
function farApart(points: readonly Point[], n: number): number[] {
  const chosen = [0];
  while (chosen.length < n) {
    const gaps = points.map((point) => Math.min(...chosen.map((other) => distance(point, points[other] ?? [0, 0]))));
    chosen.push(gaps.indexOf(Math.max(...gaps)));
  }
  return chosen;
}

/**
 * National ranks. Deprivation gathers about three places (the east of the city, the port, the north-western town) and thins out in the country;
 * the county is somewhat poorer than the nation (its median area stands at about the 40th percentile) and has areas of every decile.
 */
function deprivation(lsoas: readonly Lsoa[], random: Random): number[] {
  const poor: ReadonlyArray<readonly [Point, number, number]> = [
    [[4.5, -4], 2.2, 3],
    [[21, 6], 1.6, 3.5],
    [[-15.5, 9], 1.3, 2.5],
  ];
  const scores = lsoas.map((lsoa) => {
    const field = poor.reduce((sum, [at, height, reach]) => sum + height * Math.exp(-((distance(lsoa.centre, at) / reach) ** 2) / 2), 0);
    return field + 0.5 * lsoa.centrality + 0.45 * random.normal();
  });
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const ranks: number[] = [];
  order.forEach((lsoa, place) => {
    ranks[lsoa] = Math.max(1, Math.round(NATIONAL_AREAS * ((place + 0.5) / lsoas.length) ** 1.3));
  });
  return ranks;
}
