/** The nouns of a board: which views it has and what each asks. Plain data; nothing here knows about pages. */
import type { DatasetId, DimensionId, Question, Refusal, Slice } from '../warehouse/index.ts';

export type BoardId = 'street' | 'stop';

/** How a view is drawn. `ranking` and `map` are two drawings of the same areas. */
export type ChartKind = 'trend' | 'season' | 'bars' | 'ranking' | 'map' | 'groups' | 'heat';

/** What choosing a mark sets: these dimensions, the months, or the area at the level in view. */
export type Selects = readonly DimensionId[] | 'months' | 'area';

/** `count` and `rate` are the board's chosen measure in its two forms; anything else is a measure of its own. */
export type ViewMeasure = 'count' | 'rate' | { readonly id: string };

export interface View {
  readonly id: string;
  /** Short and constant: what the view is about. The finding, which changes, is computed. */
  readonly name: string;
  readonly measure: ViewMeasure;
  /** `area` is force, district or LSOA, whichever is next below the place chosen. */
  readonly by: readonly DimensionId[] | 'area' | 'month';
  readonly chart: ChartKind;
  readonly selects: Selects;
  /** Columns of twelve at desktop width. */
  readonly span: 4 | 5 | 6 | 7 | 8 | 12;
  /** Values put apart under a heading of their own, never averaged or ordered with the rest (section 60). */
  readonly apart?: { readonly codes: readonly string[]; readonly heading: string };
  /** Values stand in their own order (deciles, ages, powers) instead of largest first. */
  readonly keepOrder?: boolean;
  /** The other ways to ask this view, chosen by `name` in the address; the first is the default. */
  readonly switch?: ViewSwitch;
}

export interface ViewSwitch {
  readonly name: string;
  readonly options: readonly [ViewOption, ...ViewOption[]];
}

export interface ViewOption {
  readonly code: string;
  readonly label: string;
  /** Grouping of the option; the view's own when absent. */
  readonly by?: readonly DimensionId[];
  /** Measure of the option; the view's own when absent. */
  readonly measure?: ViewMeasure;
}

/** A measure that the whole board can be about, and its rate. */
export interface BoardMeasure {
  readonly id: string;
  readonly label: string;
  /** The rate per 1,000 residents; null where there is none, and then areas are shown by count, unranked. */
  readonly rate: string | null;
  /** Filters that make the rate (and the shares) be about the same records as the count. */
  readonly within: Slice['where'];
}

/** What the data of a board do not carry, said in the place where a reader would look for it. */
export interface Absent {
  readonly name: string;
  readonly text: string;
}

export interface Board {
  readonly id: BoardId;
  readonly dataset: DatasetId;
  readonly title: string;
  /** One record in words: `offence`, `search`. */
  readonly noun: { readonly one: string; readonly many: string };
  readonly measures: readonly [BoardMeasure, ...BoardMeasure[]];
  readonly views: readonly View[];
  readonly absent: readonly Absent[];
  /** Dimensions offered as checkboxes in the filter, in order. */
  readonly filters: readonly DimensionId[];
}

/** All that a board's address says. */
export interface BoardState {
  readonly slice: Slice;
  readonly measure: string;
  /** Chosen options of views that have a switch. */
  readonly switches: Readonly<Record<string, string>>;
  /** A second slice, held beside the first to compare. The measure is the board's, so both sides have one definition. */
  readonly held?: Slice;
}

export type AreaLevel = 'force' | 'district' | 'lsoa';

export interface PlannedView {
  readonly view: View;
  /** Index into the plan's questions; null where the measure cannot take a filter that is set, with `refusal` saying so. */
  readonly question: number | null;
  readonly refusal: Refusal | null;
  readonly by: readonly DimensionId[];
  /** Option of the view's switch in force. */
  readonly option: ViewOption | null;
  /** Dimensions that choosing a mark sets; empty for months. */
  readonly selects: readonly DimensionId[];
}

export interface BoardPlan {
  readonly board: Board;
  readonly state: BoardState;
  readonly level: AreaLevel;
  readonly questions: readonly Question[];
  readonly views: readonly PlannedView[];
}
