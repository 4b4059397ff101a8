/** Many tests at once: a map of 1,000 areas without any pattern has 50 with p under 0.05. */
import { at, each, share } from '../check.ts';
import { MethodError } from '../error.ts';

/**
 * `fdr`: Benjamini and Hochberg's false-discovery rate: of the areas called, this share is wrong on average (holds for the positive dependence of
 * neighbouring areas). `holm` and `bonferroni`: the chance that even one is wrong; Holm is never weaker than Bonferroni, and costs nothing.
 */
export type PValueAdjustment = 'fdr' | 'holm' | 'bonferroni';

/**
 * Adjusted p-values: call those at or below the wanted level.
 *
 * @param p p-values, 0 to 1
 * @returns as many, in the same order, never below the given ones and never above 1
 * @throws MethodError `too-few` (none), `out-of-range`, `not-a-number`
 * @source Benjamini and Hochberg (1995), JRSS B 57:289; dependence: Benjamini and Yekutieli (2001), Annals of Statistics 29:1165; Holm (1979), Scandinavian Journal of Statistics 6:65; as R `p.adjust`
 */
export function adjustPValues(p: ArrayLike<number>, method: PValueAdjustment = 'fdr'): Float64Array {
  const n = p.length;
  if (n === 0) throw new MethodError('too-few', 'p', 'there are no p-values');
  const checked = each('p', p, share);
  if (method === 'bonferroni') return checked.map((value) => Math.min(1, n * value));
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => at(checked, a) - at(checked, b));
  const out = new Float64Array(n);
  if (method === 'holm') {
    let worst = 0;
    for (let rank = 0; rank < n; rank++) {
      worst = Math.max(worst, Math.min(1, (n - rank) * at(checked, at(order, rank))));
      out[at(order, rank)] = worst;
    }
    return out;
  }
  let best = 1;
  for (let rank = n; rank > 0; rank--) {
    const area = at(order, rank - 1);
    best = Math.min(best, (n / rank) * at(checked, area));
    out[area] = best;
  }
  return out;
}
