import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvCell, csvLine, safeCsv } from './csv.ts';

test('a text that a spreadsheet would run gets an apostrophe; numbers, negative ones too, do not', () => {
  assert.equal(csvCell('=cmd|calc'), "'=cmd|calc");
  assert.equal(csvCell('@SUM(A1)'), "'@SUM(A1)");
  assert.equal(csvCell('-2+3'), "'-2+3");
  assert.equal(csvCell('\t=1'), "'\t=1");
  assert.equal(csvCell('-0.1257'), '-0.1257');
  assert.equal(csvCell(-4), '-4');
  assert.equal(csvCell('a "b", c'), '"a ""b"", c"');
  assert.equal(csvCell(null), '');
});

async function passed(text: string, size: number): Promise<string> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  let out = '';
  for await (const piece of Readable.from(chunks).pipe(safeCsv())) out += String(piece);
  return out;
}

test('values come out of the safe stream as they went in, however the bytes were cut, save for the apostrophes', async () => {
  const value = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '=', '-', '1', 'é', '😀', ' ') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async (rows, size) => {
        const raw = rows.map((row) => `${row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')}\n`).join('');
        assert.equal(await passed(raw, size), rows.map(csvLine).join(''));
      },
    ),
  );
});

test('a last line without an end is kept', async () => {
  assert.equal(await passed('line,text\n3,=1+1', 4), "line,text\r\n3,'=1+1\r\n");
});
