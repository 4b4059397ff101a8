/** Columns of a design from a category: one of zeros and ones for each value but the reference. */
import { MethodError } from '../error.ts';

export interface Contrasts {
  readonly columns: readonly Float64Array[];
  /** The value that each column stands for. */
  readonly values: readonly string[];
  readonly reference: string;
}

/**
 * Treatment contrasts.
 *
 * @param category one value a row
 * @param reference the value that the others are compared with; the first in sorted order unless given
 * @throws MethodError `no-variation` (one value), `inconsistent` (the reference does not occur)
 */
export function treatmentContrasts(category: readonly (string | number)[], reference?: string | number): Contrasts {
  const rows = category.map(String);
  const numeric = category.every((value) => typeof value === 'number');
  const values = [...new Set(rows)].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  const base = reference === undefined ? values[0] : String(reference);
  if (values.length < 2 || base === undefined) throw new MethodError('no-variation', 'category', 'needs at least two different values');
  if (!values.includes(base)) throw new MethodError('inconsistent', 'reference', `no row has the value ${base}`);
  const others = values.filter((value) => value !== base);
  return { columns: others.map((value) => Float64Array.from(rows, (row) => (row === value ? 1 : 0))), values: others, reference: base };
}
