/** Street-level crime and anti-social behaviour, a month at a time, in the columns of data.police.uk. */
import { monthInt, monthText } from '../reference/index.ts';
import type { County } from './county.ts';
import type { Residents } from './people.ts';
import { cumulative, stream } from './random.ts';
import type { Random } from './random.ts';
import type { SnapPoints } from './snap-points.ts';
import { DEPRIVATION_STEP, DIVERSION, LOST_MONTH, MISSING, ROBBERY_RISE, SUMMER_PEAK, VOLUME, monthOf } from './truths.ts';

export const STREET_HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';

interface CrimeType {
  readonly name: string;
  /** Share of all rows. */
  readonly share: number;
  /** What the middle of a town adds: times as many per resident as in the country, at most. */
  readonly pull: number;
  readonly outcomes: OutcomeMix;
}

type OutcomeMix = 'none' | 'person' | 'property' | 'drugs';

const TYPES: readonly CrimeType[] = [
  { name: 'Anti-social behaviour', share: 0.2, pull: 3, outcomes: 'none' },
  { name: 'Bicycle theft', share: 0.012, pull: 6, outcomes: 'property' },
  { name: 'Burglary', share: 0.044, pull: 0.5, outcomes: 'property' },
  { name: 'Criminal damage and arson', share: 0.084, pull: 1, outcomes: 'property' },
  { name: 'Drugs', share: 0.032, pull: 3, outcomes: 'drugs' },
  { name: 'Other theft', share: 0.064, pull: 3, outcomes: 'property' },
  { name: 'Possession of weapons', share: 0.011, pull: 3, outcomes: 'drugs' },
  { name: 'Public order', share: 0.077, pull: 5, outcomes: 'person' },
  { name: 'Robbery', share: 0.02, pull: 5, outcomes: 'person' },
  { name: 'Shoplifting', share: 0.072, pull: 22, outcomes: 'property' },
  { name: 'Theft from the person', share: 0.01, pull: 20, outcomes: 'property' },
  { name: 'Vehicle crime', share: 0.055, pull: 0.3, outcomes: 'property' },
  { name: 'Violence and sexual offences', share: 0.298, pull: 2.5, outcomes: 'person' },
  { name: 'Other crime', share: 0.021, pull: 1, outcomes: 'person' },
];

const OUTCOMES = [
  'Investigation complete; no suspect identified',
  'Unable to prosecute suspect',
  'Court result unavailable',
  'Awaiting court outcome',
  'Local resolution',
  'Offender given a caution',
  'Offender given a drugs possession warning',
  'Further investigation is not in the public interest',
  'Formal action is not in the public interest',
  'Action to be taken by another organisation',
  'Offender given penalty notice',
  'Status update unavailable',
];

const MIXES: Readonly<Record<Exclude<OutcomeMix, 'none'>, Float64Array>> = {
  person: cumulative([0.2, 0.52, 0.09, 0.02, 0.03, 0.02, 0, 0.03, 0.03, 0.04, 0, 0.02]),
  property: cumulative([0.66, 0.15, 0.07, 0.01, 0.04, 0.02, 0, 0.02, 0.02, 0.003, 0.005, 0.012]),
  drugs: cumulative([0.08, 0.14, 0.3, 0.06, 0.16, 0.09, 0.08, 0.02, 0.03, 0.01, 0.02, 0.01]),
};

/** Share still under investigation when the event was so many months ago. */
const OPEN = [0.58, 0.34, 0.2, 0.12, 0.07, 0.05];

/** The files of all months by name, first month first. `end` is the last month, `YYYY-MM`. */
export function* makeStreetFiles(
  county: County,
  residents: readonly Residents[],
  snaps: readonly SnapPoints[],
  end: string,
  months: number,
): Generator<{ month: string; text: string }> {
  const weights = TYPES.map((type) => areaWeights(county, residents, type));
  const last = monthInt(end) ?? 0;
  for (let back = months - 1; back >= 0; back -= 1) {
    // A stream a month: a longer or shorter run of months leaves the others as they are.
    const random = stream(county.seed, `crimes ${monthText(last - back)}`);
    yield { month: monthText(last - back), text: monthFile(county, snaps, weights, random, { end, back }) };
  }
}

/** Each area's share of a type: people, deprivation and the pull of a town's middle. Adds up to 1. */
function areaWeights(county: County, residents: readonly Residents[], type: CrimeType): number[] {
  const raw = county.lsoas.map((lsoa, i) => {
    const people = (residents[i]?.ages ?? []).reduce((sum, n) => sum + n, 0);
    return people * DEPRIVATION_STEP ** (lsoa.decile - 1) * (1 + type.pull * lsoa.centrality ** 3);
  });
  const whole = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / whole);
}

function monthFile(county: County, snaps: readonly SnapPoints[], weights: readonly number[][], random: Random, when: { end: string; back: number }): string {
  const { end, back } = when;
  const month = monthOf(end, back);
  const fromJuly = (2 * Math.PI * (((monthInt(month) ?? 0) % 12) - 6)) / 12;
  const head = `,${month},${county.force.name},${county.force.name},`;
  const lines = [STREET_HEADER];
  let previousId = '';
  county.lsoas.forEach((lsoa, area) => {
    const district = county.districts[lsoa.district]?.code;
    if (district === LOST_MONTH.district && back === LOST_MONTH.monthsBack) return;
    const snap = snaps[area];
    if (!snap) return;
    TYPES.forEach((type, t) => {
      const season = 1 + (SUMMER_PEAK[type.name] ?? 0) * Math.cos(fromJuly);
      const rise = type.name === 'Robbery' && district === ROBBERY_RISE.district && back <= ROBBERY_RISE.monthsBack ? ROBBERY_RISE.factor : 1;
      const count = random.poisson(VOLUME.street * type.share * (weights[t]?.[area] ?? 0) * season * rise);
      for (let n = 0; n < count; n += 1) {
        const point = snap.points[random.index(snap.weights)];
        const place =
          random.chance(MISSING.streetLocation) || !point
            ? ',,No Location,,'
            : `${point.longitude},${point.latitude},${point.location},${lsoa.code},${lsoa.name}`;
        if (type.outcomes === 'none') {
          const line = `${head}${place},${type.name},,`;
          lines.push(line);
          // Without an identifier two calls about the same place are the same row; some more are sent twice.
          if (random.chance(MISSING.repeats * 4)) lines.push(line);
          continue;
        }
        // An identifier is not unique in real files: two offences of one event share it.
        const id: string = previousId !== '' && random.chance(0.002) ? previousId : random.hex(64);
        previousId = id;
        lines.push(`${id}${head}${place},${type.name},${outcome(random, type.outcomes, back, district)},`);
      }
    });
  });
  return `${lines.join('\n')}\n`;
}

function outcome(random: Random, mix: Exclude<OutcomeMix, 'none'>, back: number, district: string | undefined): string {
  if (random.chance(OPEN[back] ?? 0.015)) return 'Under investigation';
  if (mix !== 'property' && district === DIVERSION.district && back <= DIVERSION.monthsBack && random.chance(DIVERSION.share))
    return 'Further action is not in the public interest';
  return OUTCOMES[random.index(MIXES[mix])] ?? '';
}
