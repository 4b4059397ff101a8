/** The checks of a field, each with the bit that stands for it in a row's `issues`. */
import type { ListName } from '../../reference/index.ts';
import { codeList, monthInt, NOT_RECORDED, UNMAPPED } from '../../reference/index.ts';
import type { Field, Layout } from './contract.ts';
import { isBlank, oddities } from './expressions.ts';
import { anyOf, raw } from './sql.ts';

export interface Rule {
  readonly bit: number;
  readonly field: string;
  /** Positions of the columns looked at. */
  readonly positions: readonly number[];
  readonly rule: string;
  readonly reason: string;
  /** `spoil` quarantines the row, `warn` is counted, `review` puts the value on the review list. */
  readonly level: 'spoil' | 'warn' | 'review';
  /** SQL that is true where the row breaks it. */
  readonly test: string;
  /** For `review`. */
  readonly list?: ListName;
}

export type Draft = Omit<Rule, 'bit'>;

/** SQL of a field: its text, its value. */
export interface Expressions {
  readonly x: string;
  readonly v: string;
  readonly positions: readonly number[];
}

const OUTSIDE = "regexp_full_match(upper(trim(X)), '(S|N)[0-9]{8}|95[A-Z]{2}[0-9]{2}[A-Z][0-9]')";

const WRONG: Partial<Record<Field['type'], string>> = {
  month: 'Not a month written YYYY-MM, from 2000 on',
  moment: 'Not a date and time written 2020-01-31T23:59:00+00:00',
  area: 'Not a nine-character area code of England or Wales of this kind',
  count: 'Not a whole number from 0',
  number: 'Not a number',
  small: 'Not a number of the range allowed',
  year: 'Not a year of four digits',
  degrees: 'Not a longitude or latitude',
};

function codeRules(field: Field, list: ListName, { v, positions }: Expressions): Draft[] {
  const base = { field: field.title, positions };
  const drafts: Draft[] = [];
  if (field.required) drafts.push({ ...base, rule: 'missing', reason: 'Missing', level: 'spoil', test: `${v} = ${NOT_RECORDED}` });
  else if (field.missing === 'warn') drafts.push({ ...base, rule: 'missing', reason: 'Missing', level: 'warn', test: `${v} = ${NOT_RECORDED}` });
  drafts.push({ ...base, rule: 'unmapped', reason: 'Not in the code list', level: 'review', test: `${v} = ${UNMAPPED}`, list });
  const unknown = codeList(list).items.filter((item) => item.unknown && item.id !== NOT_RECORDED && item.id !== UNMAPPED);
  for (const item of unknown) {
    drafts.push({
      ...base,
      rule: 'unknown',
      reason: `Recorded as “${item.label}”: unknown, shown as a group of its own`,
      level: 'warn',
      test: `${v} = ${item.id}`,
    });
  }
  return drafts;
}

/** Checks of one field against one text. `now` is the month of today. */
export function fieldRules(field: Field, e: Expressions, now: { month: number; instant: string }): Draft[] {
  const { x, v, positions } = e;
  if (field.type === 'code' && field.list) return codeRules(field, field.list, e);
  const base = { field: field.title, positions };
  const drafts: Draft[] = [];
  const none = field.type === 'area' && !field.required ? `${v} = 0` : `${v} IS NULL`;
  if (field.required) drafts.push({ ...base, rule: 'missing', reason: 'Missing', level: 'spoil', test: `${none} AND ${isBlank(x)}` });
  else if (field.missing === 'warn') drafts.push({ ...base, rule: 'missing', reason: 'Missing', level: 'warn', test: `${none} AND ${isBlank(x)}` });
  const wrong = WRONG[field.type];
  const level = field.required ? 'spoil' : 'warn';
  if (wrong !== undefined) {
    const outside = OUTSIDE.replace('X', x);
    const bad = `${none} AND NOT ${isBlank(x)}`;
    if (field.type === 'area') {
      drafts.push({
        ...base,
        rule: 'out-of-scope',
        reason: 'Area of Scotland or Northern Ireland: outside England and Wales',
        level,
        test: `CASE WHEN ${bad} THEN ${outside} ELSE false END`,
      });
      drafts.push({ ...base, rule: 'format', reason: wrong, level, test: `CASE WHEN ${bad} THEN NOT ${outside} ELSE false END` });
    } else drafts.push({ ...base, rule: 'format', reason: wrong, level, test: bad });
  }
  if (field.type === 'month') {
    drafts.push({ ...base, rule: 'future', reason: 'A month in the future', level, test: `${v} > ${now.month}` });
    if (field.earliest)
      drafts.push({
        ...base,
        rule: 'early',
        reason: `Before ${field.earliest}, when these data begin`,
        level: 'warn',
        test: `${v} < ${monthInt(field.earliest) ?? 0}`,
      });
  }
  if (field.type === 'moment') {
    drafts.push({ ...base, rule: 'future', reason: 'A date in the future', level, test: `${v} > TIMESTAMPTZ '${now.instant}'` });
    drafts.push({ ...base, rule: 'early', reason: 'Before 2000', level, test: `${v} < TIMESTAMPTZ '2000-01-01 00:00:00+00'` });
    if (field.earliest) {
      drafts.push({
        ...base,
        rule: 'early',
        reason: `Before ${field.earliest}, when these data begin`,
        level: 'warn',
        test: `${v} < TIMESTAMPTZ '${field.earliest}-01 00:00:00+00'`,
      });
    }
  }
  for (const odd of oddities(field, x)) drafts.push({ ...base, ...odd, level: 'warn' });
  return drafts;
}

/** The layout's own words for missing, suppressed and nought, counted where they stand. `positions` are of columns that fields are read from. */
export function markerRules(layout: Layout, positions: readonly number[]): Draft[] {
  const drafts: Draft[] = [];
  const kinds = [
    { words: layout.missing, rule: 'not-available', say: (list: string) => `${list}: not available, held as unknown` },
    { words: layout.suppressed, rule: 'suppressed', say: (list: string) => `${list}: withheld by the publisher, held as unknown and never as 0` },
    { words: layout.zero, rule: 'zero', say: (list: string) => `${list}: read as 0` },
  ];
  for (const { words, rule, say } of kinds) {
    if (words.length === 0 || positions.length === 0) continue;
    const list = words.map((word) => `“${word}”`).join(' or ');
    const test = positions.map((position) => `coalesce(trim(${raw(position)}) IN ${anyOf(words)}, false)`).join(' OR ');
    drafts.push({ field: 'Row', positions, rule, reason: say(list), level: 'warn', test });
  }
  return drafts;
}
