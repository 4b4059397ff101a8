import { chiSquaredUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { checkTable, representable } from './pair.ts';

export interface ChiSquaredTest {
  /** Chi-squared on one degree of freedom. */
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Chi-squared tests that two proportions are equal: Pearson's, and the same with Yates's continuity correction (which rejects too seldom).
 *
 * @param a people with the attribute in the group; @param n1 people in it; @param b with it in the reference group; @param n2 people in that
 * @returns both tests, and `expectedLeast`, the smallest expected cell: under 5, use Fisher's test instead
 * @throws MethodError `no-information` when everybody or nobody has the attribute; `not-whole`, `negative`, `not-positive`, `more-events-than-people`
 * @source Pearson (1900); Yates (1934); as R `chisq.test`
 */
export function twoByTwoTest(
  a: number,
  n1: number,
  b: number,
  n2: number,
): { readonly pearson: ChiSquaredTest; readonly yates: ChiSquaredTest; readonly expectedLeast: number } {
  checkTable(a, n1, b, n2);
  const n = n1 + n2;
  const m = a + b;
  if (m === 0 || m === n) throw new MethodError('no-information', 'a', 'everybody or nobody has the attribute: there is nothing to test');
  const excess = Math.abs(a - (n1 * m) / n);
  // Every cell differs from its expected count by the same amount, so that the four terms share it.
  const scale = (n / n1) * (n / n2) * (n / m / (n - m));
  const test = (difference: number): ChiSquaredTest => {
    const statistic = difference * difference * scale;
    return { statistic, pValue: chiSquaredUpperTail(statistic, 1) };
  };
  return representable('n1', {
    pearson: test(excess),
    yates: test(Math.max(0, excess - Math.min(0.5, excess))),
    expectedLeast: (Math.min(n1, n2) * Math.min(m, n - m)) / n,
  });
}
