/** The filter as a plain GET form: it works without scripts, and with them it is sent at each change. */
import { type Board, type BoardState, chosen, monthName, monthShifted, withMonths } from '../../understand/index.ts';
import { dimension, type DimensionId, type DimensionValue } from '../../warehouse/index.ts';
import { esc } from '../charts/index.ts';
import { boardPath, stateHref, stateQuery } from './addresses.ts';

export interface FilterChoices {
  /** Every month of the data, oldest first. */
  readonly months: readonly string[];
  readonly forces: readonly DimensionValue[];
  /** Districts of the chosen force; empty without one. */
  readonly districts: readonly DimensionValue[];
  readonly values: Readonly<Partial<Record<DimensionId, readonly DimensionValue[]>>>;
}

/** Most checkboxes in one list: beyond this a list is for searching, not for reading. */
const SHOWN = new Set<DimensionId>(['force', 'district']);

const SUMMARY = '<summary class="hw-filter__summary">Filter by date, place and more</summary>';

/** The filter shut and empty: its form, a sixth of a board, is asked for when it is opened. */
export const shutFilter = (): string => `<details class="hw-filter" id="hw-filter">${SUMMARY}</details>`;

export function filterHtml(board: Board, state: BoardState, choices: FilterChoices): string {
  const { slice } = state;
  const first = choices.months[0] ?? null;
  const last = choices.months.at(-1) ?? null;
  const months = (name: 'from' | 'to', text: string, held: string | null) =>
    select(
      name,
      text,
      [
        { value: '', text: name === 'from' ? 'The first month' : 'The last month' },
        ...[...choices.months].reverse().map((month) => ({ value: month, text: monthName(month) })),
      ],
      held ?? '',
    );
  const presets = presetsOf(first, last)
    .map(
      (preset) =>
        `<li><a class="govuk-link govuk-link--no-visited-state" href="${esc(stateHref(board, { ...state, slice: withMonths(slice, preset.from, preset.to) }))}" data-key="preset:${preset.text}">${preset.text}</a></li>`,
    )
    .join('');
  const about =
    board.measures.length > 1
      ? select(
          'measure',
          'Definition',
          board.measures.map((each) => ({ value: each.id, text: each.label })),
          state.measure,
        )
      : '';
  const force = select('force', 'Police force', [{ value: '', text: 'All forces' }, ...choices.forces.map(option)], single(slice.where.force));
  const district =
    choices.districts.length === 0
      ? ''
      : select('district', 'District', [{ value: '', text: 'All districts' }, ...choices.districts.map(option)], single(slice.where.district));
  const boxes = board.filters.map((id) => checkboxes(id, choices.values[id] ?? [], chosen(slice, id))).join('');
  return (
    `<details class="hw-filter" id="hw-filter">${SUMMARY}` +
    `<form class="moj-filter__options hw-filter__form" method="get" action="${boardPath(board.id)}" id="hw-form">` +
    `<div class="hw-filter__grid"><div>${about}<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">When</legend>` +
    `${months('from', 'From', slice.from)}${months('to', 'To', slice.to)}<ul class="hw-presets">${presets}</ul></fieldset></div>` +
    `<div><fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Where</legend>${force}${district}</fieldset></div>${boxes}</div>` +
    `${carried(board, state, choices)}<button type="submit" class="govuk-button govuk-!-margin-bottom-0" data-module="govuk-button">Apply filters</button></form></details>`
  );
}

const option = (value: DimensionValue) => ({ value: value.code, text: value.label });
const single = (values: readonly string[] | undefined) => (values?.length === 1 ? (values[0] ?? '') : '');

function presetsOf(first: string | null, last: string | null): readonly { readonly text: string; readonly from: string | null; readonly to: string | null }[] {
  if (first === null || last === null) return [];
  const back = (months: number) => monthShifted(last, 1 - months);
  const all = [
    { text: 'Last 3 months', from: back(3), to: last },
    { text: 'Last 12 months', from: back(12), to: last },
  ].filter((preset) => preset.from > first);
  return [...all, { text: 'All months', from: null, to: null }];
}

function select(name: string, text: string, options: readonly { readonly value: string; readonly text: string }[], held: string): string {
  // Added on, not joined: the months of a long record, twice, are a third of the form.
  let items = '';
  for (const each of options) items += `<option value="${esc(each.value)}"${each.value === held ? ' selected' : ''}>${esc(each.text)}</option>`;
  return `<div class="govuk-form-group"><label class="govuk-label" for="filter-${name}">${text}</label><select class="govuk-select" id="filter-${name}" name="${name}">${items}</select></div>`;
}

function checkboxes(id: DimensionId, values: readonly DimensionValue[], held: readonly string[]): string {
  if (values.length === 0) return '';
  const box = (value: DimensionValue, at: number) =>
    `<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" id="filter-${id}-${at}" name="${id}" value="${esc(value.code)}"${held.includes(value.code) ? ' checked' : ''}>` +
    `<label class="govuk-label govuk-checkboxes__label" for="filter-${id}-${at}">${esc(value.label)}</label></div>`;
  return (
    `<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${esc(dimension(id)?.title ?? id)}</legend>` +
    `<div class="govuk-checkboxes govuk-checkboxes--small hw-filter__boxes">${values.map(box).join('')}</div></fieldset>`
  );
}

/** Choices that have no field in the form travel with it hidden, so that applying the form does not lose them. */
function carried(board: Board, state: BoardState, choices: FilterChoices): string {
  const hidden = (name: string, value: string) => `<input type="hidden" name="${esc(name)}" value="${esc(value)}">`;
  const parts = Object.entries(state.switches).map(([name, code]) => hidden(name, code));
  const held = new URLSearchParams(stateQuery(board, state)).get('compare');
  if (held !== null) parts.push(hidden('compare', held));
  for (const [name, values] of Object.entries(state.slice.where)) {
    // Object.entries forgets the keys' type.
    const id = name as DimensionId;
    const offered = SHOWN.has(id) ? (id === 'force' ? choices.forces : choices.districts) : board.filters.includes(id) ? (choices.values[id] ?? []) : [];
    const codes = new Set(offered.map((value) => value.code));
    const many = SHOWN.has(id) && (values?.length ?? 0) > 1;
    for (const value of values ?? []) if (many || !codes.has(value)) parts.push(hidden(id, value));
  }
  return parts.join('');
}
