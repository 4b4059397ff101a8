// The stages of `npm test`: each runs programs, counts what passed, failed and was skipped, and says how long it took.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say, seconds } from './say.mjs';

/** @typedef {import('./reporter.mjs').Summary} Summary */

/** One check is one program that has to end with 0. What it printed is shown only when it did not. */
export async function check(name, program, args, { root, env }) {
  const begun = Date.now();
  const outcome = await capture(program, args, { cwd: root, env });
  say(`  ${name}: ${outcome.code === 0 ? 'passed' : 'FAILED'} (${seconds(begun)})`);
  if (outcome.code !== 0) say(`\n${outcome.text.trim()}\n`);
  return outcome.code === 0 ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [{ name, file: 'checks' }], skipped: [] };
}

function capture(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const keep = (chunk) => {
      text += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, text: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

/**
 * Runs test files with node:test and our reporter. The whole run is ended when it takes longer than `limitMs`, because a test that hangs
 * must fail and not hang the one who waits.
 *
 * @returns {Promise<Summary>}
 */
export async function runTests(node, files, { root, env, concurrency, limitMs }) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-test-'));
  const summaryPath = join(folder, 'summary.json');
  const args = [
    '--test',
    `--test-concurrency=${concurrency}`,
    '--test-timeout=300000',
    `--import=${new URL('property-seed.mjs', import.meta.url).href}`,
    `--test-reporter=${join(dirname(fileURLToPath(import.meta.url)), 'reporter.mjs')}`,
    '--test-reporter-destination=stdout',
    ...files,
  ];
  const { code, late } = await supervised(node, args, { cwd: root, env: { ...env, HEADWATER_TEST_SUMMARY: summaryPath } }, limitMs);
  const summary = readSummary(summaryPath);
  rmSync(folder, { recursive: true, force: true });
  if (late) return { ...summary, failed: [...summary.failed, { name: `ended after ${limitMs / 1000} s: something hangs`, file: 'node --test' }] };
  if (code !== 0 && summary.failed.length === 0)
    return { ...summary, failed: [{ name: `ended with code ${code} without a failing test`, file: 'node --test' }] };
  if (summary.passed === 0 && summary.failed.length === 0) return { ...summary, failed: [{ name: 'no test ran', file: 'node --test' }] };
  return summary;
}

/** Its own process group, so that ending it ends the browsers and servers that its tests started too. */
function supervised(program, args, options, limitMs) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    let late = false;
    const end = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It has gone already.
      }
    };
    const timer = setTimeout(() => {
      late = true;
      end('SIGKILL');
    }, limitMs);
    const interrupted = (signal) => {
      end('SIGKILL');
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    child.on('error', () => resolve({ code: 127, late }));
    child.on('exit', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({ code: code ?? 1, late });
    });
  });
}

function readSummary(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: [], skipped: [] };
  }
}

/** @param {Summary[]} summaries */
export function add(summaries) {
  return {
    passed: summaries.reduce((sum, one) => sum + one.passed, 0),
    failed: summaries.flatMap((one) => one.failed),
    skipped: summaries.flatMap((one) => one.skipped),
  };
}
