import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Io } from './io.ts';
import { makeProgress } from './progress.ts';

function record(terminal: boolean): { io: Io; lines: string[]; raw: string[] } {
  const lines: string[] = [];
  return { io: { out: () => {}, write: () => {}, err: (text) => void lines.push(text), input: async () => '', terminal, env: {} }, lines, raw: [] };
}

test('piped, there are plain lines now and then and no control characters', () => {
  const { io, lines, raw } = record(false);
  let clock = 0;
  const progress = makeProgress(
    io,
    (text) => void raw.push(text),
    () => clock,
  );
  for (clock = 0; clock < 12_000; clock += 100) progress.at(`row ${clock}`);
  progress.note('done');
  progress.end();
  assert.deepEqual(lines, ['row 0', 'row 5000', 'row 10000', 'done']);
  assert.deepEqual(raw, []);
});

test('on a terminal one line is drawn over, and taken away before a line that stays', () => {
  const { io, lines, raw } = record(true);
  let clock = 0;
  const progress = makeProgress(
    io,
    (text) => void raw.push(text),
    () => clock,
  );
  progress.at('a');
  clock = 10;
  progress.at('too soon');
  clock = 200;
  progress.at('b');
  progress.note('done');
  progress.end();
  assert.deepEqual(raw, ['a', '\r\u001b[2K', 'b', '\r\u001b[2K']);
  assert.deepEqual(lines, ['done']);
});
