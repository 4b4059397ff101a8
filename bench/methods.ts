/**
 * `npm run bench:methods [NAME ...]`: the methods whose speed is promised, with the size of the work, the median of several runs and the median wanted.
 * One core: everything here runs on the one thread that calls it. Where a peer is named it runs the same work in the same process, and the ratio is printed.
 */
import { quantile } from './lib/measure.ts';
import type { BenchCase } from './methods/case.ts';
import { disclosureCases } from './methods/disclosure.ts';
import { evaluationCases } from './methods/evaluation.ts';
import { linkageCases } from './methods/linkage.ts';
import { placeCases } from './methods/place.ts';
import { timeCases } from './methods/time.ts';

const CASES: readonly BenchCase[] = [...timeCases, ...placeCases, ...evaluationCases, ...linkageCases, ...disclosureCases];
/** A case is run until it has taken this long, at least thrice and at most so many times. */
const ENOUGH_MS = 3000;
const AT_MOST = 15;

/** Median wall and processor time of a run, in seconds, after one run that is not counted. */
function timed(run: () => unknown): { wall: number; cpu: number; runs: number } {
  let kept: unknown = run();
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let total = 0; walls.length < 3 || (total < ENOUGH_MS && walls.length < AT_MOST); ) {
    const cpu = process.cpuUsage();
    const from = performance.now();
    kept = run();
    const took = performance.now() - from;
    const used = process.cpuUsage(cpu);
    walls.push(took / 1000);
    cpus.push((used.user + used.system) / 1e6);
    total += took;
  }
  if (kept === undefined) throw new Error('a case of the benchmark must give its result');
  return { wall: quantile(walls, 0.5), cpu: quantile(cpus, 0.5), runs: walls.length };
}

const seconds = (value: number): string => (value < 0.1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`);
const named = process.argv.slice(2);
let missed = 0;
for (const each of CASES.filter((one) => named.length === 0 || named.some((name) => one.name.includes(name)))) {
  const { run, peer } = each.prepare();
  const own = timed(run);
  const ok = own.wall <= each.wanted;
  if (!ok) missed += 1;
  const parts = [`median ${seconds(own.wall)}`, `processor ${seconds(own.cpu)}`, `wanted ${seconds(each.wanted)}`, `${own.runs} runs`, ok ? 'met' : 'MISSED'];
  if (peer) parts.push(`${peer.name}: ${(timed(peer.run).wall / own.wall).toFixed(1)} x as long`);
  console.log(`${each.name}, ${each.size}: ${parts.join(', ')}`);
}
console.log(missed === 0 ? 'Every speed that is wanted was met.' : `${missed} missed.`);
