/** What a reader of a data file must know before trusting a low number: months and districts that look incomplete. Pure. */
import { monthInt, monthText } from '../../reference/index.ts';

const MONTH_NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A month under this share of its source's median is called probably incomplete. */
const LOW = 0.4;
/** Fewer months than this have no usual level. */
const FEWEST = 4;
/** A district is missed where it has rows in at least this share of its force's months, and usually at least `USUAL` of them. */
const PRESENT = 0.5;
const USUAL = 10;

/** Rows by source code and month, as in `DataFile.coverage`. */
export type Coverage = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface DistrictMonth {
  readonly force: string;
  readonly district: string;
  readonly month: number;
  readonly rows: number;
}

/** No note gives a count: notes are shown under every clearance. */
export function lowMonthNotes(coverage: Coverage, nameOf: (source: string) => string): string[] {
  const notes: string[] = [];
  for (const [source, months] of Object.entries(coverage)) {
    const counts = Object.values(months).sort((a, b) => a - b);
    if (counts.length < FEWEST) continue;
    const median = counts[Math.floor(counts.length / 2)] ?? 0;
    const low = Object.keys(months).filter((month) => (months[month] ?? 0) < median * LOW);
    if (low.length > 0)
      notes.push(
        `${nameOf(source)}: ${listMonths(low)} ${low.length === 1 ? 'has' : 'have'} far fewer rows than usual and may be incomplete. A fall there may not be real.`,
      );
  }
  return notes;
}

/** Months that are absent between a source's first and last. */
export function gapNotes(coverage: Coverage, nameOf: (source: string) => string): string[] {
  const notes: string[] = [];
  for (const [source, months] of Object.entries(coverage)) {
    const held = Object.keys(months).flatMap((month) => monthInt(month) ?? []);
    const present = new Set(held);
    const absent: string[] = [];
    for (let month = Math.min(...held); month < Math.max(...held); month++) if (!present.has(month)) absent.push(monthText(month));
    if (absent.length > 0) notes.push(`${nameOf(source)}: no data for ${listMonths(absent)}.`);
  }
  return notes;
}

export function missingDistrictNotes(rows: readonly DistrictMonth[], nameOf: (source: string) => string): string[] {
  const forces = new Map<string, { months: Set<number>; districts: Map<string, Map<number, number>> }>();
  for (const { force, district, month, rows: n } of rows) {
    const held = forces.get(force) ?? { months: new Set(), districts: new Map() };
    forces.set(force, held);
    held.months.add(month);
    const months = held.districts.get(district) ?? new Map<number, number>();
    held.districts.set(district, months.set(month, n));
  }
  const notes: string[] = [];
  for (const [force, { months, districts }] of forces) {
    if (months.size < FEWEST) continue;
    const byMonth = new Map<number, string[]>();
    for (const [district, held] of districts) {
      const usual = [...held.values()].sort((a, b) => a - b)[Math.floor(held.size / 2)] ?? 0;
      if (held.size < months.size * PRESENT || usual < USUAL) continue;
      for (const month of months) if (!held.has(month)) byMonth.set(month, [...(byMonth.get(month) ?? []), district]);
    }
    for (const [month, absent] of [...byMonth].sort((a, b) => a[0] - b[0])) {
      notes.push(`${nameOf(force)}: no rows for ${absent.sort().join(', ')} in ${listMonths([monthText(month)])}. A low month there is not a fall.`);
    }
  }
  return notes;
}

/** `June 2022, November 2022 and 5 more`: months given as `2022-06`. */
function listMonths(months: readonly string[]): string {
  const words = [...months].sort().map((month) => `${MONTH_NAMES[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`);
  if (words.length > 12) return `${words.slice(0, 12).join(', ')} and ${words.length - 12} more months`;
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('');
}
