/** What the board is about, in chips that can be removed, and the filter that adds to them. */
import { areaFiltersBelow, type Board, type BoardState, monthName, withMonths, without, withValues } from '../../understand/index.ts';
import { dimension, type DimensionId } from '../../warehouse/index.ts';
import { esc } from '../charts/index.ts';
import { boardPath, stateHref } from './addresses.ts';
import type { Labels } from './labels.ts';

export interface Chip {
  readonly group: string;
  readonly text: string;
  readonly href: string;
  readonly key: string;
}

export function chipsOf(board: Board, state: BoardState, labels: Labels): readonly Chip[] {
  const { slice } = state;
  const to = (next: BoardState['slice']) => stateHref(board, { ...state, slice: next });
  const chips: Chip[] = [];
  if (state.measure !== board.measures[0].id) {
    const label = board.measures.find((each) => each.id === state.measure)?.label ?? state.measure;
    chips.push({ group: 'About', text: label, href: stateHref(board, { ...state, measure: board.measures[0].id }), key: 'chip:measure' });
  }
  if (slice.from !== null || slice.to !== null)
    chips.push({ group: 'When', text: periodText(slice.from, slice.to), href: to(withMonths(slice, null, null)), key: 'chip:period' });
  for (const [name, values] of Object.entries(slice.where)) {
    // Object.entries forgets the keys' type.
    const id = name as DimensionId;
    const group = dimension(id)?.title ?? id;
    for (const value of values ?? []) {
      const next = withValues(
        // Removing a place removes what was chosen inside it.
        id === 'force' || id === 'district' ? without(slice, areaFiltersBelow(id)) : slice,
        id,
        (values ?? []).filter((other) => other !== value),
      );
      chips.push({ group, text: labels(id, value), href: to(next), key: `chip:${id}=${value}` });
    }
  }
  return chips;
}

export function periodText(from: string | null, to: string | null): string {
  if (from !== null && to !== null) return from === to ? monthName(from) : `${monthName(from)} to ${monthName(to)}`;
  return from !== null ? `From ${monthName(from)}` : to !== null ? `Up to ${monthName(to)}` : 'All months';
}

/** The selected part of MoJ's filter component: groups of removable tags, laid out in a row. */
export function chipsHtml(board: Board, state: BoardState, chips: readonly Chip[], total: string, held: string | null): string {
  const groups = [...new Set(chips.map((chip) => chip.group))];
  const tag = (chip: Chip) =>
    `<li><a class="moj-filter__tag" href="${esc(chip.href)}" data-key="${esc(chip.key)}"><span class="govuk-visually-hidden">Remove this filter: ${esc(chip.group)},</span> ${esc(chip.text)}</a></li>`;
  const lists = groups
    .map(
      (group) =>
        `<div class="hw-chips__group"><h3 class="hw-chips__name">${esc(group)}</h3><ul class="moj-filter-tags">${chips
          .filter((chip) => chip.group === group)
          .map(tag)
          .join('')}</ul></div>`,
    )
    .join('');
  const empty = chips.length === 0 ? '<p class="hw-chips__none">Everything there is. Choose a bar, a month or an area, or use the filter.</p>' : '';
  const reset = chips.length === 0 ? '' : link(boardPath(board.id), 'Reset', 'chip:reset');
  const compare = held === null ? link(stateHref(board, { ...state, held: state.slice }), 'Hold to compare', 'chip:hold') : '';
  return (
    `<div class="moj-filter__selected hw-chips" id="hw-chips"><h2 class="govuk-visually-hidden">Selected filters</h2><p class="hw-chips__total">${total}</p>${lists}${empty}` +
    `<div class="hw-chips__tools"><button type="button" class="hw-copy" id="hw-copy" hidden>Copy link</button>${compare}${reset}</div>${held === null ? '' : heldHtml(board, state, held)}</div>`
  );
}

const link = (href: string, text: string, key: string) =>
  `<a class="govuk-link govuk-link--no-visited-state" href="${esc(href)}" data-key="${key}">${text}</a>`;

function heldHtml(board: Board, state: BoardState, words: string): string {
  const { held, ...own } = state;
  const swap = held === undefined ? '' : link(stateHref(board, { ...own, slice: held, held: own.slice }), 'Swap', 'chip:swap');
  return `<p class="hw-held">Held to compare, by the same definition: <strong>${esc(words)}</strong>. Change the choice above. ${swap} ${link(stateHref(board, own), 'Stop comparing', 'chip:stop')}</p>`;
}
