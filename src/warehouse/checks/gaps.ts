/** Months that are absent between two that a force supplied (requirement R161). Pure. */
import { monthText } from '../../reference/index.ts';
import { monthRuns } from '../figure/coverage.ts';
import { type Check, checkOf, type Supplier } from './types.ts';

const GAPS = {
  id: 'gaps',
  title: 'Missing months in the middle',
  rule: 'A month is missing where the force supplied one before it and one after it, and the gap lies within this delivery’s months or next to them.',
} as const;

/** @param months those of the delivery; @param held every month that is held of the force */
export function missingMonths(supplier: Supplier, months: readonly number[], held: readonly number[]): Check {
  const all = new Set([...held, ...months]);
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const absent: number[] = [];
  const walk = (from: number, step: 1 | -1): void => {
    for (let month = from; month > first && month < last && !all.has(month); month += step) absent.push(month);
  };
  const [mine, end] = [Math.min(...months), Math.max(...months)];
  walk(mine - 1, -1);
  for (let month = mine; month < end; month++) if (!all.has(month)) absent.push(month);
  walk(end + 1, 1);
  const missing = [...new Set(absent)].sort((a, b) => a - b);
  const findings =
    missing.length === 0
      ? []
      : [
          {
            code: `gaps:${supplier.code}:${monthText(missing[0] ?? 0)}`,
            words: `${supplier.name}: nothing is held for ${monthRuns(missing)}, and earlier and later months are.`,
            cells: [{ what: 'Months missing', told: String(missing.length) }],
          },
        ];
  return checkOf(GAPS, { findings, untested: [], tested: months.length > 0 });
}
