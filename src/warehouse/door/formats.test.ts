/** Encodings, packings and damage: what real deliveries come in. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { HeadwaterError } from '../../errors.ts';
import { findInputs } from './inputs.ts';
import { receive } from './receive.ts';
import type { StagedBatch } from './stage.ts';
import { kit, note, quarantineOf, STOP, STREET, stopRow, streetRow } from './test-kit.ts';

const at = kit();
after(() => at.close());

const text = [STREET, streetRow(1), streetRow(2, { location: 'On or near Château Row' }), streetRow(3)].join('\n');
const shape = (rows: unknown[][]) => rows.map((row) => row.map(String));
const KEYS = 'SELECT key::VARCHAR, lsoa_code FROM street ORDER BY key';

function utf16(content: string, big: boolean, mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + content, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

function refusal(batch: StagedBatch): HeadwaterError {
  assert.equal(batch.deliveries.length, 0);
  const [one] = batch.refused;
  assert.ok(one, 'the file is refused');
  return one.error;
}

test('the same table in every encoding, line end and packing gives the same rows', async () => {
  await at.deliver('street', at.file('plain.csv', text));
  const expected = shape(await at.rows(KEYS));
  const forms: Record<string, Uint8Array> = {
    'bom.csv': Buffer.from(`\uFEFF${text}`),
    'crlf.csv': Buffer.from(text.replaceAll('\n', '\r\n')),
    'mixed-ends.csv': Buffer.from(text.replace('\n', '\r\n')),
    'old-mac.csv': Buffer.from(text.replaceAll('\n', '\r')),
    'cp1252.csv': Buffer.from(text, 'latin1'),
    'utf16le.csv': utf16(text, false, true),
    'utf16be.csv': utf16(text, true, true),
    'utf16-no-mark.csv': utf16(text, false, false),
    'quoted.csv': Buffer.from(
      text
        .split('\n')
        .map((line) =>
          line
            .split(',')
            .map((field) => `"${field}"`)
            .join(','),
        )
        .join('\n'),
    ),
    'semicolons.csv': Buffer.from(text.replaceAll(',', ';')),
    'tabs.csv': Buffer.from(text.replaceAll(',', '\t')),
    'blank-lines.csv': Buffer.from(`${text.replaceAll('\n', '\n\n')}\n\n\n`),
    'packed.csv.gz': gzipSync(text),
    'two-members.csv.gz': Buffer.concat([gzipSync(text.slice(0, 300)), gzipSync(text.slice(300))]),
    'packed.zip': zipSync({ 'a folder/packed.csv': Buffer.from(`${text}\n`), 'readme.pdf': Buffer.from('x') }),
  };
  for (const [name, bytes] of Object.entries(forms)) {
    const delivery = await at.deliver('street', at.file(name, bytes));
    assert.deepEqual(delivery.counts, { read: 3, accepted: 3, quarantined: 0, repeats: 0 }, name);
    assert.deepEqual(shape(await at.rows(KEYS)), expected, name);
  }
});

test('what was put right is said', async () => {
  assert.equal(note(await at.deliver('street', at.file('say-bom.csv', `\uFEFF${text}`)), 'File', 'byte-order-mark'), 1);
  assert.equal(note(await at.deliver('street', at.file('say-1252.csv', Buffer.from(text, 'latin1'))), 'File', 'encoding'), 1);
  assert.equal(note(await at.deliver('street', at.file('say-16.csv', utf16(text, false, true))), 'File', 'encoding'), 1);
  assert.equal(note(await at.deliver('street', at.file('say-crlf.csv', text.replaceAll('\n', '\r\n'))), 'File', 'line-ends'), 3);
  const extra = text.split('\n').map((line, i) => `${line},${i === 0 ? 'Notes' : 'x'}`);
  assert.equal(note(await at.deliver('street', at.file('say-extra.csv', extra.join('\n'))), 'File', 'extra-columns'), 1);
});

test('a file in two encodings keeps the text of both', async () => {
  const lines = text.split('\n');
  const mixed = Buffer.concat([
    Buffer.from(`${lines.slice(0, 2).join('\n')}\n${streetRow(7, { type: 'Vol à la tire' })}\n`),
    Buffer.from(streetRow(8, { type: 'Vol à la tire' }), 'latin1'),
  ]);
  const delivery = await at.deliver('street', at.file('two-encodings.csv', mixed));
  assert.deepEqual(
    delivery.review.map(({ value, count }) => [value, count]),
    [['Vol à la tire', 2]],
  );
});

test('quoted line ends, commas and quotes belong to their field', async () => {
  const place = '"On or near ""The Drive"",\r\nPark Lane"';
  const delivery = await at.deliver(
    'street',
    at.file('quoted-ends.csv', [STREET, streetRow(1, { location: place }), streetRow(2, { month: 'May', location: place })].join('\n')),
  );
  assert.deepEqual(delivery.counts, { read: 2, accepted: 1, quarantined: 1, repeats: 0 });
  const [row] = await quarantineOf(delivery);
  assert.equal(row?.[0], '4', 'the record begins on line 4 of the file');
  assert.match(row?.[1] ?? '', /The Drive"",\r\nPark Lane/);
});

test('malformed records are quarantined one by one and the rest is kept', async () => {
  const lines = [
    STREET,
    streetRow(1),
    `"open,${streetRow(2)}`,
    streetRow(3),
    `${streetRow(4)},x,y`,
    `"${streetRow(5).replace(',', '"x,')}`,
    streetRow(6, { location: 'the 5" knife' }),
    'lone',
  ];
  const delivery = await at.deliver('street', at.file('malformed.csv', lines.join('\r\n')));
  assert.deepEqual(delivery.counts, { read: 7, accepted: 3, quarantined: 4, repeats: 0 });
  assert.deepEqual(
    (await quarantineOf(delivery)).map(([line, , , , rule]) => [line, rule]),
    [
      ['3', 'open-quote'],
      ['5', 'columns'],
      ['6', 'after-quote'],
      ['8', 'columns'],
    ],
  );
});

test('files that are no tables are refused in plain words, and nothing is lost', async () => {
  const cases: [string, Uint8Array | string, string][] = [
    ['empty.csv', '', 'file-empty'],
    ['header.csv', `${STREET}\n`, 'file-header-only'],
    ['binary.csv', Buffer.from([...Buffer.from(text), 0, 1, 2, 3, 0]), 'file-binary'],
    ['picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 1, 2, 3]), 'file-binary'],
    ['book.xlsx', zipSync({ 'xl/workbook.xml': Buffer.from('<x/>') }), 'file-is-spreadsheet'],
    ['cut.csv.gz', gzipSync(text.repeat(50)).subarray(0, 150), 'file-truncated'],
    ['damaged.csv.gz', Buffer.concat([gzipSync(text).subarray(0, 40), Buffer.alloc(60, 7)]), 'file-damaged'],
    ['cut.zip', zipSync({ 'a.csv': Buffer.from(text) }).subarray(0, 120), 'file-damaged'],
    ['climb.zip', zipSync({ '../../etc/climb.csv': Buffer.from(text) }), 'zip-unsafe-name'],
    ['nothing.zip', zipSync({ 'readme.pdf': Buffer.from('x') }), 'zip-empty'],
    ['long-line.csv', `${STREET}\n${'x'.repeat(1_100_000)}\n`, 'line-too-long'],
    ['unknown.csv', 'a,b\n1,2\n', 'layout-unknown'],
    ['other.csv', `${STOP}\n${stopRow()}\n`, 'layout-other-dataset'],
  ];
  for (const [name, bytes, code] of cases) {
    const error = refusal(await at.stage('street', at.file(name, bytes)));
    assert.equal(error.code, code, `${name}: ${error.message} ${error.detail ?? ''}`);
    assert.match(error.message, new RegExp(name.replace(/^climb.*/, 'climb')), 'names the file');
  }
});

test('an unknown header is refused with the nearest layout and the columns that differ', async () => {
  const error = refusal(await at.stage('street', at.file('renamed.csv', text.replace('Crime type', 'Kind'))));
  assert.match(error.message, /data\.police\.uk street-level CSV.*missing “Crime type”.*not expected “Kind”/);
  const other = refusal(await at.stage('street', at.file('wrong-set.csv', `${STOP}\n${stopRow()}\n`)));
  assert.match(other.advice ?? '', /Deliver it as stop/);
});

test('the columns may stand in any order and case', async () => {
  const order = [11, 3, 0, 9, 7, 1, 2, 5, 4, 8, 6, 10];
  const lines = text.split('\n').map((line, i) => order.map((at) => (i === 0 ? ` ${line.split(',')[at]?.toUpperCase()}` : line.split(',')[at])).join(','));
  await at.deliver('street', at.file('plain-again.csv', text));
  const expected = shape(await at.rows(KEYS));
  assert.equal((await at.deliver('street', at.file('order.csv', lines.join('\n')))).counts.accepted, 3);
  assert.deepEqual(shape(await at.rows(KEYS)), expected);
});

test('a zip bomb is stopped while it unpacks', async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 'a,b\n'), { level: 9 });
  const error = refusal(await at.stage('street', at.file('bomb.csv.gz', Buffer.from(bomb))));
  assert.equal(error.code, 'zip-bomb');
});

test('an endless line does not fill the memory', async () => {
  const path = at.file('endless.csv.gz', gzipSync(Buffer.concat([Buffer.from(`${STREET}\n`), Buffer.alloc(48 * 1024 * 1024, 'x')])));
  const before = process.memoryUsage().rss;
  assert.equal(refusal(await at.stage('street', path)).code, 'line-too-long');
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024);
});

test('a file that changes or vanishes while it is read is refused', async () => {
  const path = at.file('moving.csv', text);
  const { sources } = await findInputs([path]);
  const [source] = sources;
  assert.ok(source);
  const received = await receive(source, { workDir: at.folder, tag: 'moving' });
  await writeFile(path, `${text}\n${streetRow(9)}`);
  await assert.rejects(received.verify(), { code: 'file-changed' });
  await rm(path);
  await assert.rejects(receive(source, { workDir: at.folder, tag: 'moving' }), { code: 'ENOENT' });
  assert.equal(refusal(await at.stage('street', path)).code, 'file-vanished');
});

test('folders and globs are expanded, hidden files and other types passed over', async () => {
  const names = async (input: string) => (await findInputs([input])).sources.map((source) => source.fileName).sort();
  assert.ok((await names(at.folder)).includes('plain.csv'));
  assert.ok(!(await names(at.folder)).includes('book.xlsx'));
  assert.deepEqual(await names(`${at.folder}/plain*.csv`), ['plain-again.csv', 'plain.csv']);
  assert.equal((await findInputs([`${at.folder}/no-such-*.csv`])).refused[0]?.error.code, 'no-files');
});

test('a full disk ends the batch with a clear error', { skip: existsSync('/dev/full') ? false : 'this system has no /dev/full' }, async () => {
  const workDir = join(at.folder, 'full');
  await mkdir(workDir);
  // Where the door would unpack to stands a device that is always full.
  await symlink('/dev/full', join(workDir, 'file-0-unpacked'));
  const path = at.file('fills.csv.gz', gzipSync(text));
  await assert.rejects(at.stage('street', path, { workDir }), { code: 'disk-full', message: /nothing was delivered/, advice: /Free some space/ });
});
