/** Measures of street-level crime, and of published counts by LSOA and month. */
import { define, groupIds, ids, type Condition, type Measure, RESIDENTS, SNAP } from './define-measure.ts';
import type { Caveat } from './types.ts';

const ASB = ids('crime-type', 'anti-social-behaviour');
const OFFENCES: Condition = { column: 'crime_type', ids: ASB, not: true };
const type = (...codes: string[]): Condition => ({ column: 'crime_type', ids: ids('crime-type', ...codes) });
const NOT_ASB: Caveat = { code: 'asb-apart', text: 'Anti-social behaviour incidents are not notifiable offences and are counted apart.' };
const SEXUAL: Caveat = {
  code: 'includes-sexual',
  text: '“Violence and sexual offences” is one published category: open data do not separate sexual offences.',
};
const NOT_SERIOUS: Caveat = {
  code: 'not-serious-violence',
  text: 'Open data cannot isolate serious violence, the weapon used, or the age of anybody involved. This is not a count of serious youth violence.',
};
const RECORDING: Caveat = {
  code: 'recording-practice',
  text: 'Recorded crime depends on what is reported and on how a force records it: a rise can reflect better recording as well as more crime.',
};
const OUTCOME_BASIS: Caveat = {
  code: 'recorded-basis',
  text: 'The latest known outcome of offences recorded in the period. Recent months have fewer outcomes because cases are still open. Offences not yet assigned an outcome are never in the denominator, and a blank outcome is not “no further action”.',
};
const COURT: Caveat = { code: 'court-results', text: 'Court results after June 2019 are not published; they appear as unavailable or awaited.' };

const offences = (id: string, title: string, what: string, base: readonly Condition[], caveats: readonly Caveat[]): Measure =>
  define({ id, title, definition: what, unit: 'offences', form: 'count', dataset: 'street', numerator: what, base, caveats: [...caveats, RECORDING, SNAP] });

const WEAPON_AND_VIOLENCE = type('violence-and-sexual-offences', 'robbery', 'possession-of-weapons');

export const CRIME_MEASURES: readonly Measure[] = [
  offences('recorded-offences', 'Recorded offences', 'Street-level records of every crime type but anti-social behaviour.', [OFFENCES], [NOT_ASB]),
  define({
    id: 'offence-rate',
    title: 'Recorded offences per 1,000 residents',
    definition: 'Recorded offences in the period for each 1,000 people who live in the area.',
    unit: 'per 1,000 residents',
    form: 'rate',
    dataset: 'street',
    numerator: 'Recorded offences',
    denominator: 'Residents of all ages',
    base: [OFFENCES],
    caveats: [NOT_ASB, RESIDENTS, RECORDING, SNAP],
  }),
  offences(
    'violence-and-sexual-offences',
    'Violence and sexual offences',
    'Street-level records in the category “Violence and sexual offences”.',
    [type('violence-and-sexual-offences')],
    [SEXUAL, NOT_SERIOUS],
  ),
  offences('robbery', 'Robbery', 'Street-level records in the category “Robbery”, personal and business together.', [type('robbery')], [NOT_SERIOUS]),
  offences(
    'possession-of-weapons',
    'Possession of weapons',
    'Street-level records in the category “Possession of weapons”.',
    [type('possession-of-weapons')],
    [{ code: 'possession', text: 'Possession is found by police activity, searches above all: more searches find more weapons.' }, NOT_SERIOUS],
  ),
  offences(
    'weapon-and-violence-offences',
    'Weapon and violence offences',
    'The sum of “Violence and sexual offences”, “Robbery” and “Possession of weapons”.',
    [WEAPON_AND_VIOLENCE],
    [NOT_SERIOUS, SEXUAL],
  ),
  define({
    id: 'weapon-and-violence-rate',
    title: 'Weapon and violence offences per 1,000 residents',
    definition: 'Weapon and violence offences in the period for each 1,000 people who live in the area.',
    unit: 'per 1,000 residents',
    form: 'rate',
    dataset: 'street',
    numerator: 'Violence and sexual offences, robbery and possession of weapons',
    denominator: 'Residents of all ages',
    base: [WEAPON_AND_VIOLENCE],
    caveats: [NOT_SERIOUS, SEXUAL, RESIDENTS, RECORDING, SNAP],
  }),
  define({
    id: 'asb-incidents',
    title: 'Anti-social behaviour incidents',
    definition: 'Street-level records in the category “Anti-social behaviour”. Incidents, not offences.',
    unit: 'incidents',
    form: 'count',
    dataset: 'street',
    numerator: 'Anti-social behaviour records',
    base: [type('anti-social-behaviour')],
    caveats: [
      {
        code: 'asb-no-id',
        text: 'Anti-social behaviour is published without an identifier, so a repeated row cannot be told from a second incident at the same map point. Repeats are kept.',
      },
      SNAP,
    ],
  }),
  define({
    id: 'street-records',
    title: 'All street-level records',
    definition: 'Every street-level record: offences and anti-social behaviour together. For reconciling with the files, not for comparing places.',
    unit: 'records',
    form: 'count',
    dataset: 'street',
    numerator: 'Street-level records',
    base: [],
    caveats: [SNAP],
  }),
  define({
    id: 'outcome-share',
    title: 'Outcome shares',
    definition: 'Share of recorded offences, with an outcome assigned or with an outcome that is not recorded, that have each latest outcome.',
    unit: '% of offences with an outcome',
    form: 'mix',
    dataset: 'street',
    numerator: 'Offences with the outcome',
    denominator: 'Recorded offences, less those not yet assigned an outcome',
    base: [OFFENCES, { column: 'outcome', ids: groupIds('outcome', 'not-yet-assigned', 'not-applicable'), not: true }],
    mix: ['outcome-group', 'outcome'],
    caveats: [
      OUTCOME_BASIS,
      {
        code: 'outcome-22',
        text: 'Published outcome names are not Home Office outcome numbers. “Further action is not in the public interest” is the likely home of outcome 22; this mapping is not confirmed.',
      },
      COURT,
    ],
    basis: 'Latest outcome of offences recorded in the period (recorded basis).',
  }),
  define({
    id: 'offences-change',
    title: 'Recorded offences: change on the same months a year before',
    definition: 'Recorded offences in the period against the same months one year earlier.',
    unit: '% change',
    form: 'change',
    dataset: 'street',
    numerator: 'Recorded offences in the period',
    denominator: 'Recorded offences in the same months a year before',
    base: [OFFENCES],
    without: ['outcome', 'outcome-group', 'year'],
    caveats: [NOT_ASB, RECORDING, { code: 'not-impact', text: 'A change between two years is not the effect of any one thing done in between.' }],
  }),
  define({
    id: 'area-offences',
    title: 'Recorded offences (area counts)',
    definition: 'Offences in published counts by LSOA, month and crime type, anti-social behaviour left out.',
    unit: 'offences',
    form: 'count',
    dataset: 'lsoa-month-counts',
    numerator: 'Sum of the published counts',
    base: [OFFENCES],
    caveats: [
      { code: 'zero-rows', text: 'The source writes no row for a zero, and some months lost whole districts: a low month is not by itself a fall.' },
      NOT_ASB,
      RECORDING,
      SNAP,
    ],
  }),
  define({
    id: 'area-offence-rate',
    title: 'Recorded offences per 1,000 residents (area counts)',
    definition: 'Offences in published counts by LSOA, month and crime type for each 1,000 residents.',
    unit: 'per 1,000 residents',
    form: 'rate',
    dataset: 'lsoa-month-counts',
    numerator: 'Sum of the published counts',
    denominator: 'Residents of all ages',
    base: [OFFENCES],
    caveats: [
      { code: 'zero-rows', text: 'The source writes no row for a zero, and some months lost whole districts: a low month is not by itself a fall.' },
      NOT_ASB,
      RESIDENTS,
    ],
  }),
];
