import assert from 'node:assert/strict';
import { readOracleText } from './oracles.ts';

/** A line of a CSV file by its heads; everything is text, a blank is ''. */
export type SheetRow = Readonly<Record<string, string>>;

/** A CSV file among the reference results. Cells may be quoted, without quotes in them. */
export function readOracleSheet(name: string): SheetRow[] {
  const rows = readOracleText(name)
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''));
  const [head = [], ...body] = rows;
  return body.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])));
}

/** The number in a cell, which must hold one. */
export function cellNumber(row: SheetRow | undefined, column: string): number {
  const text = row?.[column];
  assert.ok(text !== undefined && text !== '', `a number in ${column}`);
  return Number(text);
}

export const columnNumbers = (rows: readonly SheetRow[], column: string): number[] => rows.map((row) => cellNumber(row, column));
