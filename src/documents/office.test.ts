import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { folded, SAMPLE } from './fixtures.ts';
import { inspectUpload, norfolkLayout, plainText, renderDocx, renderOdt, staffordshireLayout, textOf } from './index.ts';
import { FULL } from './response/fixtures.ts';

const run = promisify(execFile);
const skip = spawnSync('soffice', ['--version']).status === 0 ? false : 'LibreOffice is not installed here';

test('LibreOffice opens both kinds of file, and what it saves in the other kind is let in and says the same', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-office-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const docs = [SAMPLE, norfolkLayout(FULL), staffordshireLayout(FULL)];
  docs.forEach((doc, index) => {
    writeFileSync(join(folder, `word${index}.docx`), renderDocx(doc));
    writeFileSync(join(folder, `open${index}.odt`), renderOdt(doc));
  });
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const convert = (to: string, names: string[]) =>
    run('soffice', [profile, '--headless', '--convert-to', to, '--outdir', join(folder, 'out'), ...names.map((name) => join(folder, name))]);
  await convert(
    'odt',
    docs.map((_, index) => `word${index}.docx`),
  );
  await convert(
    'docx',
    docs.map((_, index) => `open${index}.odt`),
  );
  for (const [index, doc] of docs.entries()) {
    for (const [name, kind] of [[`word${index}.odt`, 'odt'] as const, [`open${index}.docx`, 'docx'] as const]) {
      const bytes = readFileSync(join(folder, 'out', name));
      assert.equal((await inspectUpload(bytes, name)).kind, kind);
      assert.equal(folded(await textOf(bytes, kind)), folded(plainText(doc)), name);
    }
  }
});
