import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { HeadwaterError } from '../errors.ts';
import { homeDir, openHome, readManifest } from './home.ts';

const made: string[] = [];
after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-home-'));
  made.push(dir);
  return dir;
}

const coded = (code: string) => (error: unknown) => error instanceof HeadwaterError && error.code === code;

test('the folder is the flag, else HEADWATER_HOME, else .headwater', () => {
  assert.equal(homeDir('/a', { HEADWATER_HOME: '/b' }), '/a');
  assert.equal(homeDir(undefined, { HEADWATER_HOME: '/b' }), '/b');
  assert.equal(homeDir(undefined, {}), join(process.cwd(), '.headwater'));
});

test('a home is made once, with a secret that only its owner reads and that never changes', () => {
  const dir = join(folder(), 'new', 'home');
  assert.throws(() => openHome(dir), coded('home-missing'));
  const home = openHome(dir, { create: true });
  assert.equal(statSync(home.paths.secret).mode & 0o777, 0o600);
  assert.equal(home.secret.length, 32);
  assert.deepEqual(openHome(dir, { create: true }).secret, home.secret);
  assert.deepEqual(readManifest(home), { version: 1, sequence: 0, current: null, snapshots: [], deliveries: [] });
});

test('a home of which the making was cut short is finished', () => {
  const dir = join(folder(), 'home');
  const { secret } = openHome(dir, { create: true });
  rmSync(join(dir, 'manifest.json'));
  assert.throws(() => openHome(dir), coded('home-missing'));
  assert.deepEqual(openHome(dir, { create: true }).secret, secret);
});

test('a file, or a folder of something else, is not taken for a home', () => {
  const dir = folder();
  const file = join(dir, 'file');
  writeFileSync(file, 'x');
  assert.throws(() => openHome(file, { create: true }), coded('home-is-file'));
  for (const create of [true, false]) assert.throws(() => openHome(dir, { create }), coded('home-foreign'));
  assert.ok(!existsSync(join(dir, 'manifest.json')));
});

test('a folder that may not be written to is a clear error', { skip: process.getuid?.() === 0 ? 'the superuser may write anywhere' : false }, () => {
  const dir = folder();
  chmodSync(dir, 0o555);
  assert.throws(() => openHome(join(dir, 'home'), { create: true }), coded('home-unwritable'));
  chmodSync(dir, 0o755);
});

test('a secret of the wrong length, or none, is named when it is needed and not before', () => {
  const home = openHome(join(folder(), 'home'), { create: true });
  writeFileSync(home.paths.secret, 'short');
  assert.throws(() => openHome(home.dir).secret, coded('secret-damaged'));
  rmSync(home.paths.secret);
  assert.throws(() => openHome(home.dir).secret, coded('secret-unreadable'));
  assert.equal(readManifest(openHome(home.dir)).sequence, 0);
});

test('a manifest that is cut off, of another shape, or that points out of the home is damaged; a later version asks for an update', () => {
  const home = openHome(join(folder(), 'home'), { create: true });
  const good = JSON.parse(readFileSync(home.paths.manifest, 'utf8')) as object;
  const file = {
    name: '../secret.duckdb',
    dataset: 'street',
    rows: 0,
    bytes: 0,
    sha256: '0'.repeat(64),
    from: null,
    to: null,
    contractVersion: '1',
    coverage: {},
    notes: [],
  };
  const outside = { ...good, current: 's1', snapshots: [{ id: 's1', at: '2026-01-01T00:00:00.000Z', live: [], files: { street: file } }] };
  for (const text of ['', '{"version": 1', '[]', JSON.stringify({ ...good, current: 's9' }), JSON.stringify(outside)]) {
    writeFileSync(home.paths.manifest, text);
    assert.throws(() => readManifest(home), coded('manifest-damaged'), text);
  }
  writeFileSync(home.paths.manifest, JSON.stringify({ ...good, version: 2 }));
  assert.throws(() => readManifest(home), coded('manifest-newer'));
  rmSync(home.paths.manifest);
  mkdirSync(home.paths.manifest);
  assert.throws(() => readManifest(home), coded('manifest-unreadable'));
});

test('what a later version adds to the manifest is carried through', () => {
  const home = openHome(join(folder(), 'home'), { create: true });
  const good = JSON.parse(readFileSync(home.paths.manifest, 'utf8')) as object;
  writeFileSync(home.paths.manifest, JSON.stringify({ ...good, added: { later: true } }));
  assert.deepEqual({ ...readManifest(home) }, { ...good, added: { later: true } });
});
