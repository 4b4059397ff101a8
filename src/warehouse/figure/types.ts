/** The nouns of the figure spine. All of them are frozen plain data: they can be printed, compared and sent. */

export type Clearance = 'public' | 'partner' | 'analyst';

export type DatasetId =
  | 'street'
  | 'stop'
  | 'lsoa-month-counts'
  | 'population'
  | 'population-ethnicity'
  | 'deprivation'
  | 'area'
  | 'exclusions'
  | 'published-stops';

export type DimensionId =
  | 'month'
  | 'quarter'
  | 'year'
  | 'weekday'
  | 'hour'
  | 'force'
  | 'csp'
  | 'district'
  | 'ward'
  | 'lsoa'
  | 'lsoa21'
  | 'decile'
  | 'crime-type'
  | 'outcome'
  | 'outcome-group'
  | 'power'
  | 'power-group'
  | 'object'
  | 'linked'
  | 'stop-outcome'
  | 'stop-outcome-group'
  | 'stop-type'
  | 'age-band'
  | 'sex'
  | 'ethnicity'
  | 'ethnicity-group'
  | 'ethnicity-officer'
  | 'located';

/**
 * What is asked about. Values are the codes of the dimension (`norfolk`, `E06000001`, `robbery`), any of which may match; dimensions
 * are joined with "and". Months are an inclusive range `YYYY-MM`.
 */
export interface Slice {
  readonly from: string | null;
  readonly to: string | null;
  readonly where: Readonly<Partial<Record<DimensionId, readonly string[]>>>;
}

export interface Question {
  readonly measure: string;
  readonly by: readonly DimensionId[];
  readonly slice: Slice;
  readonly clearance: Clearance;
  /** Snapshot id; the current one when absent. */
  readonly snapshot?: string;
}

/** Why a cell has no number. `hidden` small count, `withheld` hidden so that a margin does not give one back, `na` no denominator. */
export type CellState = 'shown' | 'hidden' | 'withheld' | 'na';

export interface Cell {
  /** One value code a grouping dimension, in the order of `by`. */
  readonly key: readonly string[];
  readonly state: CellState;
  readonly value: number | null;
  /** 95 % interval, in the unit of the measure; null where none is due. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

export interface DimensionValue {
  readonly code: string;
  readonly label: string;
  readonly unknown: boolean;
}

export interface FigureDimension {
  readonly id: DimensionId;
  readonly title: string;
  /** Every value that occurs in `cells`, in display order, unknown last. */
  readonly values: readonly DimensionValue[];
}

export interface Caveat {
  readonly code: string;
  readonly text: string;
  /** Months `YYYY-MM` that it is about, where it is about some months only. */
  readonly months?: readonly string[];
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
  /** What could be asked instead. */
  readonly instead: string;
}

export interface SourceNote {
  readonly dataset: string;
  readonly publisher: string;
  readonly source: string;
  readonly licence: string;
  readonly edition: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly receivedAt: string | null;
  readonly fictional: boolean;
}

export interface Staleness {
  readonly dataset: string;
  /** Civil date (YYYY-MM-DD) from which newer data were due. */
  readonly since: string;
  readonly text: string;
}

export interface Unknowns {
  readonly dimension: DimensionId;
  /** Share (0 to 1) of the whole that has no value in this dimension; null where hidden. */
  readonly share: number | null;
  readonly state: CellState;
}

export interface Figure {
  readonly id: string;
  readonly measure: {
    readonly id: string;
    readonly version: string;
    readonly title: string;
    readonly definition: string;
    readonly unit: string;
    /** `count`, `rate`, `share` or `change`: how to write the value (share: 0 to 1; change: 0.1 is +10 %). */
    readonly kind: 'count' | 'rate' | 'share' | 'change';
    /** Working definition that the measure uses (R064). */
    readonly definitionId: string;
  };
  readonly slice: Slice;
  /** The slice in words, ready for a page or a cover sheet. */
  readonly words: string;
  readonly basis: string;
  readonly clearance: Clearance;
  readonly snapshot: { readonly id: string; readonly at: string };
  readonly asAt: string;
  readonly dimensions: readonly FigureDimension[];
  readonly cells: readonly Cell[];
  /** The whole slice, ungrouped. */
  readonly total: Cell;
  readonly unknowns: readonly Unknowns[];
  readonly caveats: readonly Caveat[];
  readonly refusal: Refusal | null;
  readonly staleness: readonly Staleness[];
  readonly sources: readonly SourceNote[];
  /** Forces and months that the slice asks for and the data do not hold (R162). */
  readonly coverage: readonly string[];
  readonly protection: { readonly applied: boolean; readonly text: string };
  /** Permanent address: path and query that give the same cells from the same snapshot. */
  readonly address: string;
}
