// The child of `mutate-methods.mjs`: loads the tests of a section once, with every mutant asleep in the sources, and runs them for one mutant after another.
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { folder, files, wake } = JSON.parse(process.argv[2]);

let awake = wake;
let seen;
globalThis.mutant = (id) => {
  seen?.add(id);
  return id === awake;
};

/** Tests as `node:test` was asked for them. */
const tests = [];
const collect = (name, ...rest) => {
  const options = typeof rest[0] === 'object' ? rest[0] : {};
  const run = rest.find((each) => typeof each === 'function');
  if (!options.skip && run) tests.push({ name, run });
};
collect.skip = () => {};
globalThis.collectTest = collect;

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'node:test' ? { url: 'headwater:collect', shortCircuit: true } : next(specifier, context)),
  load: (url, context, next) =>
    url === 'headwater:collect'
      ? {
          format: 'module',
          shortCircuit: true,
          source: 'export const test = globalThis.collectTest; export const it = test; export default test; export const describe = (_, run) => run();',
        }
      : next(url, context),
});

const load = (path) => import(pathToFileURL(join(folder, path)).href);
const context = { test: (_, run) => run(context), diagnostic: () => {} };

/** Runs one test; gives its failure, or null. */
async function failure({ run }) {
  try {
    await run(context);
    return null;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 200);
  }
}

const { default: fc } = await import(pathToFileURL(join(folder, 'node_modules/fast-check/lib/fast-check.js')).href).catch(() => import('fast-check'));
// A counter-example is enough: it need not be the smallest.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

const atImport = new Set();
seen = atImport;
try {
  for (const file of files) await load(file);
} catch (error) {
  // A mutant that is awake from the start may stop the module from loading at all.
  process.send({ kind: 'broken', why: String(error) });
  process.exit(0);
}
seen = undefined;

process.on('message', async (message) => {
  if (message.kind === 'cover') {
    const covered = [];
    for (const test of tests) {
      seen = new Set();
      const from = performance.now();
      const why = await failure(test);
      covered.push({ name: test.name, ms: performance.now() - from, why, mutants: [...seen] });
      seen = undefined;
    }
    process.send({ kind: 'covered', tests: covered, atImport: [...atImport] });
  } else {
    awake = message.id;
    let killer = null;
    for (const index of message.order) {
      process.send({ kind: 'at', index });
      if ((await failure(tests[index])) === null) continue;
      killer = index;
      break;
    }
    awake = wake;
    // A test that now fails with all asleep has been spoilt by something left behind.
    const spoilt = killer !== null && wake === undefined && (await failure(tests[killer])) !== null;
    process.send({ kind: 'done', killer: killer === null ? null : tests[killer].name, spoilt });
  }
});
process.send({ kind: 'ready' });
