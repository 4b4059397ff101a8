/** Stops and searches, a month at a time, in the columns of data.police.uk. */
import { monthInt, monthText } from '../reference/index.ts';
import { daysIn, summerTime, utcText, weekday } from './calendar.ts';
import type { County } from './county.ts';
import { GROUPS19 } from './people.ts';
import type { Residents } from './people.ts';
import { cumulative, stream } from './random.ts';
import type { Random } from './random.ts';
import type { SnapPoints } from './snap-points.ts';
import { ETHNICITY_RECORDING_FALL, ETHNICITY_UNKNOWN, FIND_RATE, LINK_BLANK, MISSING, SECTION_60, STOP_RATIO, VOLUME, WEEKEND_NIGHTS } from './truths.ts';

export const STOP_HEADER =
  'Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing';

const PACE = 'Police and Criminal Evidence Act 1984 (section 1)';
const SECTION_60_POWER = 'Criminal Justice and Public Order Act 1994 (section 60)';

/** Share of suspicion-based searches and the power used. */
const OBJECTS: ReadonlyArray<readonly [object: string, share: number, power: string]> = [
  ['Controlled drugs', 0.6, 'Misuse of Drugs Act 1971 (section 23)'],
  ['Offensive weapons', 0.15, PACE],
  ['Stolen goods', 0.07, PACE],
  ['Article for use in theft', 0.065, PACE],
  ['Evidence of offences under the Act', 0.03, PACE],
  ['Articles for use in criminal damage', 0.02, PACE],
  ['Anything to threaten or harm anyone', 0.035, PACE],
  ['Firearms', 0.015, 'Firearms Act 1968 (section 47)'],
  ['', 0.015, PACE],
];
const OBJECT_TABLE = cumulative(OBJECTS.map(([, share]) => share));

/** What self-defined ethnicity is called in stop data, for each of GROUPS19 (Roma has no label of its own there). */
const SELF_DEFINED = [
  'Asian/Asian British - Bangladeshi',
  'Asian/Asian British - Chinese',
  'Asian/Asian British - Indian',
  'Asian/Asian British - Pakistani',
  'Asian/Asian British - Any other Asian background',
  'Black/African/Caribbean/Black British - African',
  'Black/African/Caribbean/Black British - Caribbean',
  'Black/African/Caribbean/Black British - Any other Black/African/Caribbean background',
  'Mixed/Multiple ethnic groups - White and Asian',
  'Mixed/Multiple ethnic groups - White and Black African',
  'Mixed/Multiple ethnic groups - White and Black Caribbean',
  'Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background',
  'White - English/Welsh/Scottish/Northern Irish/British',
  'White - Irish',
  'White - Gypsy or Irish Traveller',
  'White - Any other White background',
  'White - Any other White background',
  'Other ethnic group - Arab',
  'Other ethnic group - Any other ethnic group',
];
const RATIO = [STOP_RATIO.asian, STOP_RATIO.black, STOP_RATIO.mixed, STOP_RATIO.white, STOP_RATIO.other].map((ratio) => ratio ?? 1);
const OFFICER = ['Asian', 'Black', 'Mixed', 'White', 'Other'];

const AGES = ['under 10', '10-17', '18-24', '25-34', 'over 34'];
const AGE_TABLE = cumulative([0.001, 0.215, 0.345, 0.24, 0.2]);
/** Relative number of stops in each local hour, outside the planted weekend nights. */
const HOURS = cumulative([5, 4, 3, 2, 1, 1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 10, 9, 9, 9, 8, 8, 7]);
const NIGHT_HOURS = [21, 22, 23, 24, 25, 26, 27];
const ACTIONS = [
  'Arrest',
  'Community resolution',
  'Summons / charged by post',
  'Caution (simple or conditional)',
  'Penalty Notice for Disorder',
  'Khat or Cannabis warning',
];
const ACTION_TABLE = cumulative([0.42, 0.24, 0.14, 0.1, 0.06]);
const DRUGS_ACTION_TABLE = cumulative([0.36, 0.22, 0.14, 0.1, 0.08, 0.1]);

/** What each draw needs of the county, worked out once. */
interface Ground {
  readonly county: County;
  readonly snaps: readonly SnapPoints[];
  readonly areas: Float64Array;
  readonly nightAreas: Float64Array;
  /** For each area: who is stopped, over GROUPS19. */
  readonly people: readonly Float64Array[];
}

/** The files of all months by name, first month first. `end` is the last month, `YYYY-MM`. */
export function* makeStopFiles(
  county: County,
  residents: readonly Residents[],
  snaps: readonly SnapPoints[],
  end: string,
  months: number,
): Generator<{ month: string; text: string }> {
  const ground: Ground = {
    county,
    snaps,
    areas: cumulative(county.lsoas.map((lsoa, i) => youngPeople(residents[i]) * (1.6 - 0.11 * lsoa.decile) * (1 + 4 * lsoa.centrality ** 3))),
    nightAreas: cumulative(county.lsoas.map((lsoa) => (county.districts[lsoa.district]?.code === WEEKEND_NIGHTS.district ? lsoa.centrality ** 8 : 0))),
    people: residents.map(({ groups }) => cumulative(groups.map((n, g) => n * (RATIO[GROUPS19[g]?.group ?? 3] ?? 1)))),
  };
  const last = monthInt(end) ?? 0;
  for (let back = months - 1; back >= 0; back -= 1) {
    const month = monthText(last - back);
    yield { month, text: monthFile(ground, month, back, stream(county.seed, `stops ${month}`)) };
  }
}

const youngPeople = (residents: Residents | undefined): number => (residents?.ages ?? []).slice(12, 40).reduce((sum, n) => sum + n, 0);

function monthFile(ground: Ground, month: string, back: number, random: Random): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const rows: string[] = [];
  const total = random.poisson(VOLUME.stops);
  for (let i = 0; i < total; i += 1) {
    let area = random.index(ground.areas);
    const night = districtCode(ground.county, area) === WEEKEND_NIGHTS.district && random.chance(WEEKEND_NIGHTS.share);
    if (night) area = random.index(ground.nightAreas);
    const row = suspicionRow(ground, area, back, night ? nightTime(random, year, number) : anyTime(random, year, number), random);
    rows.push(row);
    if (random.chance(MISSING.repeats)) rows.push(row);
  }
  for (const operation of SECTION_60) {
    if (operation.monthsBack !== back) continue;
    for (let i = 0; i < operation.stops; i += 1) rows.push(operationRow(ground, operation, back, weekendTime(random, year, number), random));
  }
  // By time, as published. The date is the second column of every row.
  const time = (row: string) => row.slice(row.indexOf(',') + 1, row.indexOf(',') + 26);
  rows.sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
  return `${STOP_HEADER}\n${rows.join('\n')}\n`;
}

const districtCode = (county: County, area: number): string | undefined => county.districts[county.lsoas[area]?.district ?? -1]?.code;

function suspicionRow(ground: Ground, area: number, back: number, date: string, random: Random): string {
  const [object, , power] = OBJECTS[random.index(OBJECT_TABLE)] ?? ['', 0, PACE];
  const operation = random.chance(0.3) ? ',' : 'False,';
  return stopRow(ground, area, back, date, random, { operation, power, object, findRate: FIND_RATE[object] ?? 0.1 });
}

function operationRow(ground: Ground, operation: (typeof SECTION_60)[number], back: number, date: string, random: Random): string {
  let area = random.index(ground.areas);
  while (districtCode(ground.county, area) !== operation.district) area = random.index(ground.areas);
  const object = random.chance(0.7) ? 'Offensive weapons' : 'Anything to threaten or harm anyone';
  return stopRow(ground, area, back, date, random, { operation: `True,${operation.name}`, power: SECTION_60_POWER, object, findRate: operation.findRate });
}

interface Search {
  readonly operation: string;
  readonly power: string;
  readonly object: string;
  readonly findRate: number;
}

function stopRow(ground: Ground, area: number, back: number, date: string, random: Random, search: Search): string {
  const vehicleOnly = random.chance(0.028);
  const type = vehicleOnly ? 'Vehicle search' : random.chance(0.2) ? 'Person and Vehicle search' : 'Person search';
  const snap = ground.snaps[area];
  const point = snap?.points[random.index(snap.weights)];
  const place = random.chance(MISSING.stopLocation) || !point ? ',' : `${point.latitude},${point.longitude}`;
  const person = vehicleOnly ? ',,,' : personColumns(ground, area, back, random);
  const found = random.chance(search.findRate);
  const actions = search.object === 'Controlled drugs' ? DRUGS_ACTION_TABLE : ACTION_TABLE;
  const outcome = found ? (ACTIONS[random.index(actions)] ?? 'Arrest') : random.chance(0.07) ? 'Arrest' : 'A no further action disposal';
  const linked = random.chance(LINK_BLANK) ? '' : found ? 'True' : 'False';
  const clothing = random.chance(0.12) ? '' : random.chance(0.03) ? 'True' : 'False';
  return `${type},${date},${search.operation},${place},${person},${search.power},${search.object},${outcome},${linked},${clothing}`;
}

/** Sex, age range, self-defined and officer-defined ethnicity. */
function personColumns(ground: Ground, area: number, back: number, random: Random): string {
  const people = ground.people[area];
  const which = people ? random.index(people) : 12;
  const group = GROUPS19[which]?.group ?? 3;
  const fallen = districtCode(ground.county, area) === ETHNICITY_RECORDING_FALL.district;
  const unknown = !fallen ? ETHNICITY_UNKNOWN : back <= ETHNICITY_RECORDING_FALL.monthsBack ? ETHNICITY_RECORDING_FALL.after : ETHNICITY_RECORDING_FALL.before;
  const self = random.chance(unknown) ? (random.chance(0.75) ? 'Other ethnic group - Not stated' : '') : SELF_DEFINED[which];
  // Officers write Black for most people of mixed ethnicity, White for some.
  const seen = group === 2 ? (random.chance(0.6) ? 1 : random.chance(0.5) ? 2 : 3) : group;
  const officer = random.chance(0.015) ? '' : OFFICER[seen];
  const sex = random.chance(MISSING.sex) ? '' : random.chance(0.9) ? 'Male' : 'Female';
  const age = random.chance(MISSING.age) ? '' : AGES[random.index(AGE_TABLE)];
  return `${sex},${age},${self},${officer}`;
}

/** Any day and hour. The first hour of a month in summer time is left out: its UTC date is in the month before, and the file is a month's. */
function anyTime(random: Random, year: number, month: number): string {
  const day = 1 + random.int(daysIn(year, month));
  let hour = random.index(HOURS);
  while (day === 1 && hour === 0 && summerTime(year, month, day, hour)) hour = random.index(HOURS);
  return utcText(year, month, day, hour, 5 * random.int(12));
}

/** A Friday or Saturday night, 21:00 to 03:59; at a month's end only until midnight. */
function nightTime(random: Random, year: number, month: number): string {
  const days = daysIn(year, month);
  let day = 1 + random.int(days);
  while (!WEEKEND_NIGHTS.weekdays.includes(weekday(year, month, day) as 5 | 6)) day = 1 + random.int(days);
  const hour = random.one(day === days ? NIGHT_HOURS.slice(0, 3) : NIGHT_HOURS);
  return hour < 24 ? utcText(year, month, day, hour, 5 * random.int(12)) : utcText(year, month, day + 1, hour - 24, 5 * random.int(12));
}

/** From 18:00 to 01:59 on the second Friday of the month and the Saturday after. */
function weekendTime(random: Random, year: number, month: number): string {
  let friday = 8;
  while (weekday(year, month, friday) !== 5) friday += 1;
  const day = friday + random.int(2);
  const hour = 18 + random.int(8);
  return hour < 24 ? utcText(year, month, day, hour, 5 * random.int(12)) : utcText(year, month, day + 1, hour - 24, 5 * random.int(12));
}
