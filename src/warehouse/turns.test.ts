import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTurns } from './turns.ts';

test('the first piece runs at once, and other work comes in between the next', async () => {
  const inTurn = takeTurns();
  const order: string[] = [];
  const note = (name: string) => () => void order.push(name);
  const all = [inTurn(note('one')), inTurn(note('two')), inTurn(note('three')), inTurn(note('four'))];
  assert.deepEqual(order, ['one']);
  let between = 0;
  const tick = (): void => {
    between += 1;
    if (order.length < 4) setImmediate(tick);
  };
  setImmediate(tick);
  await Promise.all(all);
  assert.deepEqual(order, ['one', 'two', 'three', 'four']);
  assert.ok(between >= 2, `${between} turns for others`);
});

test('a piece that fails tells its own caller, and the next goes on', async () => {
  const inTurn = takeTurns();
  const failed = inTurn(() => {
    throw new Error('not drawn');
  });
  const done = inTurn(() => 'drawn');
  await assert.rejects(failed, /not drawn/);
  assert.equal(await done, 'drawn');
  assert.equal(await inTurn(() => 1), 1);
});
