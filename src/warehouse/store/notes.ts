/** What a reader of a data file must know before trusting a low number: months and districts that look incomplete. Pure. */
import { monthInt, monthText } from '../../reference/index.ts';

const MONTH_NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A month, or a district's month, under this share of its usual (median) number is called probably incomplete. */
const LOW = 0.4;
/** Fewer months than this have no usual level. */
const FEWEST = 4;
/** A district is missed only where it usually has at least this many rows: fewer can be low by chance. */
const USUAL = 50;

/** Rows by source code and month, as in `DataFile.coverage`. */
export type Coverage = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface DistrictMonth {
  readonly force: string;
  readonly district: string;
  readonly month: number;
  readonly rows: number;
}

/** No note gives a count: notes are shown under every clearance. `nameOf` gives the words for a source's code. */
export function completenessNotes(coverage: Coverage, districts: readonly DistrictMonth[], nameOf: (source: string) => string): string[] {
  return Object.entries(coverage).flatMap(([source, months]) => {
    const low = lowMonths(months);
    const mine = districts.filter((row) => row.force === source && !low.includes(monthText(row.month)));
    return [
      ...said(gaps(months), (list) => `${nameOf(source)}: no data for ${list}.`),
      ...said(
        low,
        (list) =>
          `${nameOf(source)}: ${list} ${low.length === 1 ? 'has' : 'have'} far fewer rows than usual and may be incomplete. A fall there may not be real.`,
      ),
      ...lowDistricts(mine).map(
        ([month, names]) =>
          `${nameOf(source)}: few or no rows for ${names.sort().join(', ')} in ${listMonths([monthText(month)])}. A low month there may not be a fall.`,
      ),
    ];
  });
}

function said(months: readonly string[], words: (list: string) => string): string[] {
  return months.length > 0 ? [words(listMonths(months))] : [];
}

function median(values: Iterable<number>): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function lowMonths(months: Readonly<Record<string, number>>): string[] {
  const counts = Object.values(months);
  const usual = median(counts);
  return counts.length < FEWEST ? [] : Object.keys(months).filter((month) => (months[month] ?? 0) < usual * LOW);
}

/** Months that are absent between the first and the last. */
function gaps(months: Readonly<Record<string, number>>): string[] {
  const held = Object.keys(months).flatMap((month) => monthInt(month) ?? []);
  const present = new Set(held);
  const absent: string[] = [];
  for (let month = Math.min(...held); month < Math.max(...held); month++) if (!present.has(month)) absent.push(monthText(month));
  return absent;
}

/** Months with the districts that are low in them, of one force. */
function lowDistricts(rows: readonly DistrictMonth[]): [number, string[]][] {
  const months = [...new Set(rows.map((row) => row.month))].sort((a, b) => a - b);
  if (months.length < FEWEST) return [];
  const found = new Map<number, string[]>();
  for (const [district, held] of Map.groupBy(rows, (row) => row.district)) {
    const counts = new Map(held.map((row) => [row.month, row.rows]));
    const usual = median(months.map((month) => counts.get(month) ?? 0));
    if (usual < USUAL) continue;
    for (const month of months) if ((counts.get(month) ?? 0) < usual * LOW) found.set(month, [...(found.get(month) ?? []), district]);
  }
  return [...found].sort((a, b) => a[0] - b[0]);
}

/** `June 2022 and November 2022`: months given as `2022-06`. */
function listMonths(months: readonly string[]): string {
  const words = [...months].sort().map((month) => `${MONTH_NAMES[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`);
  if (words.length > 12) return `${words.slice(0, 12).join(', ')} and ${words.length - 12} more months`;
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('');
}
