/** Were the groups moving together before? A Wald test of all effects before treatment at once. */
import { at, entry } from '../check.ts';
import { chiSquaredUpperTail } from '../distributions/index.ts';
import { influenceCovariance } from './attgt-error.ts';
import type { WidePanel } from './callaway-panel.ts';
import { choleskyFactor, choleskySolve } from './cs-cholesky.ts';

export interface ParallelTrendsTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/** @param before which effects lie before treatment */
export function parallelTrendsTest(
  atts: readonly number[],
  influence: readonly Float64Array[],
  before: readonly number[],
  cluster: WidePanel['cluster'],
): ParallelTrendsTest | null {
  const df = before.length;
  if (df === 0) return null;
  const covariance = new Float64Array(df * df);
  before.forEach((a, row) => {
    before.slice(0, row + 1).forEach((b, column) => {
      covariance[row * df + column] = influenceCovariance(entry(influence, a), entry(influence, b), cluster);
    });
  });
  const effects = Float64Array.from(before, (k) => entry(atts, k));
  if (choleskyFactor(covariance, df) !== -1) return null;
  const solved = choleskySolve(covariance, df, effects.slice());
  const statistic = effects.reduce((sum, effect, k) => sum + effect * at(solved, k), 0);
  return Number.isFinite(statistic) ? { statistic, df, p: chiSquaredUpperTail(Math.max(0, statistic), df) } : null;
}
