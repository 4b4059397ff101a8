/** A whole board as HTML: what it is about, the filter, the views, and what applies to all of them. */
import { areaFiltersBelow, type AreaLevel, type Board, type BoardPlan, type BoardState, cellText, type PlannedView, without } from '../../understand/index.ts';
import type { Figure } from '../../warehouse/index.ts';
import { esc } from '../charts/index.ts';
import { day, list } from '../words.ts';
import type { ShapePaths } from '../maps/index.ts';
import { stateAddress, stateHref } from './addresses.ts';
import { chipsHtml, chipsOf, periodText } from './chips.ts';
import { type FilterChoices, filterHtml, shutFilter } from './filter.ts';
import type { Labels } from './labels.ts';
import { rowsOf, wordedOnce } from './rows.ts';
import { type Side, type SwitchLink, viewHtml, type ViewInput } from './view.ts';

export interface BoardInput {
  readonly plan: BoardPlan;
  /** In the order of the plan's questions. */
  readonly figures: readonly Figure[];
  readonly choices: FilterChoices;
  readonly labels: Labels;
  readonly shapes: ShapePaths | null;
  /** Areas inside the place chosen; null where every area is. Records of a force can be located outside it. */
  readonly inside: ReadonlySet<string> | null;
  /** The slice held beside this one to compare. */
  readonly held: BoardInput | null;
}

/** Named among the tables, the filter's form is wanted too. */
const FILTER = 'filter';

/**
 * Ids of the views whose tables are wanted; undefined for all of them. A page is sent with every table; scripts, which can ask for a table
 * when it is opened, leave out the closed ones.
 */
export type Tables = ReadonlySet<string> | undefined;

/** The part of the page that changes with the slice. `data-say` is what a screen reader is told after a change. */
export function boardHtml(input: BoardInput, tables?: Tables): string {
  const { plan, figures } = input;
  const { board, state } = plan;
  const shared = sharedCaveats(input);
  const said = new Set(shared.map((each) => each.text));
  const words = wordedOnce();
  const views = plan.views.map((planned) =>
    viewHtml({
      ...sideOf(input, planned, input.held, words),
      held: heldOf(input, planned, words),
      said,
      withTable: tables === undefined || tables.has(planned.view.id),
      switches: switchesOf(board, state, planned),
      trail: planned.view.chart === 'map' ? trailOf(board, state, plan.level, input.labels) : [],
    }),
  );
  const total = totalOf(plan, figures);
  const filter = tables === undefined || tables.has(FILTER) ? filterHtml(board, state, input.choices) : shutFilter();
  return (
    `<div id="hw-board" data-url="${esc(stateAddress(board, state))}" data-say="${esc(`${total.text}.`)}">` +
    `<div class="moj-filter hw-slice">${chipsHtml(board, state, chipsOf(board, state, input.labels), total.html, input.held === null ? null : sliceWords(input.held))}${filter}</div>` +
    `<div class="hw-views">${views.join('')}${board.absent.map(absentHtml).join('')}</div>${aboutHtml(figures, shared)}</div>`
  );
}

/** What one slice answers to a view, drawn to the scale of the slice beside it. */
function sideOf(input: BoardInput, planned: PlannedView, beside: BoardInput | null, words: ReturnType<typeof wordedOnce>): Side {
  const figure = figureOf(input, planned);
  const twin = beside?.plan.views.find((each) => each.view.id === planned.view.id);
  const other = beside === null || twin === undefined ? null : figureOf(beside, twin);
  const same = other !== null && other.measure.id === figure?.measure.id ? other.cells : [];
  return {
    planned,
    figure,
    rows: figure === null ? [] : rowsOf(input.plan, planned, figure, words),
    inside: planned.view.selects === 'area' ? input.inside : null,
    context: {
      slice: input.plan.state.slice,
      level: input.plan.level,
      shapes: input.shapes,
      reach: same.reduce((most, cell) => Math.max(most, cell.upper ?? cell.value ?? 0), 0),
      among: same.flatMap((cell) => cell.value ?? []),
    },
  };
}

/** The held side is there to be read: its marks lead nowhere, so that a choice is always one of the slice above. */
function heldOf(input: BoardInput, planned: PlannedView, words: ReturnType<typeof wordedOnce>): ViewInput['held'] {
  const { held } = input;
  const twin = held?.plan.views.find((each) => each.view.id === planned.view.id);
  if (held === null || twin === undefined) return null;
  const side = sideOf(held, twin, input, words);
  const rows = side.rows.map((row) => ({ ...row, link: '', isLink: false, chosen: false }));
  return { side: { ...side, rows }, words: sliceWords(held), ownWords: sliceWords(input) };
}

/** The slice as its chips would say it. */
function sliceWords({ plan, labels }: BoardInput): string {
  const { board, state } = plan;
  const where = chipsOf(board, { ...state, measure: board.measures[0].id }, labels).filter((chip) => chip.key !== 'chip:period');
  return [...where.map((chip) => chip.text), periodText(state.slice.from, state.slice.to)].join(', ');
}

export function figureOf(input: Pick<BoardInput, 'figures'>, planned: PlannedView): Figure | null {
  return planned.question === null ? null : (input.figures[planned.question] ?? null);
}

/** The count of the slice itself: from a view that is asked with every filter, never by adding cells. */
function totalOf(plan: BoardPlan, figures: readonly Figure[]): { readonly html: string; readonly text: string } {
  const { slice } = plan.state;
  const whole = figures.find(
    (figure) =>
      figure.measure.kind === 'count' &&
      figure.slice.from === slice.from &&
      figure.slice.to === slice.to &&
      Object.keys(figure.slice.where).length === Object.keys(slice.where).length,
  );
  const when = periodText(slice.from, slice.to);
  if (whole === undefined) return { html: `<strong>${esc(when)}</strong>`, text: `Views updated: ${when}` };
  const number = cellText(whole.total, 'count');
  return {
    html: `<strong class="hw-chips__number">${number}</strong> ${esc(whole.measure.unit)}, ${esc(slice.from === null && slice.to === null ? 'all months' : when)}`,
    text: `${number} ${whole.measure.unit}, ${when}`,
  };
}

interface SharedCaveat {
  readonly text: string;
  /** Views that it applies to; null for all of them. */
  readonly views: readonly string[] | null;
}

/** What applies to more than one view is said once, with the names of the views. */
function sharedCaveats(input: BoardInput): readonly SharedCaveat[] {
  const names = new Map<string, string[]>();
  const answered = input.plan.views.filter((planned) => figureOf(input, planned)?.refusal === null);
  for (const planned of answered) {
    for (const { text } of figureOf(input, planned)?.caveats ?? []) names.set(text, [...(names.get(text) ?? []), planned.view.name]);
  }
  return [...names].filter(([, views]) => views.length > 1).map(([text, views]) => ({ text, views: views.length === answered.length ? null : views }));
}

function switchesOf(board: Board, state: BoardState, planned: PlannedView): readonly SwitchLink[] {
  const { view, option } = planned;
  if (view.switch === undefined) return [];
  const { name, options } = view.switch;
  return options.map((each) => {
    const others = Object.entries(state.switches).filter(([held]) => held !== name);
    const switches = Object.fromEntries(each === options[0] ? others : [...others, [name, each.code]]);
    // A choice made in one way of asking means nothing in the other.
    const slice = each.by === undefined || each === option ? state.slice : without(state.slice, planned.selects);
    return { label: each.label, href: stateHref(board, { ...state, slice, switches }), on: each === option };
  });
}

/** England and Wales > Norfolk > Norwich, each a way back up. */
function trailOf(board: Board, state: BoardState, level: AreaLevel, labels: Labels): ViewInput['trail'] {
  if (level === 'force') return [];
  const to = (slice: BoardState['slice']) => stateHref(board, { ...state, slice });
  const { force, district } = state.slice.where;
  const trail: { text: string; href: string | null }[] = [{ text: 'All forces', href: to(without(state.slice, areaFiltersBelow('force'))) }];
  if (force?.[0] !== undefined)
    trail.push({ text: labels('force', force[0]), href: level === 'district' ? null : to(without(state.slice, areaFiltersBelow('district'))) });
  if (level === 'lsoa' && district?.[0] !== undefined) trail.push({ text: labels('district', district[0]), href: null });
  return trail;
}

function absentHtml(absent: Board['absent'][number]): string {
  const id = `absent-${absent.name.toLowerCase().replaceAll(' ', '-')}`;
  return `<section class="hw-view hw-view--absent hw-span-4" aria-labelledby="${id}"><h2 class="hw-view__heading" id="${id}"><span class="hw-view__name">${esc(absent.name)}<span class="govuk-visually-hidden">: </span></span> <span class="hw-view__finding">Not in these data</span></h2><p class="govuk-body-s govuk-!-margin-bottom-0">${esc(absent.text)}</p></section>`;
}

function aboutHtml(figures: readonly Figure[], shared: readonly SharedCaveat[]): string {
  const first = figures[0];
  if (first === undefined) return '';
  const unique = (texts: readonly string[]) => [...new Set(texts)];
  const stale = unique(figures.flatMap((figure) => figure.staleness.map((each) => each.text)));
  const coverage = unique(figures.flatMap((figure) => figure.coverage));
  const item = (text: string, views: readonly string[] | null = null) =>
    `<li>${esc(text)}${views === null ? '' : ` <span class="hw-about__views">${esc(list(views))}.</span>`}</li>`;
  const sources = unique(
    figures.flatMap((figure) =>
      figure.sources.map((source) =>
        source.fictional ? `Fictional data in the form of ${source.publisher}.` : `${source.publisher}: ${source.source}, ${source.licence}.`,
      ),
    ),
  );
  return (
    `<section class="hw-about" aria-labelledby="hw-about"><h2 class="govuk-heading-s" id="hw-about">About all of these figures</h2>` +
    `<ul class="govuk-list govuk-list--bullet hw-about__list">${[...stale, ...coverage, first.protection.text].map((text) => item(text)).join('')}${shared.map((each) => item(each.text, each.views)).join('')}</ul>` +
    `<p class="hw-caption">Snapshot ${esc(first.snapshot.id)}. Data as at ${esc(asAtWords(first.asAt))}. ${esc(sources.join(' '))}</p></section>`
  );
}

/** An instant as a day; a period as it stands. */
function asAtWords(asAt: string): string {
  return /^\d{4}-\d{2}-\d{2}/.test(asAt) ? day(asAt) : asAt;
}
