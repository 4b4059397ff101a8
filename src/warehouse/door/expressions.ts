/** SQL that turns the text of a field into its typed value. NULL (0 for ids and areas that may be missing) where there is none. */
import type { ListName } from '../../reference/index.ts';
import { codeList, NOT_RECORDED, UNMAPPED } from '../../reference/index.ts';
import type { Field, Table } from './contract.ts';
import { literal } from './sql.ts';

const DIGITS = '[0-9]{1,9}';
const WHOLE = '[0-9]+(\\.0*)?|[0-9]{1,3}(,[0-9]{3})+(\\.0*)?';
const FRACTION = '[0-9]+\\.[0-9]*[1-9][0-9]*';
const NUMBER = '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?';
const GROUPED = '[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?';
const DECIMAL_COMMA = '[+-]?[0-9]+,([0-9]{1,2}|[0-9]{4,})';
const MOMENT = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?';
const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const MONTH = '[2-9][0-9]{3}-(0[1-9]|1[0-2])';

const full = (sql: string, pattern: string): string => `regexp_full_match(${sql}, ${literal(pattern)})`;
const plainWords = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** True where the text is missing: empty, or nothing but spaces. */
export const isBlank = (x: string): string => `(${x} IS NULL OR trim(${x}) = '')`;

/** Words of a list that mean an id: its labels, aliases and codes. The first to claim a word keeps it. */
export function wordsOf(list: ListName): Map<string, number> {
  const words = new Map<string, number>();
  const { items } = codeList(list);
  for (const pick of [(i: number) => items[i]?.aliases ?? [], (i: number) => [items[i]?.label ?? ''], (i: number) => [items[i]?.code ?? '']]) {
    items.forEach((item, index) => {
      if (item.id === UNMAPPED) return;
      for (const word of pick(index)) if (word !== '' && !words.has(word)) words.set(word, item.id);
    });
  }
  return words;
}

/** Words of a list as they stand and without regard to case and spacing, with their ids side by side. */
function lexicon(list: ListName): { words: string[]; ids: number[] } {
  const all = wordsOf(list);
  for (const [word, id] of [...all]) if (!all.has(plainWords(word))) all.set(plainWords(word), id);
  return { words: [...all.keys()], ids: [...all.values()] };
}

/** Name of the database type whose values are the words of a list: a cast to it is one look-up by hash. */
export const typeOfList = (list: ListName): string => `"words ${list}"`;

export function createTypeSql(list: ListName): string {
  return `CREATE TYPE ${typeOfList(list)} AS ENUM (${lexicon(list).words.map(literal).join(', ')})`;
}

/** The id of a word, tried as it stands and then without regard to case and spacing; 250 when it is not in the list. */
function code(x: string, list: ListName, missing: string): string {
  const ids = `[${lexicon(list).ids.join(', ')}]::UTINYINT[]`;
  const look = (text: string) => `(${ids})[enum_code(TRY_CAST(${text} AS ${typeOfList(list)})) + 1]`;
  const cleaned = `lower(trim(regexp_replace(${x}, '\\s+', ' ', 'g')))`;
  return `CASE WHEN ${x} IS NULL THEN ${missing} ELSE coalesce(${look(x)}, CASE WHEN trim(${x}) = '' THEN ${missing} ELSE coalesce(${look(cleaned)}, ${UNMAPPED}) END) END::UTINYINT`;
}

function month(x: string): string {
  return `CASE WHEN ${full(x, MONTH)} THEN ((${x}[:4]::USMALLINT - 2000) * 12 + ${x}[6:7]::UTINYINT - 1)::USMALLINT WHEN ${full(`trim(${x})`, MONTH)} THEN ((trim(${x})[:4]::USMALLINT - 2000) * 12 + trim(${x})[6:7]::UTINYINT - 1)::USMALLINT END`;
}

function area(x: string, field: Field): string {
  const pattern = `[EWX]${field.entity ? `(${field.entity.join('|')})` : '[0-9]{2}'}[0-9]{6}`;
  const value = (text: string) => `(${text}[2:]::UINTEGER + CASE WHEN ${text} < 'F' THEN 0 WHEN ${text} < 'X' THEN 100000000 ELSE 200000000 END)::UINTEGER`;
  const neat = `upper(trim(${x}))`;
  return `CASE WHEN ${full(x, pattern)} THEN ${value(x)} WHEN ${full(neat, pattern)} THEN ${value(neat)} ELSE ${field.required ? 'NULL' : '0'} END`;
}

function inRange(value: string, field: Field): string {
  if (!field.range) return value;
  const [low, high] = field.range;
  return `CASE WHEN ${value} BETWEEN ${low} AND ${high} THEN ${value} END`;
}

function count(x: string, field: Field): string {
  const neat = `replace(trim(${x}), ',', '')`;
  const rounded = field.fraction ? ` WHEN ${full(`trim(${x})`, FRACTION)} THEN TRY_CAST(round(TRY_CAST(trim(${x}) AS DOUBLE)) AS UINTEGER)` : '';
  return inRange(
    `(CASE WHEN ${full(x, DIGITS)} THEN ${x}::UINTEGER WHEN ${full(`trim(${x})`, WHOLE)} THEN TRY_CAST(TRY_CAST(${neat} AS DOUBLE) AS UINTEGER)${rounded} END)`,
    field,
  );
}

function number(x: string, field: Field): string {
  const neat = `rtrim(trim(${x}), '%')`;
  return inRange(
    `(CASE WHEN ${full(neat, NUMBER)} THEN TRY_CAST(${neat} AS DOUBLE) WHEN ${full(neat, GROUPED)} THEN TRY_CAST(replace(${neat}, ',', '') AS DOUBLE) WHEN ${full(neat, DECIMAL_COMMA)} THEN TRY_CAST(replace(${neat}, ',', '.') AS DOUBLE) END)`,
    field,
  );
}

/** Text that was read, though written in a way worth telling: rule, reason and test. */
export function oddities(field: Field, x: string): { rule: string; reason: string; test: string }[] {
  const text = `trim(${x})`;
  if (field.type === 'count') {
    const odd = [
      { rule: 'thousands-comma', reason: 'Written with thousands commas, which were taken out', test: full(text, '[0-9]{1,3}(,[0-9]{3})+(\\.0*)?') },
    ];
    if (field.fraction) odd.push({ rule: 'fraction', reason: 'Published as a fraction and rounded to a whole number', test: full(text, FRACTION) });
    return odd;
  }
  if (field.type === 'number') {
    return [
      { rule: 'thousands-comma', reason: 'Written with thousands commas, which were taken out', test: full(`rtrim(${text}, '%')`, GROUPED) },
      { rule: 'decimal-comma', reason: 'Written with a decimal comma, read as a point', test: full(`rtrim(${text}, '%')`, DECIMAL_COMMA) },
    ];
  }
  if (field.type === 'moment') return [{ rule: 'no-time', reason: 'A date without a time: the hour is unknown', test: full(text, DAY) }];
  return [];
}

/** `others` gives the typed expression of another field of the row, for a missing value that depends on it. */
export function typed(field: Field, x: string, others: (name: string) => string): string {
  switch (field.type) {
    case 'code': {
      if (!field.list) throw new Error(`contract: field ${field.name} has no list`);
      const means = field.missingMeans;
      const id = (list: ListName, word: string) => codeList(list).items.find((item) => item.code === word)?.id ?? NOT_RECORDED;
      const target = means && field.list ? id(field.list, means.code) : NOT_RECORDED;
      const other = means && others(means.when);
      const when = means && other ? `CASE WHEN ${other} = ${id('crime-type', means.is)} THEN ${target} ELSE ${NOT_RECORDED} END` : String(NOT_RECORDED);
      return code(x, field.list, when);
    }
    case 'month':
      return month(x);
    case 'moment':
      return `CASE WHEN ${full(x, MOMENT)} THEN TRY_CAST(${x} AS TIMESTAMPTZ) WHEN ${full(`trim(${x})`, DAY)} THEN TRY_CAST(trim(${x}) || 'T12:00:00Z' AS TIMESTAMPTZ) END`;
    case 'area':
      return area(x, field);
    case 'count':
      return count(x, field);
    case 'number':
      return number(x, field);
    case 'small':
      return inRange(`(CASE WHEN ${full(`trim(${x})`, '[0-9]{1,3}(\\.0*)?')} THEN TRY_CAST(TRY_CAST(trim(${x}) AS DOUBLE) AS UTINYINT) END)`, field);
    case 'year':
      return `(CASE WHEN ${full(`trim(${x})`, '[12][0-9]{3}')} THEN trim(${x})::USMALLINT END)`;
    case 'degrees':
      return `round(${number(x, field)} * 1000000)::INTEGER`;
    case 'text':
      return `nullif(trim(${x}), '')`;
    case 'identifier':
      return `coalesce(nullif(TRY_CAST('0x' || left(${x}, 16) AS UBIGINT), 0::UBIGINT), md5_number_lower(${x}), 0::UBIGINT)`;
    case 'date':
    case 'weekday':
    case 'hour':
    case 'suppressed':
      throw new Error(`contract: a field of type ${field.type} is derived from another`);
  }
}

/** Parts of an instant in Europe/London, in which days and hours are lived. */
export function partOf(field: Field, moment: string, x: string): string {
  const local = `(${moment} AT TIME ZONE 'Europe/London')`;
  if (field.type === 'month')
    return `CASE WHEN ${moment} >= TIMESTAMPTZ '2000-01-01 00:00:00+00' THEN ((year(${local}) - 2000) * 12 + month(${local}) - 1)::USMALLINT END`;
  if (field.type === 'date') return `${local}::DATE`;
  if (field.type === 'weekday') return `isodow(${local})::UTINYINT`;
  return `CASE WHEN length(${x}) <= 10 THEN 255 ELSE hour(${local}) END::UTINYINT`;
}

const TYPES: Record<Field['type'], string> = {
  text: 'VARCHAR',
  code: 'UTINYINT',
  month: 'USMALLINT',
  moment: 'TIMESTAMPTZ',
  date: 'DATE',
  weekday: 'UTINYINT',
  hour: 'UTINYINT',
  area: 'UINTEGER',
  count: 'UINTEGER',
  number: 'DOUBLE',
  small: 'UTINYINT',
  year: 'USMALLINT',
  degrees: 'INTEGER',
  identifier: 'UBIGINT',
  suppressed: 'BOOLEAN',
};

/** Columns of a staged table and their types. Those of facts end with `key`, `w`. */
export function columnsOf(table: Table): { name: string; type: string }[] {
  const columns = table.fields.filter((field) => field.stored).map((field) => ({ name: field.name, type: TYPES[field.type] }));
  if (table.key) columns.push({ name: 'key', type: 'UBIGINT' }, { name: 'w', type: table.weight ? 'UINTEGER' : 'UTINYINT' });
  return [...columns, { name: 'delivery', type: 'UINTEGER' }];
}
