/** Residents by single year of age and by ethnic group: how many people live in each small area, not who they are. */
import type { County } from './county.ts';
import { stream } from './random.ts';

/** The 19 groups of the 2021 census with the label of their larger group and their share of it in the county. */
export const GROUPS19: ReadonlyArray<{ readonly label: string; readonly group: number; readonly share: number }> = [
  { label: 'Asian, Asian British or Asian Welsh: Bangladeshi', group: 0, share: 0.13 },
  { label: 'Asian, Asian British or Asian Welsh: Chinese', group: 0, share: 0.1 },
  { label: 'Asian, Asian British or Asian Welsh: Indian', group: 0, share: 0.28 },
  { label: 'Asian, Asian British or Asian Welsh: Pakistani', group: 0, share: 0.33 },
  { label: 'Asian, Asian British or Asian Welsh: Other Asian', group: 0, share: 0.16 },
  { label: 'Black, Black British, Black Welsh, Caribbean or African: African', group: 1, share: 0.55 },
  { label: 'Black, Black British, Black Welsh, Caribbean or African: Caribbean', group: 1, share: 0.31 },
  { label: 'Black, Black British, Black Welsh, Caribbean or African: Other Black', group: 1, share: 0.14 },
  { label: 'Mixed or Multiple ethnic groups: White and Asian', group: 2, share: 0.27 },
  { label: 'Mixed or Multiple ethnic groups: White and Black African', group: 2, share: 0.15 },
  { label: 'Mixed or Multiple ethnic groups: White and Black Caribbean', group: 2, share: 0.34 },
  { label: 'Mixed or Multiple ethnic groups: Other Mixed or Multiple ethnic groups', group: 2, share: 0.24 },
  { label: 'White: English, Welsh, Scottish, Northern Irish or British', group: 3, share: 0.915 },
  { label: 'White: Irish', group: 3, share: 0.01 },
  { label: 'White: Gypsy or Irish Traveller', group: 3, share: 0.002 },
  { label: 'White: Roma', group: 3, share: 0.003 },
  { label: 'White: Other White', group: 3, share: 0.07 },
  { label: 'Other ethnic group: Arab', group: 4, share: 0.4 },
  { label: 'Other ethnic group: Any other ethnic group', group: 4, share: 0.6 },
];

/** The five larger groups, in the order of `group` above. */
export const GROUPS5: readonly string[] = [
  'Asian, Asian British or Asian Welsh',
  'Black, Black British, Black Welsh, Caribbean or African',
  'Mixed or Multiple ethnic groups',
  'White',
  'Other ethnic group',
];

export interface Residents {
  /** People at each age, 0 to 89 and then 90 and over: 91 counts, mid-2024. */
  readonly ages: readonly number[];
  /** People at the census of 2021 in each of {@link GROUPS19}. */
  readonly groups: readonly number[];
}

/** One entry an area, in the order of `county.lsoas`. */
export function makeResidents(county: County): Residents[] {
  const random = stream(county.seed, 'residents');
  // Two universities' worth of students live in a few areas near the middle of the city.
  const students = new Set(
    county.lsoas
      .map((lsoa, i) => ({ i, near: lsoa.district === 0 ? Math.abs(lsoa.centrality - 0.45) : 9 }))
      .sort((a, b) => a.near - b.near)
      .slice(0, 7)
      .map(({ i }) => i),
  );
  return county.lsoas.map((lsoa, i) => {
    const people = 1150 + 900 * random.next() + (students.has(i) ? 900 : 0);
    const country = 1 - lsoa.centrality;
    const shape = Array.from({ length: 91 }, (_, age) => ageShare(age, country) + (students.has(i) ? 0.09 * Math.exp(-(((age - 20) / 1.6) ** 2)) : 0));
    const whole = shape.reduce((sum, share) => sum + share, 0);
    const ages = shape.map((share) => random.poisson((people * share) / whole));
    const census = Math.round(0.985 * ages.reduce((sum, n) => sum + n, 0));
    return { ages, groups: splitByGroup(census, minorityShares(county, i, random.normal()), random.next) };
  });
}

/** Relative number of people at an age: a plateau to 60, then fewer; older in the country, with the young away. */
function ageShare(age: number, country: number): number {
  if (age === 90) return 0.006 + 0.004 * country;
  const plateau = age < 60 ? 1 : Math.max(0.1, 1 - (age - 60) * 0.03);
  const away = age >= 19 && age <= 32 ? 1 - 0.35 * country : 1;
  const older = age >= 55 ? 1 + 0.45 * country : 1;
  return 0.0128 * plateau * away * older;
}

/** Shares of the five groups: more mixed near the middle of the city and of the port. */
function minorityShares(county: County, i: number, noise: number): number[] {
  const lsoa = county.lsoas[i];
  const city =
    lsoa?.district === 0 ? 0.1 + 0.34 * lsoa.centrality : lsoa?.district === 1 ? 0.05 + 0.16 * lsoa.centrality : 0.03 + 0.05 * (lsoa?.centrality ?? 0);
  const minority = Math.min(0.7, city * Math.exp(0.35 * noise));
  return [0.45 * minority, 0.27 * minority, 0.17 * minority, 1 - minority, 0.11 * minority];
}

/** Whole people in each of the 19 groups, adding up to `people`: running sums, rounded, after some unevenness. */
function splitByGroup(people: number, shares: readonly number[], next: () => number): number[] {
  const wanted = GROUPS19.map(({ group, share }) => (shares[group] ?? 0) * share * (0.75 + 0.5 * next()));
  const whole = wanted.reduce((sum, share) => sum + share, 0);
  let running = 0;
  return wanted.map((share) => {
    const before = Math.round((people * running) / whole);
    running += share;
    return Math.round((people * running) / whole) - before;
  });
}
