// A reporter of node:test: failures in full, one line a file, and a summary in the file that HEADWATER_TEST_SUMMARY names.
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inspect, stripVTControlCharacters } from 'node:util';

/** @typedef {{ passed: number, failed: { name: string, file: string }[], skipped: { name: string, file: string, reason: string }[] }} Summary */

export default async function* reporter(source) {
  /** @type {Summary} */
  const summary = { passed: 0, failed: [], skipped: [] };
  const files = new Map();
  const output = new Map();
  // After every test, so that a run which has to be ended still tells what it did.
  const save = () => {
    const target = process.env.HEADWATER_TEST_SUMMARY;
    if (target) writeFileSync(target, JSON.stringify(summary));
  };
  save();
  for await (const { type, data } of source) {
    const file = data?.file === undefined ? '' : relative(process.cwd(), data.file);
    if (type === 'test:stdout' || type === 'test:stderr' || (type === 'test:diagnostic' && file))
      output.set(file, `${output.get(file) ?? ''}${data.message}${type === 'test:diagnostic' ? '\n' : ''}`.slice(-8_000));
    if (type === 'test:summary' && file) yield fileLine(file, files.get(file), data.duration_ms);
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    const verdict = judge(type, data);
    const tally = files.get(file) ?? { passed: 0, failed: 0, skipped: 0 };
    files.set(file, tally);
    if (verdict === 'ignored') continue;
    tally[verdict] += 1;
    if (verdict === 'passed') summary.passed += 1;
    if (verdict === 'skipped') summary.skipped.push({ name: data.name, file, reason: reason(data) });
    if (verdict === 'failed') {
      summary.failed.push({ name: data.name, file });
      yield failure(file, data, output.get(file));
    }
    save();
  }
}

/** A parent that failed because a child did is not counted twice. A file without a single test is a mistake, so it fails. */
function judge(type, data) {
  if (data.skip !== undefined || data.todo !== undefined) return 'skipped';
  if (type === 'test:fail') return data.details?.error?.failureType === 'subtestsFailed' ? 'ignored' : 'failed';
  return isWholeFile(data) ? 'failed' : 'passed';
}

function isWholeFile(data) {
  return data.nesting === 0 && data.file !== undefined && resolve(data.name) === resolve(data.file);
}

function reason(data) {
  const given = data.skip ?? data.todo;
  return typeof given === 'string' && given !== '' ? given : data.todo === undefined ? 'no reason given' : 'to be done';
}

function fileLine(file, tally, milliseconds) {
  if (!tally) return '';
  const parts = [`${tally.passed} passed`, tally.failed > 0 && `${tally.failed} FAILED`, tally.skipped > 0 && `${tally.skipped} skipped`].filter(Boolean);
  return `  ${file}: ${parts.join(', ')} (${(milliseconds / 1000).toFixed(1)} s)\n`;
}

function failure(file, data, output) {
  const error = data.details?.error;
  const what = error === undefined ? 'this file holds no tests' : describe(error.cause ?? error);
  const said = isWholeFile(data) && output ? `\n    it printed:\n${indent(output.trim())}` : '';
  return `\n  FAILED ${file}: ${data.name}\n${indent(what)}${said}\n\n`;
}

function describe(cause) {
  return cause instanceof Error ? (cause.stack ?? cause.message) : typeof cause === 'string' ? cause : inspect(cause);
}

function indent(text) {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
