import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { missingPackages } from './packages.mjs';

const root = mkdtempSync(join(tmpdir(), 'headwater-packages-'));
after(() => rmSync(root, { recursive: true, force: true }));

const LOCKED = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0', dev: true },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
};

function lay(held) {
  rmSync(join(root, 'node_modules'), { recursive: true, force: true });
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: LOCKED }));
  if (held === undefined) return;
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: held }));
  for (const path of Object.keys(held)) {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'package.json'), '{}');
  }
}

test('on a fresh clone everything is missing but what belongs to other platforms', () => {
  lay(undefined);
  assert.deepEqual(missingPackages(root, { dev: true }), ['node_modules/a', 'node_modules/b']);
  assert.deepEqual(missingPackages(root, { dev: false }), ['node_modules/a']);
});

test('nothing is missing after an installation', () => {
  lay({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } });
  assert.deepEqual(missingPackages(root, { dev: true }), []);
});

test('another version, and a folder that was deleted behind npm’s back, are missing', () => {
  lay({ 'node_modules/a': { version: '0.9.0' }, 'node_modules/b': { version: '2.0.0' } });
  rmSync(join(root, 'node_modules', 'b'), { recursive: true });
  assert.deepEqual(missingPackages(root, { dev: true }), ['node_modules/a', 'node_modules/b']);
});
