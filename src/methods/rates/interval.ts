/** An estimate with its confidence limits, all in the same unit. */
export interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** An interval that may be open: null stands for "no limit on that side" (and for an estimate that does not exist, such as a ratio to zero). */
export interface OpenInterval {
  readonly value: number | null;
  readonly lower: number;
  readonly upper: number | null;
}

/** The level used unless another is given. */
export const LEVEL = 0.95;
