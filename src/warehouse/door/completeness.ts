/** Months that look unfinished (R161): far fewer rows than the source's other months. Pure. */
import { monthText } from '../../reference/index.ts';
import type { FieldNote } from '../manifest.ts';

/** Rows of a source (or a place) in a month. */
export interface MonthRows {
  readonly source: string;
  readonly month: number;
  readonly rows: number;
  readonly delivery: string;
}

/** Under this share of the median of the other months a month is reported. */
const FAR_BELOW = 0.5;
/** Fewer months, or a smaller median, cannot tell a gap from chance. */
const MONTHS = 3;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export interface Gap {
  readonly delivery: string;
  readonly note: FieldNote;
}

/**
 * @param what the kind of source, for the words: `Police force`, `District`
 * @param least the smallest median that is judged
 */
export function gaps(rows: readonly MonthRows[], what: string, least: number): Gap[] {
  const found: Gap[] = [];
  const sources = Map.groupBy(rows, ({ source }) => source);
  const months = [...new Set(rows.map(({ month }) => month))];
  for (const [source, mine] of sources) {
    // Only between the source's first month and its last: another source's months say nothing of it.
    const [first, last] = [Math.min(...mine.map(({ month }) => month)), Math.max(...mine.map(({ month }) => month))];
    const own = months.filter((month) => month >= first && month <= last);
    const byMonth = new Map(own.map((month) => [month, mine.filter((one) => one.month === month).reduce((sum, one) => sum + one.rows, 0)]));
    for (const [month, n] of byMonth) {
      const others = [...byMonth].filter(([other]) => other !== month).map(([, count]) => count);
      const usual = median(others);
      if (others.length < MONTHS - 1 || usual < least || n >= usual * FAR_BELOW) continue;
      const delivery = (mine.find((one) => one.month === month) ?? rows.find((one) => one.month === month))?.delivery;
      if (delivery === undefined) continue;
      const usually = Math.round(usual).toLocaleString('en-GB');
      const reason =
        n === 0
          ? `${source} is missing from ${monthText(month)} (usually ${usually} rows): a low month is not a fall`
          : `${source} has ${n.toLocaleString('en-GB')} rows in ${monthText(month)} (usually ${usually}): the month is probably not complete`;
      found.push({ delivery, note: { field: what, rule: 'incomplete', reason, count: n } });
    }
  }
  return found;
}
