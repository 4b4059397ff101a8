/**
 * The triangle R with R'R = X'WX, from which a weighted least-squares fit takes its coefficients, covariance and leverages. It is made from the
 * scaled cross-products (Cholesky), which is fast, unless a column is nearly a combination of the ones before it: then from the rows
 * themselves (Householder), which loses half as many digits.
 */
import { at } from '../check.ts';
import { MethodError } from '../error.ts';

/** Below this share of a column left over after the earlier ones, in squares (1 / variance inflation), the rows are used instead of the cross-products. */
const NEARLY_COLLINEAR = 1e-5;

/** Below this share left over, in length, the column is taken to be a combination of the earlier ones (as R's glm.fit). */
const COLLINEAR = 1e-11;

export interface Triangle {
  /** Row-major p by p, upper. */
  readonly r: Float64Array;
  /** Makes r from these weights, one a row, zero or more. Throws `singular`. */
  readonly factor: (weights: Float64Array) => void;
  /** Solves R'R z = b, in place. */
  readonly solve: (b: Float64Array) => void;
  /** (R'R)^-1, row-major, a new array. */
  readonly inverse: () => Float64Array;
  /** weight times x'(R'R)^-1 x of every row. */
  readonly leverage: (weights: Float64Array, out: Float64Array) => void;
}

/** @param x column-major, n rows by p columns; @param name what a complaint calls a column */
export function triangle(x: Float64Array, n: number, p: number, name: (column: number) => string): Triangle {
  const r = new Float64Array(p * p);
  const scale = new Float64Array(p);
  const weighted = new Float64Array(n);
  let scratch: Float64Array | undefined;

  const singular = (column: number): never => {
    throw new MethodError(
      'singular',
      `x[${column}]`,
      column === 0 ? `${name(column)} is zero throughout` : `${name(column)} is zero throughout, or a combination of the columns before it`,
    );
  };

  /** False when the cross-products are too poor a ground. */
  const cholesky = (): boolean => {
    for (let j = 0; j < p; j++) {
      const sj = at(scale, j);
      if (!(sj > 1e-150 && sj < 1e150)) return false;
      for (let k = j; k < p; k++) {
        let sum = at(r, j * p + k) / sj / at(scale, k);
        for (let m = 0; m < j; m++) sum -= at(r, m * p + j) * at(r, m * p + k);
        if (k > j) r[j * p + k] = sum / at(r, j * p + j);
        else if (sum > NEARLY_COLLINEAR) r[j * p + j] = Math.sqrt(sum);
        else return false;
      }
    }
    for (let j = 0; j < p; j++) {
      for (let k = j; k < p; k++) r[j * p + k] = at(r, j * p + k) * at(scale, k);
    }
    return true;
  };

  const householder = (weights: Float64Array): void => {
    scratch ??= new Float64Array(n * p);
    const a = scratch;
    for (let j = 0; j < p; j++) {
      // Each column to length one first, so that a column in units of 1e-200 is as good as another.
      let largest = 0;
      for (let i = 0; i < n; i++) {
        const value = Math.sqrt(at(weights, i)) * at(x, j * n + i);
        a[j * n + i] = value;
        largest = Math.max(largest, Math.abs(value));
      }
      if (!(largest > 0)) singular(j);
      let square = 0;
      for (let i = 0; i < n; i++) square += (at(a, j * n + i) / largest) ** 2;
      const length = largest * Math.sqrt(square);
      if (!Number.isFinite(length)) throw new MethodError('too-large', `x[${j}]`, `${name(j)} is too large to square`);
      scale[j] = length;
      for (let i = 0; i < n; i++) a[j * n + i] = at(a, j * n + i) / length;
    }
    for (let j = 0; j < p; j++) {
      const from = j * n;
      let square = 0;
      for (let i = j; i < n; i++) square += at(a, from + i) ** 2;
      const length = Math.sqrt(square);
      if (!(length > COLLINEAR)) singular(j);
      const pivot = at(a, from + j);
      const diagonal = pivot > 0 ? -length : length;
      // v = a - diagonal e1, kept in place; v'v = 2 length (length + |pivot|)
      a[from + j] = pivot - diagonal;
      const half = length * (length + Math.abs(pivot));
      for (let k = j + 1; k < p; k++) {
        const other = k * n;
        let dot = 0;
        for (let i = j; i < n; i++) dot += at(a, from + i) * at(a, other + i);
        const factor = dot / half;
        for (let i = j; i < n; i++) a[other + i] = at(a, other + i) - factor * at(a, from + i);
        r[j * p + k] = at(a, other + j) * at(scale, k);
      }
      r[j * p + j] = diagonal * at(scale, j);
    }
  };

  return {
    r,
    factor(weights) {
      crossProducts(x, weights, n, p, weighted, r);
      for (let j = 0; j < p; j++) scale[j] = Math.sqrt(at(r, j * p + j));
      if (!cholesky()) householder(weights);
    },
    solve(b) {
      for (let j = 0; j < p; j++) {
        let sum = at(b, j);
        for (let k = 0; k < j; k++) sum -= at(r, k * p + j) * at(b, k);
        b[j] = sum / at(r, j * p + j);
      }
      for (let j = p - 1; j >= 0; j--) {
        let sum = at(b, j);
        for (let k = j + 1; k < p; k++) sum -= at(r, j * p + k) * at(b, k);
        b[j] = sum / at(r, j * p + j);
      }
    },
    inverse() {
      // The inverse of the triangle, column by column, and then its product with its transpose.
      const inverse = new Float64Array(p * p);
      for (let k = 0; k < p; k++) {
        for (let j = k; j >= 0; j--) {
          let sum = j === k ? 1 : 0;
          for (let m = j + 1; m <= k; m++) sum -= at(r, j * p + m) * at(inverse, m * p + k);
          inverse[j * p + k] = sum / at(r, j * p + j);
        }
      }
      const out = new Float64Array(p * p);
      for (let j = 0; j < p; j++) {
        for (let k = j; k < p; k++) {
          let sum = 0;
          for (let m = k; m < p; m++) sum += at(inverse, j * p + m) * at(inverse, k * p + m);
          out[j * p + k] = sum;
          out[k * p + j] = sum;
        }
      }
      return out;
    },
    leverage(weights, out) {
      scratch ??= new Float64Array(n * p);
      const t = scratch;
      out.fill(0);
      for (let j = 0; j < p; j++) {
        const from = j * n;
        for (let i = 0; i < n; i++) t[from + i] = at(x, from + i);
        for (let k = 0; k < j; k++) {
          const factor = at(r, k * p + j);
          const other = k * n;
          for (let i = 0; i < n; i++) t[from + i] = at(t, from + i) - factor * at(t, other + i);
        }
        const diagonal = at(r, j * p + j);
        for (let i = 0; i < n; i++) {
          const value = at(t, from + i) / diagonal;
          t[from + i] = value;
          out[i] = at(out, i) + value * value;
        }
      }
      for (let i = 0; i < n; i++) out[i] = Math.min(1, at(out, i) * at(weights, i));
    },
  };
}

/** The upper triangle of X'WX, row-major, into r. Two columns at a time, so that each entry is read half as often. */
function crossProducts(x: Float64Array, weights: Float64Array, n: number, p: number, weighted: Float64Array, r: Float64Array): void {
  for (let j = 0; j < p; j++) {
    const from = j * n;
    for (let i = 0; i < n; i++) weighted[i] = at(weights, i) * at(x, from + i);
    let k = j;
    for (; k + 1 < p; k += 2) {
      const one = k * n;
      const two = one + n;
      let sum1 = 0;
      let sum2 = 0;
      for (let i = 0; i < n; i++) {
        const value = at(weighted, i);
        sum1 += value * at(x, one + i);
        sum2 += value * at(x, two + i);
      }
      r[j * p + k] = sum1;
      r[j * p + k + 1] = sum2;
    }
    if (k < p) {
      const last = k * n;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += at(weighted, i) * at(x, last + i);
      r[j * p + k] = sum;
    }
  }
}
