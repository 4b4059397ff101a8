import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTurns } from './turns.ts';

test('other work comes in between two pieces, and what can be finished goes first', async () => {
  const turn = takeTurns();
  const order: string[] = [];
  const note = (name: string) => () => void order.push(name);
  const all = [turn.begin(note('begin 1')), turn.begin(note('begin 2')), turn.begin(note('begin 3')), turn.finish(note('finish 1'))];
  assert.deepEqual(order, ['begin 1'], 'the first at once');
  let between = 0;
  const tick = (): void => {
    between += 1;
    if (order.length < 4) setImmediate(tick);
  };
  setImmediate(tick);
  await Promise.all(all);
  assert.deepEqual(order, ['begin 1', 'finish 1', 'begin 2', 'begin 3']);
  assert.ok(between >= 2, `${between} turns for others`);
});

test('a piece that fails tells its own caller, and the next goes on', async () => {
  const turn = takeTurns();
  const failed = turn.finish(() => {
    throw new Error('not drawn');
  });
  const done = turn.finish(() => 'drawn');
  await assert.rejects(failed, /not drawn/);
  assert.equal(await done, 'drawn');
  assert.equal(await turn.begin(() => 1), 1);
});
