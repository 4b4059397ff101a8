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
  const digits = kind === 'count' ? 0 : kind === 'rate' && largest < 10 ? 2 : 1;
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
} as const;
