/** Typed, read-only access to the code lists of `reference/`. Ids are permanent: facts on disk hold them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CodeItem {
  readonly id: number;
  readonly code: string;
  readonly label: string;
  readonly aliases: readonly string[];
  /** Missing, not stated, refused or not yet mapped: shown as a group of its own, never folded into another. */
  readonly unknown?: boolean;
  readonly group?: string;
  readonly [extra: string]: unknown;
}

export interface CodeGroup {
  readonly id: number;
  readonly code: string;
  readonly label: string;
  readonly unknown?: boolean;
  readonly [extra: string]: unknown;
}

export interface CodeList {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly asAt: string;
  readonly note?: string;
  readonly groups?: readonly CodeGroup[];
  readonly items: readonly CodeItem[];
}

/** The code lists of `reference/`. */
export const LIST_NAMES = [
  'age-band',
  'census-ethnicity',
  'crime-type',
  'ethnicity-officer',
  'ethnicity-self',
  'force',
  'linked',
  'located',
  'object',
  'outcome',
  'power',
  'sex',
  'stop-outcome',
  'stop-type',
] as const;

export type ListName = (typeof LIST_NAMES)[number];

export const NOT_RECORDED = 0;
export const UNMAPPED = 250;

const folder = join(import.meta.dirname, '../../reference');
const lists = new Map<ListName, CodeList>();

/** The list, read once. */
export function codeList(name: ListName): CodeList {
  const held = lists.get(name);
  if (held) return held;
  const list = Object.freeze(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as CodeList);
  lists.set(name, list);
  return list;
}

export function itemById(name: ListName, id: number): CodeItem | undefined {
  return codeList(name).items.find((item) => item.id === id);
}

export function itemByCode(name: ListName, code: string): CodeItem | undefined {
  return codeList(name).items.find((item) => item.code === code);
}

const LETTERS = 'EWX';

/** `E01012393` to its integer; undefined when it is not a nine-character area code of England, Wales or the fictional county. */
export function areaInt(code: string): number | undefined {
  const letter = LETTERS.indexOf(code.charAt(0));
  return letter >= 0 && /^.\d{8}$/.test(code) ? letter * 100_000_000 + Number(code.slice(1)) : undefined;
}

/** The integer of {@link areaInt} back to its code. */
export function areaCode(int: number): string {
  return `${LETTERS.charAt(Math.floor(int / 100_000_000))}${String(int % 100_000_000).padStart(8, '0')}`;
}

/** Months since January 2000. `2018-10` is 225. */
export function monthInt(text: string): number | undefined {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  return match ? (Number(match[1]) - 2000) * 12 + Number(match[2]) - 1 : undefined;
}

export function monthText(month: number): string {
  return `${2000 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
