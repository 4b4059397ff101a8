/**
 * CSV as RFC 4180 has it, and safe to open in a spreadsheet: a text that begins like a formula gets an apostrophe before it, a number is left
 * as it is. (OWASP, "CSV Injection".)
 */
import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export type CsvValue = string | number | null;

const FORMULA = /^[=+\-@\t\r\n|%]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL = /[",\r\n]/;

/** One value as it stands in a file. */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(',')}\r\n`;

/**
 * Reads CSV text and writes the same values again, made safe. Works on a stream of any length; quotes inside an unquoted value are kept.
 */
export function safeCsv(): Transform {
  const decoder = new StringDecoder('utf8');
  let row: string[] = [];
  let field = '';
  let state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  let afterReturn = false;

  const read = (text: string): string => {
    let out = '';
    const endField = (): void => {
      row.push(field);
      field = '';
      state = 'start';
    };
    const endRow = (): void => {
      endField();
      out += csvLine(row);
      row = [];
    };
    for (const char of text) {
      if (afterReturn) {
        afterReturn = false;
        if (char === '\n') continue;
      }
      if (state === 'quoted') {
        if (char === '"') state = 'closed';
        else field += char;
      } else if (state === 'closed' && char === '"') {
        field += '"';
        state = 'quoted';
      } else if (char === ',') endField();
      else if (char === '\n') endRow();
      else if (char === '\r') {
        endRow();
        afterReturn = true;
      } else if (char === '"' && state === 'start') state = 'quoted';
      else {
        field += char;
        state = 'bare';
      }
    }
    return out;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, read(decoder.write(chunk)));
    },
    flush(done) {
      let out = read(decoder.end());
      if (row.length > 0 || field !== '' || state !== 'start') {
        row.push(field);
        out += csvLine(row);
      }
      done(null, out);
    },
  });
}
