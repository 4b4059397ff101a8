/**
 * The slow way for a file that is not well formed: records are split here, the good ones written out cleanly for DuckDB, the others left for
 * the quarantine. The count of this pass then stands as `read`.
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { TextRecord } from './records.ts';
import { csvLine, readRecords } from './records.ts';

export interface Malformed {
  readonly rule: string;
  readonly reason: string;
}

/** What is wrong with the shape of a record of a file with `columns` columns; undefined when nothing is. */
export function malformation(record: TextRecord, columns: number): Malformed | undefined {
  if (record.fault === 'open-quote') return { rule: 'open-quote', reason: 'A quotation mark is opened and not closed' };
  if (record.fault === 'after-quote') return { rule: 'after-quote', reason: 'Text after a closing quotation mark' };
  const { length } = record.fields;
  if (length === columns) return undefined;
  if (length > columns && record.fields.slice(columns).every((field) => field === '')) return undefined;
  return { rule: 'columns', reason: `The row has ${length} ${length === 1 ? 'field' : 'fields'} where the header has ${columns}` };
}

export interface Mended {
  /** Records below the header, good and malformed. */
  readonly read: number;
  readonly malformed: number;
}

export async function mend(from: string, to: string, columns: number, delimiter: string): Promise<Mended> {
  let read = -1;
  let malformed = 0;
  async function* clean(): AsyncGenerator<string> {
    let lines = '';
    for await (const record of readRecords(from, { delimiter, columns })) {
      read++;
      if (read > 0 && malformation(record, columns)) {
        malformed++;
        continue;
      }
      lines += csvLine(record.fields.slice(0, columns));
      if (lines.length > 1 << 16) {
        yield lines;
        lines = '';
      }
    }
    yield lines;
  }
  await pipeline(clean, createWriteStream(to));
  return { read: Math.max(read, 0), malformed };
}
