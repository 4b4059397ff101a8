/** The two boards of Explore, as data. */
import type { Board, ViewSwitch } from './types.ts';

const VIOLENCE = 'violence-and-sexual-offences';
const ROBBERY = 'robbery';
const WEAPONS = 'possession-of-weapons';

/** One switch for the map and the ranking, so that they always speak of the same thing. */
const RATE_OR_COUNT: ViewSwitch = {
  name: 'areas',
  options: [
    { code: 'rate', label: 'Rate', measure: 'rate' },
    { code: 'count', label: 'Count', measure: 'count' },
  ],
};

const street: Board = {
  id: 'street',
  dataset: 'street',
  title: 'Recorded crime',
  noun: { one: 'offence', many: 'offences' },
  measures: [
    { id: 'recorded-offences', label: 'All recorded offences', rate: 'offence-rate', within: {} },
    { id: 'weapon-and-violence-offences', label: 'Weapon and violence offences', rate: 'offence-rate', within: { 'crime-type': [VIOLENCE, ROBBERY, WEAPONS] } },
    { id: 'violence-and-sexual-offences', label: 'Violence and sexual offences', rate: 'offence-rate', within: { 'crime-type': [VIOLENCE] } },
    { id: 'robbery', label: 'Robbery', rate: 'offence-rate', within: { 'crime-type': [ROBBERY] } },
    { id: 'possession-of-weapons', label: 'Possession of weapons', rate: 'offence-rate', within: { 'crime-type': [WEAPONS] } },
  ],
  views: [
    { id: 'trend', name: 'Trend', measure: 'count', by: 'month', chart: 'trend', selects: 'months', span: 8 },
    { id: 'map', name: 'Map', measure: 'rate', by: 'area', chart: 'map', selects: 'area', span: 4, switch: RATE_OR_COUNT },
    { id: 'type', name: 'Crime type', measure: 'count', by: ['crime-type'], chart: 'bars', selects: ['crime-type'], span: 6 },
    { id: 'outcome', name: 'Outcome', measure: { id: 'outcome-share' }, by: ['outcome-group'], chart: 'bars', selects: ['outcome-group'], span: 6 },
    { id: 'areas', name: 'Areas', measure: 'rate', by: 'area', chart: 'ranking', selects: 'area', span: 6, switch: RATE_OR_COUNT },
    {
      id: 'deprivation',
      name: 'Deprivation',
      measure: 'rate',
      by: ['decile'],
      chart: 'bars',
      selects: ['decile'],
      span: 6,
      keepOrder: true,
      switch: RATE_OR_COUNT,
    },
    { id: 'season', name: 'Month of the year', measure: 'count', by: 'month', chart: 'season', selects: 'months', span: 8 },
    { id: 'located', name: 'Location known', measure: 'count', by: ['located'], chart: 'bars', selects: ['located'], span: 4 },
  ],
  absent: [
    { name: 'Age by sex', text: 'Open street-level data do not carry the age or sex of anyone: neither victims nor suspects.' },
    { name: 'Ethnicity', text: 'Open street-level data do not carry ethnicity. The stop and search board does, with its unknowns.' },
    { name: 'Weekday by hour', text: 'Open street-level data give the month of an offence, not its day or hour.' },
  ],
  filters: ['crime-type', 'outcome-group', 'decile', 'located'],
};

const stop: Board = {
  id: 'stop',
  dataset: 'stop',
  title: 'Stop and search',
  noun: { one: 'search', many: 'searches' },
  measures: [
    { id: 'stops', label: 'All searches', rate: 'stop-rate', within: {} },
    { id: 'stops-10-to-24', label: 'Searches of people aged 10 to 24', rate: 'stop-rate', within: { 'age-band': ['10-17', '18-24'] } },
    { id: 'suspicion-stops', label: 'Searches that need suspicion', rate: 'stop-rate', within: { 'power-group': ['suspicion'] } },
    { id: 'section-60-stops', label: 'Section 60 searches', rate: 'stop-rate', within: { 'power-group': ['section-60'] } },
  ],
  views: [
    { id: 'trend', name: 'Trend', measure: 'count', by: 'month', chart: 'trend', selects: 'months', span: 8 },
    { id: 'map', name: 'Map', measure: 'rate', by: 'area', chart: 'map', selects: 'area', span: 4, switch: RATE_OR_COUNT },
    { id: 'age-sex', name: 'Age by sex', measure: 'count', by: ['age-band', 'sex'], chart: 'groups', selects: ['age-band', 'sex'], span: 6, keepOrder: true },
    {
      id: 'ethnicity',
      name: 'Ethnicity',
      measure: 'count',
      by: ['ethnicity-group'],
      chart: 'bars',
      selects: ['ethnicity-group'],
      span: 6,
      switch: {
        name: 'ethnicity-by',
        options: [
          { code: 'self', label: 'Self-defined', by: ['ethnicity-group'] },
          { code: 'officer', label: 'Officer-defined', by: ['ethnicity-officer'] },
        ],
      },
    },
    { id: 'object', name: 'Object of search', measure: 'count', by: ['object'], chart: 'bars', selects: ['object'], span: 6 },
    { id: 'find-rate', name: 'Find rate', measure: { id: 'find-rate' }, by: ['object'], chart: 'ranking', selects: ['object'], span: 6 },
    {
      id: 'power',
      name: 'Power used',
      measure: 'count',
      by: ['power'],
      chart: 'bars',
      selects: ['power'],
      span: 6,
      apart: { codes: ['section-60'], heading: 'No suspicion needed, under an authorisation' },
    },
    { id: 'outcome', name: 'Outcome', measure: 'count', by: ['stop-outcome-group'], chart: 'bars', selects: ['stop-outcome-group'], span: 6 },
    { id: 'when', name: 'Weekday by hour', measure: 'count', by: ['weekday', 'hour'], chart: 'heat', selects: ['weekday', 'hour'], span: 12 },
    { id: 'areas', name: 'Areas', measure: 'rate', by: 'area', chart: 'ranking', selects: 'area', span: 6, switch: RATE_OR_COUNT },
    { id: 'located', name: 'Location known', measure: 'count', by: ['located'], chart: 'bars', selects: ['located'], span: 6 },
  ],
  absent: [],
  filters: ['object', 'power-group', 'stop-outcome-group', 'age-band', 'sex', 'ethnicity-group'],
};

export const boards: readonly Board[] = [street, stop];

export function boardById(id: string): Board | undefined {
  return boards.find((board) => board.id === id);
}
