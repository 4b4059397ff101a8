/**
 * What the integers of a dimension mean in one snapshot: value of a base id, words of a value, base ids of a code that a user typed.
 * Two kinds of id: *base* ids stand in the fact's column, *value* ids are what the dimension shows (quarter of a month, ward of an LSOA).
 */
import { HeadwaterError } from '../../errors.ts';
import { type CodeList, codeList, monthInt, monthText } from '../../reference/index.ts';
import type { Dimension } from './dimensions.ts';
import type { AreaTable, Frame } from './frame.ts';
import { show } from './slice.ts';
import type { DimensionId, DimensionValue } from './types.ts';

export interface Values {
  readonly dimension: Dimension;
  /** Value id of a base id. */
  valueOf(base: number): number;
  /** True when every base id is its own value: no roll-up is needed. */
  readonly identity: boolean;
  describe(value: number): DimensionValue;
  /** Base ids that a code stands for. @throws HeadwaterError when there is no such value. */
  basesOf(code: string): readonly number[];
  /** Value ids in display order, unknown last; undefined where there are too many to list without a scope. */
  readonly ids: readonly number[];
  /** The value id of "unknown" that is always shown. */
  readonly unknown: number | null;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2019-02` as "February 2019". */
export function monthWords(text: string): string {
  return `${MONTHS[Number(text.slice(5, 7)) - 1]} ${text.slice(0, 4)}`;
}

function noSuch(dimension: Dimension, code: string, near: readonly string[]): HeadwaterError {
  const advice = near.length > 0 ? `Did you mean ${near.slice(0, 4).join(' or ')}?` : undefined;
  return new HeadwaterError(
    'bad-input',
    'value-unknown',
    `There is no ${dimension.title.toLowerCase()} “${show(code)}” in these data.`,
    advice === undefined ? {} : { advice },
  );
}

function near(code: string, all: Iterable<string>): string[] {
  const wanted = code.toLowerCase();
  const out: string[] = [];
  for (const each of all) {
    const lower = each.toLowerCase();
    if (wanted.length > 1 && (lower.startsWith(wanted.slice(0, Math.max(3, wanted.length - 2))) || lower.includes(wanted))) out.push(each);
    if (out.length > 3) break;
  }
  return out;
}

function time(dimension: Dimension): Values {
  const size = dimension.id === 'month' ? 1 : dimension.id === 'quarter' ? 3 : 12;
  const codeOf = (value: number): string => {
    const first = value * size;
    if (size === 1) return monthText(first);
    const year = 2000 + Math.floor(first / 12);
    return size === 3 ? `${year}-Q${Math.floor((first % 12) / 3) + 1}` : String(year);
  };
  const labelOf = (value: number): string => {
    const code = codeOf(value);
    if (size === 1) return monthWords(code);
    return size === 3
      ? `${['January to March', 'April to June', 'July to September', 'October to December'][(value % 4) as number]} ${code.slice(0, 4)}`
      : code;
  };
  return {
    dimension,
    identity: size === 1,
    valueOf: (base) => Math.floor(base / size),
    describe: (value) => ({ code: codeOf(value), label: labelOf(value), unknown: false }),
    basesOf(code) {
      const quarter = /^(\d{4})-Q([1-4])$/.exec(code);
      const first =
        size === 1
          ? monthInt(code)
          : size === 3 && quarter
            ? monthInt(`${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}`)
            : size === 12 && /^\d{4}$/.test(code)
              ? monthInt(`${code}-01`)
              : undefined;
      if (first === undefined || first < 0) throw noSuch(dimension, code, []);
      return Array.from({ length: size }, (_, step) => first + step);
    },
    ids: [],
    unknown: null,
  };
}

function order(dimension: Dimension): Values {
  const span = dimension.id === 'weekday' ? [1, 7] : dimension.id === 'hour' ? [0, 23] : [1, 10];
  const unknown = dimension.id === 'hour' ? 255 : 0;
  const [first, last] = span as [number, number];
  const known = Array.from({ length: last - first + 1 }, (_, step) => first + step);
  const label = (value: number): string => {
    if (dimension.id === 'weekday') return WEEKDAYS[value - 1] ?? String(value);
    if (dimension.id === 'hour') return `${String(value).padStart(2, '0')}:00`;
    return value === 1 ? '1 (most deprived)' : value === 10 ? '10 (least deprived)' : String(value);
  };
  const code = (value: number): string =>
    value === unknown ? 'unknown' : dimension.id === 'weekday' ? (WEEKDAYS[value - 1] ?? '').toLowerCase() : String(value);
  const all = [...known, unknown];
  return {
    dimension,
    identity: true,
    valueOf: (base) => (base >= first && base <= last ? base : unknown),
    describe: (value) =>
      value === unknown
        ? { code: 'unknown', label: dimension.id === 'decile' ? 'Not located or no decile' : 'Not recorded', unknown: true }
        : { code: code(value), label: label(value), unknown: false },
    basesOf(text) {
      const found = all.find((value) => code(value) === text.toLowerCase());
      if (found === undefined) throw noSuch(dimension, text, known.map(code));
      return [found];
    },
    ids: all,
    unknown,
  };
}

function codes(dimension: Dimension, list: CodeList): Values {
  const items = new Map(list.items.map((item) => [item.id, item]));
  const sorted = [...list.items].sort((a, b) => Number(a.unknown === true) - Number(b.unknown === true) || a.id - b.id);
  return {
    dimension,
    identity: true,
    valueOf: (base) => (items.has(base) ? base : 0),
    describe: (value) => {
      const item = items.get(value);
      return item ? { code: item.code, label: item.label, unknown: item.unknown === true } : { code: 'not-recorded', label: 'Not recorded', unknown: true };
    },
    basesOf(code) {
      const wanted = code.toLowerCase();
      const found = list.items.find(
        (item) => item.code.toLowerCase() === wanted || item.label.toLowerCase() === wanted || item.aliases.some((alias) => alias.toLowerCase() === wanted),
      );
      if (!found)
        throw noSuch(
          dimension,
          code,
          near(
            code,
            list.items.map((item) => item.code),
          ),
        );
      return [found.id];
    },
    ids: sorted.map((item) => item.id),
    unknown: 0,
  };
}

function groups(dimension: Dimension, list: CodeList): Values {
  const all = list.groups ?? [];
  const idOf = new Map(all.map((group) => [group.code, group.id]));
  const groupOfBase = new Map(list.items.map((item) => [item.id, idOf.get(item.group ?? '') ?? 0]));
  const byId = new Map(all.map((group) => [group.id, group]));
  const sorted = [...all].sort((a, b) => Number(a.unknown === true) - Number(b.unknown === true) || a.id - b.id);
  return {
    dimension,
    identity: false,
    valueOf: (base) => groupOfBase.get(base) ?? 0,
    describe: (value) => {
      const group = byId.get(value);
      return { code: group?.code ?? 'not-recorded', label: group?.label ?? 'Not recorded', unknown: group?.unknown === true };
    },
    basesOf(code) {
      const group = all.find((each) => each.code === code.toLowerCase() || each.label.toLowerCase() === code.toLowerCase());
      if (!group)
        throw noSuch(
          dimension,
          code,
          all.map((each) => each.code),
        );
      return list.items.filter((item) => item.group === group.code).map((item) => item.id);
    },
    ids: sorted.map((group) => group.id),
    unknown: 0,
  };
}

/** Areas above the column's own level: `up[base]` is the value. */
function areas(dimension: Dimension, table: AreaTable, up?: ArrayLike<number>): Values {
  const bases = (value: number): number[] => {
    if (!up) return [value];
    const out: number[] = [];
    for (let base = 0; base < up.length; base++) if (up[base] === value) out.push(base);
    return out;
  };
  const ids = Array.from({ length: table.codes.length - 1 }, (_, step) => step + 1).filter((index) => table.codes[index] !== undefined);
  ids.sort((a, b) => ((table.names[a] ?? '') < (table.names[b] ?? '') ? -1 : 1));
  return {
    dimension,
    identity: up === undefined,
    valueOf: (base) => (up ? (up[base] ?? 0) : base),
    describe: (value) => ({ code: table.codes[value] ?? 'unknown', label: table.names[value] ?? 'Not located', unknown: value === 0 }),
    basesOf(code) {
      const wanted = code === 'unknown' ? code : code.toUpperCase();
      const found = table.byCode.get(wanted) ?? named(table, code);
      if (found === undefined) throw noSuch(dimension, code, near(code, table.names));
      return found.flatMap(bases);
    },
    ids: [...ids, 0],
    unknown: 0,
  };
}

function named(table: AreaTable, name: string): readonly number[] | undefined {
  const wanted = name.toLowerCase();
  const found: number[] = [];
  table.names.forEach((each, index) => {
    if (each?.toLowerCase() === wanted) found.push(index);
  });
  return found.length > 0 ? found : undefined;
}

/** 2021 area of each LSOA index: itself for 2021, the exact successor for 2011, 0 where the area was split or redrawn. */
function successors(lsoa: Frame['lsoa']): Uint32Array {
  return Uint32Array.from(lsoa.codes, (_, index) => (index > lsoa.last2011 ? index : (lsoa.to21[index] ?? 0)));
}

const NEEDS_FRAME = new HeadwaterError('refused', 'no-frame', 'Areas are not known yet: no lookup of areas has been delivered.', {
  advice: 'Deliver the dataset “area” (lookups and boundaries) first.',
});

const FRAMED: readonly DimensionId[] = ['csp', 'district', 'ward', 'lsoa', 'lsoa21'];

/** Meanings of a dimension in a snapshot. @throws HeadwaterError `no-frame` for an area below force without area data. */
export function resolveValues(dimension: Dimension, frame: Frame | undefined): Values {
  if (dimension.kind === 'time') return time(dimension);
  if (dimension.kind === 'order') return order(dimension);
  if (dimension.list) return dimension.kind === 'group' ? groups(dimension, codeList(dimension.list)) : codes(dimension, codeList(dimension.list));
  if (!frame) throw NEEDS_FRAME;
  switch (dimension.id) {
    case 'csp':
      return areas(dimension, frame.csp, frame.district.csp);
    case 'district':
      return areas(dimension, frame.district);
    case 'ward': {
      const to21 = successors(frame.lsoa);
      return areas(
        dimension,
        frame.ward,
        Uint16Array.from(to21, (index) => frame.lsoa.ward[index] ?? 0),
      );
    }
    case 'lsoa':
      return areas(dimension, frame.lsoa);
    case 'lsoa21':
      return areas(dimension, frame.lsoa, successors(frame.lsoa));
    default:
      throw new Error(`dimension ${dimension.id} has no values (${FRAMED.join()})`);
  }
}
