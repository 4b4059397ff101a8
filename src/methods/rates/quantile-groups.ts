import { finite } from '../check.ts';
import { MethodError } from '../error.ts';

/**
 * Puts areas into groups of as nearly equal size as can be, by rank: deciles, quintiles. Ties get the better rank, and so the same group.
 *
 * @param values one for each area
 * @param groups how many: 10 for deciles, 5 for quintiles; at most the number of areas
 * @param options `highestFirst` (default true): group 1 has the highest values
 * @returns the group of each area, 1 to `groups`
 * @throws MethodError `too-few` (fewer areas than groups), `not-whole`, `out-of-range`, `not-a-number`
 * @source PHE Fingertips technical guidance; PHEindicatormethods `phe_quantile`: floor((q + 1) - ceiling((n + 1 - rank) / (n / q)))
 */
export function quantileGroups(values: ArrayLike<number>, groups: number, options: { readonly highestFirst?: boolean } = {}): number[] {
  const n = values.length;
  if (!Number.isInteger(finite('groups', groups))) throw new MethodError('not-whole', 'groups', `must be a whole number, and is ${groups}`);
  if (groups < 1) throw new MethodError('out-of-range', 'groups', `must be at least 1, and is ${groups}`);
  if (n < groups) throw new MethodError('too-few', 'values', `${n} areas cannot be put into ${groups} groups`);
  const sign = (options.highestFirst ?? true) ? -1 : 1;
  const order = Float64Array.from({ length: n }, (_, i) => sign * finite(`values[${i}]`, values[i] as number)).sort();
  const first = new Map<number, number>();
  order.forEach((value, i) => {
    if (!first.has(value)) first.set(value, i + 1);
  });
  return Array.from({ length: n }, (_, i) => {
    const rank = first.get(sign * (values[i] as number)) ?? 1;
    return Math.floor(groups + 1 - Math.ceil(((n + 1 - rank) * groups) / n));
  });
}
