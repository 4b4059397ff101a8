/** Where the text of a contract field comes from in a file: a layout's binding as SQL over the file's columns. */
import { HeadwaterError } from '../../errors.ts';
import type { Binding, Layout } from './contract.ts';
import type { Fit } from './recognise.ts';
import { anyOf, literal, raw } from './sql.ts';

export interface Text {
  /** SQL of the text, NULL where missing. */
  readonly sql: string;
  /** Positions of the file's columns that it is made from; none for a constant. */
  readonly positions: readonly number[];
  /** The value, where the file has no part in it. */
  readonly constant?: string;
}

export interface BindingContext {
  readonly fit: Fit;
  readonly edition: string | null;
  /** Code of the force that the rows are from, where they do not say. */
  readonly source: string | undefined;
}

/** A column's text with the layout's words for "missing", "zero" and "suppressed" taken into account. */
export function columnText(layout: Layout, position: number): string {
  const column = raw(position);
  const blank = [...layout.missing, ...layout.suppressed];
  if (blank.length === 0 && layout.zero.length === 0) return column;
  const arms = [];
  if (blank.length > 0) arms.push(`WHEN trim(${column}) IN ${anyOf(blank)} THEN NULL`);
  if (layout.zero.length > 0) arms.push(`WHEN trim(${column}) IN ${anyOf(layout.zero)} THEN '0'`);
  return `CASE ${arms.join(' ')} ELSE ${column} END`;
}

function constant(value: string): Text {
  return { sql: literal(value), positions: [], constant: value };
}

const NOTHING: Text = { sql: 'NULL::VARCHAR', positions: [] };

function template(text: string, context: BindingContext): Text {
  const { fit } = context;
  const positions: number[] = [];
  const pieces: string[] = [];
  let fixed = '';
  for (const part of text.split(/(\{[^}]+\})/)) {
    const hole = /^\{(#?)(.+?)(?::(\d))?\}$/.exec(part);
    if (!hole) {
      if (part !== '') pieces.push(literal(part));
      fixed += part;
      continue;
    }
    const position = fit.at.get(hole[2] ?? '');
    if (position === undefined) return NOTHING;
    if (hole[1] === '#') {
      // The digits of the heading itself: `ltla24_code` is of 2024.
      const digits = /\d+/.exec(fit.header[position] ?? '')?.[0] ?? '';
      pieces.push(literal(digits));
      fixed += digits;
      continue;
    }
    positions.push(position);
    const value = `trim(${columnText(fit.layout, position)})`;
    const width = hole[3];
    pieces.push(width === undefined ? value : `CASE WHEN length(${value}) < ${width} THEN lpad(${value}, ${width}, '0') ELSE ${value} END`);
  }
  return positions.length === 0 ? constant(fixed) : { sql: `(${pieces.join(' || ')})`, positions };
}

/** @throws HeadwaterError `edition-needed`, `source-needed` when the file cannot say and nobody did */
export function textOf(binding: Binding | undefined, context: BindingContext): Text {
  if (binding === undefined) return NOTHING;
  const { fit } = context;
  const at = (name: string) => fit.at.get(name);
  if (typeof binding === 'string') {
    const position = at(binding);
    return position === undefined ? NOTHING : { sql: columnText(fit.layout, position), positions: [position] };
  }
  if ('value' in binding) return constant(binding.value);
  if ('template' in binding) return template(binding.template, context);
  if ('option' in binding) {
    if (context.edition !== null) return constant(context.edition);
    throw new HeadwaterError('bad-input', 'edition-needed', `The file does not say which edition it is of (layout “${fit.layout.title}”).`, {
      advice: 'Say so, for example with --edition mid-2020.',
    });
  }
  if ('source' in binding) {
    if (context.source !== undefined) return constant(context.source);
    throw new HeadwaterError('bad-input', 'source-needed', `The file does not say which police force it is from (layout “${fit.layout.title}”).`, {
      advice:
        'Name the file as data.police.uk does (2020-01-essex-stop-and-search.csv), put it in a folder with the force’s name, or say so with --source essex.',
    });
  }
  if ('coalesce' in binding) {
    const positions = binding.coalesce.flatMap((name) => at(name) ?? []);
    if (positions.length === 0) return NOTHING;
    return { sql: `coalesce(${positions.map((position) => `nullif(trim(${columnText(fit.layout, position)}), '')`).join(', ')})`, positions };
  }
  const position = at(binding.column);
  if (position === undefined) return NOTHING;
  const value = `trim(${columnText(fit.layout, position)})`;
  const arms = Object.entries(binding.map).map(([word, meaning]) => `WHEN ${literal(word)} THEN ${literal(meaning)}`);
  return { sql: `CASE WHEN ${value} IS NULL THEN NULL ELSE CASE ${value} ${arms.join(' ')} ELSE ${literal(binding.else)} END END`, positions: [position] };
}
