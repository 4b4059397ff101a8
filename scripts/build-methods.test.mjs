// The package as somebody else's project has it: compiled, in node_modules, with its types.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

test('another project can import headwater/methods, with types', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-consumer-'));
  try {
    const own = join(folder, 'node_modules', 'headwater');
    mkdirSync(own, { recursive: true });
    copyFileSync(join(root, 'package.json'), join(own, 'package.json'));
    const run = (args) => {
      const done = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      assert.equal(done.status, 0, `${done.stdout}\n${done.stderr}`);
      return done.stdout;
    };
    run([join(root, 'scripts', 'build-methods.mjs'), join(own, 'lib')]);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const source = `import { wilson, method, MethodError } from 'headwater/methods';
const share: number = wilson(65, 100).lower;
let refused = '';
try { wilson(101, 100); } catch (error) { if (error instanceof MethodError) refused = error.code; }
console.log(JSON.stringify([share.toFixed(4), method('proportion')?.call({ events: 65, n: 100 })['value'], refused]));
`;
    writeFileSync(join(folder, 'use.mjs'), source.replace(': number', ''));
    assert.deepEqual(JSON.parse(run(['use.mjs'])), ['0.5525', 0.65, 'more-events-than-people']);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'use.ts'), source);
    const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2024', skipLibCheck: true, types: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    run([join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
