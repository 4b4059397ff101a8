/**
 * The measures: what is counted, over what, in which unit, and what must be said about it. Data, not code: the pipeline knows five forms.
 *
 * count   records that match
 * rate    count per 1,000 residents
 * share   records that match `part` among those that match
 * mix     share of each value of a dimension among all values (outcomes)
 * change  count against the same months a year before
 */
import type { BaseColumn, FactDataset } from './dimensions.ts';
import { codeList, itemByCode } from '../../reference/index.ts';
import type { Caveat, DimensionId } from './types.ts';

/** A condition on one fact column: its id is (or, with `not`, is not) one of these. */
export interface Condition {
  readonly column: BaseColumn;
  readonly ids: readonly number[];
  readonly not?: boolean;
}

export type MeasureForm = 'count' | 'rate' | 'share' | 'mix' | 'change';

export interface Measure {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly definition: string;
  readonly unit: string;
  readonly form: MeasureForm;
  readonly dataset: FactDataset;
  readonly numerator: string;
  readonly denominator: string | null;
  readonly base: readonly Condition[];
  /** Form `share`: which of the base records count. */
  readonly part?: readonly Condition[];
  /** Form `mix`: the dimensions that can be shared out, the first being the default. */
  readonly mix?: readonly DimensionId[];
  /** Form `share`: the dimension whose unknown values are left out of the base and reported beside it. */
  readonly unknownOf?: DimensionId;
  /** Dimensions that the form cannot take. */
  readonly without: readonly DimensionId[];
  /** Fixed by the definition: a filter on it is refused with this reason. */
  readonly fixed?: { readonly dimensions: readonly DimensionId[]; readonly reason: string; readonly instead: string };
  readonly caveats: readonly Caveat[];
  /** Id of the working definition in force (R064). */
  readonly definitionId: string;
  readonly basis: string;
}

function ids(list: Parameters<typeof codeList>[0], ...codes: string[]): number[] {
  return codes.map((code) => {
    const item = itemByCode(list, code);
    if (!item) throw new Error(`reference/${list}.json has no ${code}`);
    return item.id;
  });
}

const groupIds = (list: Parameters<typeof codeList>[0], ...groups: string[]) =>
  codeList(list)
    .items.filter((item) => groups.includes(item.group ?? ''))
    .map((item) => item.id);

const ASB = ids('crime-type', 'anti-social-behaviour');
const OFFENCES: Condition = { column: 'crime_type', ids: ASB, not: true };
const type = (...codes: string[]): Condition => ({ column: 'crime_type', ids: ids('crime-type', ...codes) });
const PERSON: Condition = { column: 'type', ids: ids('stop-type', 'vehicle-search'), not: true };
const SUSPICION: Condition = { column: 'power', ids: groupIds('power', 'suspicion') };
const SECTION_60: Condition = { column: 'power', ids: groupIds('power', 'section-60') };
const LINK_KNOWN: Condition = { column: 'linked', ids: ids('linked', 'yes', 'no') };
const LINKED: Condition = { column: 'linked', ids: ids('linked', 'yes') };
const unknownIds = (list: Parameters<typeof codeList>[0]) =>
  codeList(list)
    .items.filter((item) => item.unknown)
    .map((item) => item.id);

const SNAP: Caveat = {
  code: 'snap-points',
  text: 'Locations are map points that stand for a nearby street, not the place itself. An LSOA at the edge of a street may hold its neighbour’s records.',
};
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
const RESIDENTS: Caveat = {
  code: 'resident-base',
  text: 'Rates use the people who live in an area. Where many visit or commute, such as city centres, they overstate the risk to residents.',
};
const BANDS: Caveat = {
  code: 'age-bands',
  text: 'Published age bands are 10 to 17 and 18 to 24. They add to 10 to 24 and cannot give 14 to 24 or 15 to 24: children aged 10 to 13 are included. Stops without an age are left out and shown as unknown.',
};
const PERCEIVED: Caveat = {
  code: 'stops-not-people',
  text: 'These are searches, not people: one person can be searched several times.',
};
const OUTCOME_BASIS: Caveat = {
  code: 'recorded-basis',
  text: 'The latest known outcome of offences recorded in the period. Recent months have fewer outcomes because cases are still open. Offences not yet assigned an outcome are never in the denominator, and a blank outcome is not “no further action”.',
};
const COURT: Caveat = { code: 'court-results', text: 'Court results after June 2019 are not published; they appear as unavailable or awaited.' };
const FIND_UNKNOWN: Caveat = {
  code: 'link-unknown',
  text: 'Searches where the link between outcome and object was left blank are in neither part of the rate; a blank is not a “no”. The bounds below show what the rate would be if all of them were, or none.',
};
const SECTION_60_APART: Caveat = { code: 'section-60-apart', text: 'Section 60 searches need no suspicion and are never averaged into this rate.' };

const OPEN_CRIME = 'police.uk street-level categories';
const OPEN_STOP = 'police.uk stop and search records';
const OFFENCE_BASIS = 'By the month that the source gives for the record.';
const STOP_BASIS = 'Searches by the local date on which they took place.';

type Draft = Omit<Measure, 'version' | 'without' | 'denominator' | 'definitionId' | 'basis'> &
  Partial<Pick<Measure, 'version' | 'without' | 'denominator' | 'definitionId' | 'basis'>>;

function define(draft: Draft): Measure {
  const crime = draft.dataset !== 'stop';
  return Object.freeze({
    version: '1',
    without: [],
    denominator: null,
    definitionId: crime ? OPEN_CRIME : OPEN_STOP,
    basis: crime ? OFFENCE_BASIS : STOP_BASIS,
    ...draft,
  });
}

const offences = (id: string, title: string, what: string, base: readonly Condition[], caveats: readonly Caveat[]): Measure =>
  define({ id, title, definition: what, unit: 'offences', form: 'count', dataset: 'street', numerator: what, base, caveats: [...caveats, RECORDING, SNAP] });

const WEAPON_AND_VIOLENCE = type('violence-and-sexual-offences', 'robbery', 'possession-of-weapons');

const MEASURES: readonly Measure[] = [
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
    id: 'stops',
    title: 'Stop and search',
    definition: 'Searches of people and of vehicles under any power.',
    unit: 'searches',
    form: 'count',
    dataset: 'stop',
    numerator: 'Searches',
    base: [],
    caveats: [PERCEIVED, SNAP],
  }),
  define({
    id: 'stop-rate',
    title: 'Searches of people per 1,000 residents',
    definition: 'Searches of a person (vehicle-only searches left out) in the period for each 1,000 residents of the same area and group.',
    unit: 'per 1,000 residents',
    form: 'rate',
    dataset: 'stop',
    numerator: 'Searches of people',
    denominator: 'Residents of the same area and group',
    base: [PERSON],
    caveats: [
      PERCEIVED,
      RESIDENTS,
      {
        code: 'ethnicity-base',
        text: 'By ethnic group the base is Census 2021 residents of all ages. Groups differ in age, so a difference between groups is not by itself a difference in treatment. People whose ethnicity was not recorded are in no group’s rate.',
      },
      SNAP,
    ],
  }),
  define({
    id: 'stops-10-to-24',
    title: 'Searches of people aged 10 to 24',
    definition: 'Searches of people whose age band is 10 to 17 or 18 to 24.',
    unit: 'searches',
    form: 'count',
    dataset: 'stop',
    numerator: 'Searches of people in bands 10 to 17 and 18 to 24',
    base: [PERSON, { column: 'age_band', ids: ids('age-band', '10-17', '18-24') }],
    caveats: [BANDS, PERCEIVED, SNAP],
    definitionId: 'people aged 10 to 24, from published bands',
  }),
  define({
    id: 'suspicion-stops',
    title: 'Searches on suspicion',
    definition: 'Searches under powers that need reasonable suspicion (section 1 PACE, section 23 Misuse of Drugs Act and others).',
    unit: 'searches',
    form: 'count',
    dataset: 'stop',
    numerator: 'Searches under suspicion-based powers',
    base: [SUSPICION],
    caveats: [PERCEIVED, SNAP],
  }),
  define({
    id: 'section-60-stops',
    title: 'Section 60 searches',
    definition: 'Searches under section 60 of the Criminal Justice and Public Order Act 1994, which need an authorisation and no suspicion.',
    unit: 'searches',
    form: 'count',
    dataset: 'stop',
    numerator: 'Searches under section 60',
    base: [SECTION_60],
    caveats: [PERCEIVED, { code: 'authorisation', text: 'Open data do not carry the authorisation that each section 60 search rests on.' }],
  }),
  define({
    id: 'section-60-share',
    title: 'Section 60 share of searches',
    definition: 'Section 60 searches among all searches whose power is recorded.',
    unit: '% of searches',
    form: 'share',
    dataset: 'stop',
    numerator: 'Section 60 searches',
    denominator: 'Searches with a power recorded',
    base: [{ column: 'power', ids: unknownIds('power'), not: true }],
    part: [SECTION_60],
    unknownOf: 'power-group',
    without: ['power', 'power-group'],
    caveats: [
      { code: 'national', text: 'For scale: section 60 was 1.3 % of stop and searches in England and Wales in the year to March 2021 (HMICFRS, March 2023).' },
    ],
  }),
  define({
    id: 'find-rate',
    title: 'Find rate',
    definition: 'Searches on suspicion whose outcome was linked to the object searched for, among those where the link was recorded.',
    unit: '% of searches with the link recorded',
    form: 'share',
    dataset: 'stop',
    numerator: 'Outcome linked to the object',
    denominator: 'Searches on suspicion with the link recorded as yes or no',
    base: [SUSPICION, LINK_KNOWN],
    part: [LINKED],
    unknownOf: 'linked',
    without: ['linked'],
    fixed: {
      dimensions: ['power-group'],
      reason: 'Section 60 searches need no suspicion, so they are never averaged into the find rate.',
      instead: 'Ask for “Section 60 find rate” (section-60-find-rate).',
    },
    caveats: [FIND_UNKNOWN, SECTION_60_APART],
  }),
  define({
    id: 'section-60-find-rate',
    title: 'Section 60 find rate',
    definition: 'Section 60 searches whose outcome was linked to the object searched for, among those where the link was recorded.',
    unit: '% of searches with the link recorded',
    form: 'share',
    dataset: 'stop',
    numerator: 'Outcome linked to the object',
    denominator: 'Section 60 searches with the link recorded as yes or no',
    base: [SECTION_60, LINK_KNOWN],
    part: [LINKED],
    unknownOf: 'linked',
    without: ['linked', 'power', 'power-group'],
    caveats: [FIND_UNKNOWN],
  }),
  define({
    id: 'ethnicity-self-unknown',
    title: 'Self-defined ethnicity not known',
    definition: 'Searches of people whose self-defined ethnicity was not stated or not recorded, among all searches of people.',
    unit: '% of searches of people',
    form: 'share',
    dataset: 'stop',
    numerator: 'Self-defined ethnicity not stated or not recorded',
    denominator: 'Searches of people',
    base: [PERSON],
    part: [{ column: 'eth_self', ids: unknownIds('ethnicity-self') }],
    without: ['ethnicity', 'ethnicity-group'],
    caveats: [{ code: 'not-stated', text: '“Other ethnic group - Not stated” is unknown, not Other.' }],
  }),
  define({
    id: 'ethnicity-officer-unknown',
    title: 'Officer-defined ethnicity not known',
    definition: 'Searches of people with no officer-defined ethnicity, among all searches of people.',
    unit: '% of searches of people',
    form: 'share',
    dataset: 'stop',
    numerator: 'Officer-defined ethnicity not recorded',
    denominator: 'Searches of people',
    base: [PERSON],
    part: [{ column: 'eth_officer', ids: unknownIds('ethnicity-officer') }],
    without: ['ethnicity-officer'],
    caveats: [],
  }),
  define({
    id: 'stops-change',
    title: 'Searches: change on the same months a year before',
    definition: 'Searches in the period against the same months one year earlier.',
    unit: '% change',
    form: 'change',
    dataset: 'stop',
    numerator: 'Searches in the period',
    denominator: 'Searches in the same months a year before',
    base: [],
    without: ['year'],
    caveats: [PERCEIVED],
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

const byId = new Map(MEASURES.map((measure) => [measure.id, measure]));

export function measures(): readonly Measure[] {
  return MEASURES;
}

export function measure(id: string): Measure | undefined {
  return byId.get(id);
}
