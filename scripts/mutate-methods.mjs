// `node scripts/mutate-methods.mjs [--section rates|disproportionality|disclosure] [--sample N --seed S] [--file NAME]`: changes the arithmetic of the statistics library in one place
// after another and sees whether its own tests notice. Prints the score and every change that went unnoticed. docs/methods/mutation.md keeps the results.
//
// All mutants of a section are written into one copy of its sources, asleep; a child process loads the tests once and wakes one mutant at a time, running only the tests that
// reach it, quickest first. That takes minutes where a test run for each mutant would take hours. The reference results outside the repository are not used.
import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EQUIVALENT } from './lib/mutate-equivalents.mjs';
import { instrument } from './lib/mutate-instrument.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SECTIONS = ['rates', 'disproportionality', 'disclosure'];
const { values } = parseArgs({
  options: {
    section: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string' },
    again: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});

const sections = values.section === undefined ? SECTIONS : values.section.split(',');
for (const section of sections) if (!SECTIONS.includes(section)) throw new Error(`there is no section ${section}: ${SECTIONS.join(', ')}`);
const found = [];
for (const section of sections) found.push(await mutate(section));
if (found.length > 1) print('all', found.flat());

/** Wakes the mutants of a section one by one; gives them with what became of each. */
async function mutate(section) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-mutants-'));
  try {
    const { mutants, tests } = prepare(section, folder);
    const child = await start(folder, tests);
    const covered = await ask(child, { kind: 'cover' }, () => 600_000);
    if (covered === 'timeout') throw new Error('the tests take more than ten minutes as they are');
    const failing = covered.tests.filter(({ why }) => why !== null);
    if (failing.length > 0) throw new Error(`the tests fail before anything is changed: ${failing.map(({ name, why }) => `${name} (${why})`).join('; ')}`);
    const fixed = new Set(covered.atImport);
    const reach = new Map();
    covered.tests.forEach(({ mutants: ids, ms }, index) => {
      for (const id of ids) reach.set(id, [...(reach.get(id) ?? []), { index, ms }]);
    });
    const all = covered.tests.map(({ ms }, index) => ({ index, ms }));
    const runner = { child, folder, tests };
    const chosen = sampled(
      unnoticed(mutants).filter(({ file }) => values.file === undefined || basename(file) === values.file || basename(file) === `${values.file}.ts`),
    );
    for (const each of chosen) {
      if (fixed.has(each.id)) await wakeFromStart(runner, each, all);
      else await wake(runner, each, reach.get(each.id) ?? []);
      // A mutant that is said to change nothing must have gone unnoticed to count as such.
      if (each.state === 'survived' && isEquivalent(each)) each.state = 'equivalent';
      if (values.verbose) console.log(`${each.state} ${told(each)}${each.by === undefined ? '' : ` by ${each.by}`}`);
    }
    runner.child.kill('SIGKILL');
    print(section, chosen);
    return chosen;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isEquivalent({ file, source, from, to }) {
  return EQUIVALENT.some((known) => known.file === file && known.source === source && known.from === from && known.to === to);
}

/** A copy of src/methods with the mutants of one section in it. */
function prepare(section, folder) {
  cpSync(join(root, 'src/methods'), join(folder, 'src/methods'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const mutants = [];
  const place = join(folder, 'src/methods', section);
  for (const name of readdirSync(place).filter(isArithmetic)) {
    const made = instrument(`src/methods/${section}/${name}`, readFileSync(join(place, name), 'utf8'), mutants.length);
    mutants.push(...made.mutants);
    writeFileSync(join(place, name), made.text);
  }
  const tests = readdirSync(place)
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.oracle.test.ts'))
    .map((name) => `src/methods/${section}/${name}`);
  return { mutants, tests };
}

/** Sources with numbers in them: not the tests, nor the registry's words, nor lists of exports. */
function isArithmetic(name) {
  return name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(methods|index|from-rates)\b/.test(name) && !name.endsWith('.d.ts');
}

/** Of a run that was written down (--verbose) the mutants that were noticed need not be run again (--again FILE). */
function unnoticed(mutants) {
  if (values.again === undefined) return mutants;
  const lines = new Set(
    readFileSync(values.again, 'utf8')
      .split('\n')
      .filter((line) => /^(survived|not reached) /.test(line))
      .map((line) => line.replace(/^(survived|not reached) +/, '')),
  );
  return mutants.filter((mutant) => lines.has(told(mutant)));
}

function sampled(mutants) {
  const size = Number(values.sample ?? mutants.length);
  let state = Number(values.seed) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return mutants
    .map((mutant) => [random(), mutant])
    .sort(([a], [b]) => a - b)
    .slice(0, size)
    .map(([, mutant]) => mutant)
    .sort((a, b) => a.id - b.id);
}

function start(folder, files, awake) {
  return new Promise((resolve, reject) => {
    const child = fork(join(root, 'scripts/lib/mutate-runner.mjs'), [JSON.stringify({ folder, files, wake: awake })], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(null);
    }, 60_000);
    child.once('message', (message) => {
      clearTimeout(limit);
      resolve(message.kind === 'broken' ? null : child);
    });
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(limit);
      resolve(null);
    });
  });
}

/** Sends a message and waits for what comes of it. `limitOf` gives the milliseconds allowed for a test (undefined: before the first). */
function ask(child, message, limitOf) {
  return new Promise((resolve) => {
    let limit;
    const wait = (test) => {
      clearTimeout(limit);
      limit = setTimeout(() => end('timeout'), limitOf(test));
    };
    const end = (answer) => {
      clearTimeout(limit);
      child.off('message', heard);
      child.off('exit', gone);
      resolve(answer);
    };
    const heard = (answer) => (answer.kind === 'at' ? wait(answer.index) : end(answer));
    const gone = () => end('gone');
    child.on('message', heard);
    child.on('exit', gone);
    wait(undefined);
    child.send(message);
  });
}

function ordered(reached) {
  return [...reached].sort((a, b) => a.ms - b.ms);
}

/** Eight times what a test takes with nothing changed, and two seconds: a loop that has lost its end does not come back sooner. */
function limits(reached) {
  return (test) => 2000 + 8 * (reached.find(({ index }) => index === test)?.ms ?? 0);
}

/** Wakes a mutant in the child that is there; a child that hangs, dies or is spoilt is replaced. */
async function wake(runner, mutant, reached) {
  if (reached.length === 0) {
    mutant.state = 'not reached';
    return;
  }
  const order = ordered(reached).map(({ index }) => index);
  for (let again = 0; ; again++) {
    const answer = await ask(runner.child, { kind: 'run', id: mutant.id, order }, limits(reached));
    if (answer === 'timeout' || answer === 'gone' || answer.spoilt) {
      runner.child.kill('SIGKILL');
      runner.child = await start(runner.folder, runner.tests);
      // Spoilt by this mutant or by one before it: a new child tells.
      if (answer.spoilt && again === 0) continue;
    }
    mutant.state = answer === 'timeout' ? 'timeout' : answer === 'gone' || answer.killer !== null ? 'killed' : 'survived';
    mutant.by = answer.killer ?? undefined;
    return;
  }
}

/** A mutant of something that is worked out while modules load must be awake from the start. */
async function wakeFromStart({ folder, tests }, mutant, all) {
  const child = await start(folder, tests, mutant.id);
  if (child === null) {
    mutant.state = 'killed';
    return;
  }
  const order = ordered(all).map(({ index }) => index);
  const answer = await ask(child, { kind: 'run', id: mutant.id, order }, limits(all));
  child.kill('SIGKILL');
  mutant.state = answer === 'timeout' ? 'timeout' : answer === 'gone' || answer.killer !== null ? 'killed' : 'survived';
  mutant.by = answer.killer ?? undefined;
}

function told({ file, line, column, from, to }) {
  return `${file}:${line}:${column}  ${from}  ->  ${to}`;
}

function print(title, mutants) {
  const of = (...states) => mutants.filter(({ state }) => states.includes(state));
  const left = of('survived', 'not reached');
  const counted = mutants.length - of('equivalent').length;
  const caught = of('killed', 'timeout').length;
  for (const each of found.length > 0 && title === 'all' ? [] : left) console.log(`${each.state === 'survived' ? 'survived   ' : 'not reached'} ${told(each)}`);
  const files = [...new Set(mutants.map(({ file }) => file))];
  if (title !== 'all')
    for (const file of files) {
      const own = mutants.filter((each) => each.file === file && each.state !== 'equivalent');
      console.log(`${file}: ${own.filter(({ state }) => state === 'killed' || state === 'timeout').length} of ${own.length}`);
    }
  console.log(
    `${title}: ${mutants.length} mutants, ${of('killed').length} killed, ${of('timeout').length} timed out, ${of('survived').length} survived, ${of('not reached').length} not reached, ${of('equivalent').length} equivalent: score ${((100 * caught) / Math.max(1, counted)).toFixed(1)} %`,
  );
}
