import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { add, check, runTests } from './stage.mjs';

const root = mkdtempSync(join(tmpdir(), 'headwater-stage-'));
after(() => rmSync(root, { recursive: true, force: true }));

function file(name, text) {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

// A runner inside a runner refuses to run, unless it does not know.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_TEST_CONTEXT'));
const run = (files, limitMs = 60_000) => runTests(process.execPath, files, { root, env, concurrency: 1, limitMs });

test('what passed, failed and was skipped is counted, suites and parents once', async () => {
  const path = file(
    'mixed.test.mjs',
    `import { describe, it, test } from 'node:test';
     test('passes', () => {});
     test('has no data', { skip: 'no data here' }, () => {});
     test('parent', async (t) => { await t.test('child fails', () => { throw new Error('no'); }); });
     describe('suite', () => { it('is in a suite', () => {}); });`,
  );
  const summary = await run([path]);
  assert.equal(summary.passed, 2);
  assert.deepEqual(
    summary.failed.map((one) => one.name),
    ['child fails'],
  );
  assert.deepEqual(
    summary.skipped.map((one) => [one.name, one.reason]),
    [['has no data', 'no data here']],
  );
});

test('a file that cannot be loaded, one without tests and one that throws too late are failures', async () => {
  const summary = await run([
    file('broken.test.mjs', 'import "./not-there.mjs";'),
    file('empty.test.mjs', 'console.log("no tests");'),
    file('late.test.mjs', 'import { test } from "node:test"; test("fine", () => {}); setTimeout(() => { throw new Error("late"); }, 50);'),
  ]);
  assert.equal(summary.passed, 1);
  assert.equal(summary.failed.length, 3);
});

test('a run that hangs is ended and fails', async () => {
  const summary = await run(
    [
      file('before.test.mjs', 'import { test } from "node:test"; test("passes", () => {});'),
      file('hang.test.mjs', 'import { test } from "node:test"; test("hangs", () => new Promise(() => { setInterval(() => {}, 1000); }));'),
    ],
    1_500,
  );
  assert.equal(summary.passed, 1);
  assert.match(summary.failed.map((one) => one.name).join(), /something hangs/);
});

test('a check counts one, by its exit code', async () => {
  const pass = await check('good', process.execPath, ['-e', ''], { root, env });
  const fail = await check('bad', process.execPath, ['-e', 'process.exit(3)'], { root, env });
  const sum = add([pass, fail]);
  assert.equal(sum.passed, 1);
  assert.deepEqual(sum.failed, [{ name: 'bad', file: 'checks' }]);
});
