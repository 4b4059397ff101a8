/** Columns of a regression: a constant and covariates brought to one scale. */
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';

/** The error for the column at which a matrix turned out singular; the constant is column 0. */
export function singularCovariate(column: number, where: string): MethodError {
  return new MethodError('singular', column === 0 ? 'covariates' : `covariates[${column - 1}]`, `does not vary ${where} apart from the covariates before it`);
}

/** x_i' direction. */
export function along(x: readonly Float64Array[], i: number, direction: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < x.length; a++) sum += at(entry(x, a), i) * at(direction, a);
  return sum;
}

/** Mean over all units of weight times value times column, for every column. */
export function columnMeans(x: readonly Float64Array[], weight: ArrayLike<number>, value: (i: number) => number = () => 1): Float64Array {
  return Float64Array.from(x, (column) => {
    let sum = 0;
    for (let i = 0; i < column.length; i++) sum += at(weight, i) === 0 ? 0 : at(weight, i) * value(i) * at(column, i);
    return sum / column.length;
  });
}

/** A constant and the covariates with mean 0 and variance 1: no estimate depends on their scale, and the arithmetic should not either. */
export function standardised(covariates: readonly Float64Array[], n: number): readonly Float64Array[] {
  const columns = covariates.map((column, j) => {
    let [mean, spread, largest] = [0, 0, 0];
    for (let i = 0; i < n; i++) mean += at(column, i) / n;
    for (let i = 0; i < n; i++) {
      spread += (at(column, i) - mean) ** 2 / n;
      largest = Math.max(largest, Math.abs(at(column, i)));
    }
    const sd = Math.sqrt(spread);
    if (sd <= 1e-12 * largest) throw singularCovariate(j + 1, 'among the units compared');
    return column.map((value) => (value - mean) / sd);
  });
  return [new Float64Array(n).fill(1), ...columns];
}
