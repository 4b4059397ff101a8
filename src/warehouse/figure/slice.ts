/** The slice's grammar: the same words in a page's address, the API and the command line. Parsing knows dimensions, not the data. */
import { HeadwaterError } from '../../errors.ts';
import { monthInt } from '../../reference/index.ts';
import { dimension, dimensions } from './dimensions.ts';
import type { DimensionId, Slice } from './types.ts';

export const EVERYTHING: Slice = Object.freeze({ from: null, to: null, where: Object.freeze({}) });

/** Names that share an address with the slice and are not part of it. */
const RESERVED = new Set(['by', 'snapshot', 'as', 'format', 'measure', 'view', 'page', 'compare', 'level']);
const MAX_VALUES = 500;
const MAX_LENGTH = 100;

function monthOf(text: string, name: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (monthInt(trimmed) === undefined) {
    throw new HeadwaterError('bad-input', 'slice-month', `“${show(trimmed)}” is not a month that “${name}” can use.`, {
      advice: 'Write a year and a month, such as 2024-03.',
    });
  }
  return trimmed;
}

/** User text made safe to repeat in a message: short, without control characters. */
export function show(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
  const clean = text.replace(/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '�');
  return clean.length > 60 ? `${clean.slice(0, 57)}...` : clean;
}

/** An inclusive range of months checked for order. */
export function makeSlice(from: string | null, to: string | null, where: Partial<Record<DimensionId, readonly string[]>>): Slice {
  if (from !== null && to !== null && from > to) {
    throw new HeadwaterError('bad-input', 'slice-range', `The period ends (${to}) before it starts (${from}).`, { advice: 'Swap the two months.' });
  }
  const entries = Object.entries(where)
    .filter(([, values]) => values !== undefined && values.length > 0)
    .map(([id, values]) => [id, Object.freeze([...new Set(values)].sort())] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze({ from, to, where: Object.freeze(Object.fromEntries(entries)) });
}

/** @throws HeadwaterError for an unknown name, a bad month, an upside-down range or too many values. */
export function parseSlice(params: URLSearchParams | string): Slice {
  const search = typeof params === 'string' ? new URLSearchParams(params) : params;
  let from: string | null = null;
  let to: string | null = null;
  const where: Partial<Record<DimensionId, string[]>> = {};
  let values = 0;
  for (const [name, raw] of search) {
    if (RESERVED.has(name) || raw.trim() === '') continue;
    if (name === 'from') from = monthOf(raw, 'from');
    else if (name === 'to') to = monthOf(raw, 'to');
    else {
      const found = dimension(name);
      if (!found) throw unknownDimension(name);
      values += 1;
      if (values > MAX_VALUES)
        throw new HeadwaterError('bad-input', 'slice-long', `More than ${MAX_VALUES} values were chosen.`, {
          advice: 'Choose a larger area or a group instead of many single values.',
        });
      if (raw.length > MAX_LENGTH)
        throw new HeadwaterError('bad-input', 'slice-value', `“${show(raw)}” is too long to be a value of ${found.title.toLowerCase()}.`);
      const list = where[found.id] ?? [];
      list.push(raw.trim());
      where[found.id] = list;
    }
  }
  return makeSlice(from, to, where);
}

export function unknownDimension(name: string): HeadwaterError {
  return new HeadwaterError('bad-input', 'dimension-unknown', `There is no dimension called “${show(name)}”.`, {
    advice: `The dimensions are: ${dimensions()
      .map((each) => each.id)
      .join(', ')}.`,
  });
}

/** The canonical query string: the same slice always gives the same text. */
export function formatSlice(slice: Slice): string {
  const search = new URLSearchParams();
  if (slice.from) search.append('from', slice.from);
  if (slice.to) search.append('to', slice.to);
  for (const [id, values] of Object.entries(slice.where)) for (const value of values) search.append(id, value);
  return search.toString();
}
