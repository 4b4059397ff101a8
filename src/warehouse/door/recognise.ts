/** Which layout a header is of. Order does not matter; case and spaces are forgiven. */
import { HeadwaterError } from '../../errors.ts';
import type { Layout } from './contract.ts';
import { contractOf, layoutOf, listLayouts } from './contract.ts';
import { splitText } from './records.ts';

/** A layout fitted to a header: where each of its columns stands. */
export interface Fit {
  readonly layout: Layout;
  /** Position in the header by the layout's own name of the column. */
  readonly at: ReadonlyMap<string, number>;
  /** Positions of every column that the layout spells out by a pattern, in header order. */
  readonly header: readonly string[];
  /** Columns of the file that the layout does not know. */
  readonly extra: readonly string[];
  readonly missing: readonly string[];
}

const plain = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ');

/** Fits a layout to a header, whether or not all of its columns are there. */
export function fit(layout: Layout, header: readonly string[]): Fit {
  const positions = new Map<string, number>();
  header.forEach((name, position) => {
    if (!positions.has(plain(name))) positions.set(plain(name), position);
  });
  const at = new Map<string, number>();
  const missing: string[] = [];
  const used = new Set<number>();
  for (const column of layout.columns) {
    const { pattern } = column;
    if (pattern !== undefined) {
      const matching = header.flatMap((name, position) => (new RegExp(pattern).test(name.trim()) ? [position] : []));
      for (const position of matching) used.add(position);
      if (matching.length < 2) missing.push(column.title ?? column.name);
      continue;
    }
    const position = [column.name, ...column.aliases].map((name) => positions.get(plain(name))).find((found) => found !== undefined);
    if (position !== undefined) {
      at.set(column.name, position);
      used.add(position);
    } else if (!column.optional) missing.push(column.name);
  }
  const extra = header.filter((name, position) => !used.has(position) && !(name.trim() === '' && position === header.length - 1));
  return { layout, at, header, extra, missing };
}

const DELIMITERS = [',', ';', '\t', '|'];

export interface Recognised {
  readonly fit: Fit;
  readonly delimiter: string;
}

function distance(one: Fit): number {
  return one.missing.length * 2 + one.extra.length;
}

const quote = (names: readonly string[]): string => {
  const shown = names
    .slice(0, 8)
    .map((name) => `“${name}”`)
    .join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
};

function describe(nearest: Fit): string {
  const parts = [];
  if (nearest.missing.length > 0) parts.push(`missing ${quote(nearest.missing)}`);
  if (nearest.extra.length > 0) parts.push(`not expected ${quote(nearest.extra)}`);
  return parts.join('; ');
}

/** The best fit among `layouts`; complete ones before others. */
function nearest(layouts: readonly Layout[], header: readonly string[]): Fit | undefined {
  return layouts
    .map((layout) => fit(layout, header))
    .sort((a, b) => Number(a.missing.length > 0) - Number(b.missing.length > 0) || distance(a) - distance(b))[0];
}

/**
 * Recognises the layout of a header line. A header with columns beyond the layout's fits, and the surplus is reported; one with a column
 * missing does not.
 *
 * @throws HeadwaterError `layout-unknown` with the nearest layout and the columns that differ, `layout-other-dataset` naming the dataset to use
 */
export function recogniseLayout(headerLine: string, options: { dataset?: string; layout?: string; fileName?: string } = {}): Recognised {
  const file = options.fileName === undefined ? 'The file' : `“${options.fileName}”`;
  const candidates = DELIMITERS.map((delimiter) => ({ delimiter, header: splitText(headerLine, delimiter)[0]?.fields ?? [] })).filter(
    ({ header, delimiter }) => header.length > 1 || delimiter === ',',
  );
  const among = options.layout === undefined ? listLayouts(options.dataset) : [layoutOf(options.layout, options.dataset)];
  for (const { delimiter, header } of candidates) {
    const best = nearest(among, header);
    if (best && best.missing.length === 0) return { fit: best, delimiter };
  }
  if (options.dataset !== undefined && options.layout === undefined) {
    for (const { header } of candidates) {
      const other = nearest(listLayouts(), header);
      if (other && other.missing.length === 0) {
        throw new HeadwaterError(
          'bad-input',
          'layout-other-dataset',
          `${file} is laid out as “${other.layout.title}”, which belongs to the dataset “${other.layout.dataset}”, not “${options.dataset}”.`,
          {
            advice: `Deliver it as ${other.layout.dataset} (${contractOf(other.layout.dataset).title}).`,
          },
        );
      }
    }
  }
  const closest = candidates.flatMap(({ header }) => nearest(among, header) ?? []).sort((a, b) => distance(a) - distance(b))[0];
  const title =
    options.layout === undefined
      ? `does not have a header that is known${options.dataset === undefined ? '' : ` for the dataset “${options.dataset}”`}`
      : `does not fit the layout “${options.layout}”`;
  throw new HeadwaterError(
    'bad-input',
    'layout-unknown',
    `${file} ${title}.${closest ? ` The nearest is “${closest.layout.title}” (${closest.layout.id}): ${describe(closest)}.` : ''}`,
    {
      advice: 'Give the columns these names, or say which layout it is with --layout.',
    },
  );
}
