/** The door against anything: it never hangs or throws anything but a coded error, and what it takes it can account for. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { HeadwaterError } from '../../errors.ts';
import { csvLine, splitText } from './records.ts';
import { scanner } from './scan.ts';
import { kit, quarantineOf, STREET, streetRow } from './test-kit.ts';

const at = kit();
after(() => at.close());
const options = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 15) };

async function accounted(name: string, bytes: Uint8Array): Promise<void> {
  const batch = await at.stage('street', at.file(name, bytes));
  assert.equal(batch.deliveries.length + batch.refused.length, 1);
  for (const { error } of batch.refused) {
    assert.ok(error instanceof HeadwaterError);
    assert.notEqual(error.kind, 'fault', `${error.code}: ${error.message} ${error.detail ?? ''}`);
    assert.notEqual(error.code, 'load-failed', error.detail);
    assert.notEqual(error.code, 'count-mismatch', error.message);
  }
  for (const delivery of batch.deliveries) {
    const { read, accepted, quarantined, repeats } = delivery.counts;
    assert.equal(read, accepted + quarantined + repeats);
    const [[rows] = []] = await at.rows('SELECT count(*)::INTEGER FROM street');
    assert.equal(rows, accepted);
    assert.equal((await quarantineOf(delivery)).length, quarantined);
  }
}

test('any bytes at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), (bytes) => accounted('any.csv', bytes)),
    options,
  );
});

test('a good header and then any text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 600 }), (tail) => accounted('tail.csv', Buffer.from(`${STREET}\n${tail}`))),
    options,
  );
});

test('a good file with pieces cut, doubled or replaced', async () => {
  const piece = fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', ' ', "'", ';', '\u0000', 'é', '\\', '=1+1', '\u2028', '-', 'NULL', '2024-02', '٣');
  const good = [STREET, streetRow(1), streetRow(2, { location: '"a, b"' }), streetRow(3), streetRow(3)].join('\n');
  const edit = fc.record({ at: fc.nat({ max: good.length }), cut: fc.nat({ max: 12 }), put: fc.array(piece, { maxLength: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
      let text = good;
      for (const { at: from, cut, put } of edits) {
        // The header stays whole, so that the rows are what is tried.
        const start = Math.max(STREET.length + 1, from);
        text = text.slice(0, start) + put.join('') + text.slice(start + cut);
      }
      await accounted('edited.csv', Buffer.from(text));
    }),
    { ...options, numRuns: options.numRuns * 2 },
  );
});

test('records written as CSV are read back as they were', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '=') });
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      assert.deepEqual(
        splitText(rows.map(csvLine).join('')).map((record) => [...record.fields]),
        rows,
      );
    }),
    { numRuns: 500 },
  );
});

test('the quick count agrees with the splitter on well-formed text, however it is cut into chunks', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', '😀') });
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { maxLength: 6 }), fc.array(fc.nat({ max: 60 }), { maxLength: 6 }), (rows, cuts) => {
      const bytes = Buffer.from(rows.map(csvLine).join(''));
      const count = scanner();
      const marks = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      for (const [i, mark] of marks.slice(1).entries()) count.push(bytes.subarray(marks[i], mark));
      const scan = count.end();
      assert.equal(scan.records, rows.length);
      assert.equal(scan.utf8, true);
      assert.equal(scan.ragged, false);
    }),
    { numRuns: 500 },
  );
});
