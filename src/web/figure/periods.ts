/** Whether a quarter or a year is held in whole: a part of one is not a fall. Pure. */
import type { Figure } from '../../warehouse/index.ts';

/** First and last month (`YYYY-MM`) of `2024-03`, `2024-Q1` or `2024`; undefined for anything else. */
export function monthsOf(code: string): readonly [string, string] | undefined {
  if (/^\d{4}-\d{2}$/.test(code)) return [code, code];
  if (/^\d{4}$/.test(code)) return [`${code}-01`, `${code}-12`];
  const quarter = /^(\d{4})-Q([1-4])$/.exec(code);
  if (!quarter) return undefined;
  const last = Number(quarter[2]) * 3;
  const month = (n: number): string => `${quarter[1]}-${String(n).padStart(2, '0')}`;
  return [month(last - 2), month(last)];
}

/** True where the slice or the data begin after the period does, or end before it. */
export function isPart(figure: Pick<Figure, 'slice' | 'sources'>, code: string): boolean {
  const months = monthsOf(code);
  if (!months) return false;
  const starts = figure.sources.flatMap((source) => source.from ?? []);
  const ends = figure.sources.flatMap((source) => source.to ?? []);
  const from = [figure.slice.from, starts.sort()[0]]
    .filter((text) => text != null)
    .sort()
    .at(-1);
  const to = [figure.slice.to, ends.sort().at(-1)].filter((text) => text != null).sort()[0];
  return (from != null && from > months[0]) || (to != null && to < months[1]);
}
