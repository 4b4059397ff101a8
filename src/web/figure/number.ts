/** A figure's numbers as text, in the measure's own manner. Pure. */
import type { Cell, Figure } from '../../warehouse/index.ts';

export type Kind = Figure['measure']['kind'];

export interface NumberWords {
  /** `1,235`, `4.31`, `12.3%`, `+4.0%`. */
  value(n: number): string;
  /** `3.9 to 4.8`; null where the cell has no interval. */
  interval(cell: Pick<Cell, 'lower' | 'upper'>): string | null;
}

/**
 * One manner for a whole table, so that its digits line up: `largest` decides how many decimals a rate needs.
 * Shares and changes are fractions and become per cents with one decimal.
 */
export function numberWords(kind: Kind, largest: number): NumberWords {
  const digits = kind === 'rate' ? rateDigits(largest) : kind === 'count' ? 0 : 1;
  const plain = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = kind === 'share' || kind === 'change';
  const value = (n: number): string => {
    const text = plain.format(Math.abs(percent ? n * 100 : n));
    const zero = !/[1-9]/.test(text);
    const sign = n < 0 && !zero ? '−' : kind === 'change' && !zero ? '+' : '';
    return `${sign}${text}${percent ? '%' : ''}`;
  };
  return {
    value,
    interval: ({ lower, upper }) => (lower === null || upper === null ? null : `${value(lower)} to ${value(upper)}`),
  };
}

/** Enough decimals for two significant digits. */
const rateDigits = (largest: number): number => (largest >= 10 ? 1 : largest >= 1 || largest === 0 ? 2 : largest >= 0.1 ? 3 : 4);

/** A share as people say it: `about 1 in 3`, `about 7 in 10`; nothing where it is nearly none or nearly all. */
export function chanceWords(share: number): string {
  if (share < 0.005 || share > 0.95) return '';
  if (share > 0.45 && share < 0.55) return 'about half';
  return share <= 0.4 ? `about 1 in ${Math.round(1 / share)}` : `about ${Math.round(share * 10)} in 10`;
}

/** The largest value in some cells, for {@link numberWords}. */
export function largestOf(cells: readonly Cell[]): number {
  return cells.reduce((most, cell) => Math.max(most, Math.abs(cell.value ?? 0)), 0);
}

/** Shorthand of the Government Analysis Function for a cell without a number. */
export const SHORTHAND = { hidden: '[c]', withheld: '[c]', na: '[z]' } as const;

export const REASONS = {
  hidden: 'The count is small: it is hidden so that no one can be identified.',
  withheld: 'Hidden so that another small count cannot be worked out from this table.',
  na: 'Not applicable: there is nothing to divide by.',
  either: 'The count is small, or is hidden so that a small one cannot be worked out from this table. No one should be identified.',
} as const;
