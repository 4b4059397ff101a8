/** Small symmetric positive definite systems, row-major p x p. */
import { at } from '../check.ts';

/** A pivot below this share of its diagonal entry counts as zero: the column is then a sum of the ones before it to about six digits. */
const SMALL = 1e-11;

/**
 * Factors in place: the lower triangle of `matrix` (the only part read) becomes L with L L' the matrix.
 *
 * @returns -1, or the number of the first row that depends on those before it (the matrix is then half done)
 */
export function choleskyFactor(matrix: Float64Array, p: number): number {
  for (let j = 0; j < p; j++) {
    const diagonal = at(matrix, j * p + j);
    for (let k = 0; k < j; k++) {
      let sum = at(matrix, j * p + k);
      for (let l = 0; l < k; l++) sum -= at(matrix, j * p + l) * at(matrix, k * p + l);
      matrix[j * p + k] = sum / at(matrix, k * p + k);
    }
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= at(matrix, j * p + k) ** 2;
    if (!(pivot > SMALL * diagonal)) return j;
    matrix[j * p + j] = Math.sqrt(pivot);
  }
  return -1;
}

/** Solves L L' x = b in place of `b`, and gives it back. */
export function choleskySolve(factor: Float64Array, p: number, b: Float64Array): Float64Array {
  for (let j = 0; j < p; j++) {
    let sum = at(b, j);
    for (let k = 0; k < j; k++) sum -= at(factor, j * p + k) * at(b, k);
    b[j] = sum / at(factor, j * p + j);
  }
  for (let j = p - 1; j >= 0; j--) {
    let sum = at(b, j);
    for (let k = j + 1; k < p; k++) sum -= at(factor, k * p + j) * at(b, k);
    b[j] = sum / at(factor, j * p + j);
  }
  return b;
}
