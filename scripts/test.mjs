// `npm test`: sets itself up, then checks types, style, layers and dead code, and runs the unit, integration and browser tests.
// Ends with one line, `N passed, N failed, N skipped`. Runs on Node 20 or later with nothing installed.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPILED } from './lib/child.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { findNode } from './lib/runtime.mjs';
import { run, Stop, say, seconds } from './lib/say.mjs';
import { add, check, runTests } from './lib/stage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const CONCURRENCY = 2;
// A stage takes three to six minutes on two free cores; on busy ones far longer. Beyond this it hangs.
const LIMIT_MS = 1_500_000;

await run(async () => {
  const begun = Date.now();
  await ensurePackages(root, { dev: true });
  const node = await findNode(root);
  const chromium = await ensureChromium();
  // Hundreds of processes load the same source: each compiles only what none has compiled yet.
  const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env, CHROMIUM_PATH: chromium, HEADWATER_NODE: node, FORCE_COLOR: '0' };
  say(`Ready in ${seconds(begun)}.`);

  const options = { root, env, concurrency: CONCURRENCY, limitMs: LIMIT_MS };
  const stages = {
    checks: ['Checks', () => checks(node, env)],
    unit: ['Unit and integration tests', () => runTests(node, testFiles(['src', 'scripts', 'bench']), options)],
    browser: ['Browser tests', () => runTests(node, testFiles(['tests']), options)],
  };
  const summaries = [];
  for (const name of wanted(Object.keys(stages))) {
    const [title, work] = stages[name];
    const start = Date.now();
    say(`\n${title}`);
    summaries.push(await work());
    say(`${title}: ${seconds(start)}`);
  }
  return report(add(summaries), begun);
});

/** Every stage, or those named: `npm test -- unit`. */
function wanted(known) {
  const named = process.argv.slice(2);
  const strange = named.find((name) => !known.includes(name));
  if (strange !== undefined) throw new Stop(`There is no stage “${strange}”.`, `The stages are: ${known.join(', ')}.`, 2);
  return named.length === 0 ? known : named;
}

/** Two at a time, as many as the smallest machine has cores. */
async function checks(node, env) {
  const bin = (name) => join(root, 'node_modules', '.bin', name);
  const script = (path) => join(root, 'node_modules', path);
  const queue = [
    ['types of the server', node, [script('typescript/bin/tsc'), '-p', root]],
    ['types of the browser scripts', node, [script('typescript/bin/tsc'), '-p', join(root, 'src', 'web', 'client')]],
    ['types of tests and benches', node, [script('typescript/bin/tsc'), '-p', join(root, 'tests')]],
    ['lint', bin('biome'), ['lint', '--error-on-warnings', '--colors=off', '--max-diagnostics=50', root]],
    [
      'layers',
      node,
      [script('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src', 'bench', 'tests'],
    ],
    ['unused code and packages', node, [script('knip/bin/knip.js'), '--no-progress']],
  ];
  const summaries = [];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) summaries.push(await check(...next, { root, env }));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return add(summaries);
}

function testFiles(folders) {
  const files = folders.flatMap((folder) => list(join(root, folder))).filter((path) => /\.test\.(ts|mjs)$/.test(path));
  if (files.length === 0) throw new Stop(`There is not one test file in ${folders.join(', ')}.`);
  return files.sort();
}

function list(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? list(path) : [path];
  });
}

function report(sum, begun) {
  if (sum.skipped.length > 0) say('\nSkipped:');
  for (const one of sum.skipped) say(`  ${one.file}: ${one.name} (${one.reason})`);
  if (sum.failed.length > 0) say('\nFailed:');
  for (const one of sum.failed) say(`  ${one.file}: ${one.name}`);
  say(`\n${seconds(begun)} in all.`);
  process.stdout.write(`${sum.passed} passed, ${sum.failed.length} failed, ${sum.skipped.length} skipped\n`);
  return sum.failed.length === 0 ? 0 : 1;
}
