import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PUBLIC, type Who } from '../who.ts';
import { sharedAnswers } from './shared.ts';

const ada: Who = { ...PUBLIC, kind: 'person', personId: 'ada', organisationId: 'council', roles: ['lead'] };
const ben: Who = { ...ada, personId: 'ben' };
const stranger: Who = { ...ada, personId: 'cai', organisationId: 'police' };

describe('shared answers', () => {
  const setting = (keepMs: number) => {
    let now = 0;
    let asked = 0;
    const answers = sharedAnswers(keepMs, () => now);
    return {
      answers,
      pass: (ms: number) => {
        now += ms;
      },
      ask: (who: Who, shared?: 'everybody' | 'colleagues', reach: 'partnership' | 'organisation' = 'partnership') =>
        answers.get({ name: 'x', ...(shared === undefined ? {} : { shared }) }, {}, who, reach, async () => {
          asked += 1;
          return asked;
        }),
    };
  };

  test('one that may be shared is worked out once for everybody, and again after a while', async () => {
    const { ask, pass } = setting(3000);
    assert.deepEqual(await Promise.all([ask(ada, 'everybody'), ask(ben, 'everybody'), ask(stranger, 'everybody')]), [1, 1, 1]);
    pass(2999);
    assert.equal(await ask(ben, 'everybody'), 1);
    pass(1);
    assert.equal(await ask(ben, 'everybody'), 2);
  });

  test('another reach, and another organisation where it matters, never get it', async () => {
    const { ask } = setting(3000);
    assert.equal(await ask(ada, 'everybody'), 1);
    assert.equal(await ask(ada, 'everybody', 'organisation'), 2);
    assert.equal(await ask(ada, 'colleagues'), 3);
    assert.equal(await ask(ben, 'colleagues'), 3);
    assert.equal(await ask(stranger, 'colleagues'), 4);
  });

  test('who has just changed something sees it, and so does everybody after them', async () => {
    const { ask, answers, pass } = setting(3000);
    assert.equal(await ask(ada, 'everybody'), 1);
    pass(10);
    answers.acted(ada, 'milestone.add');
    assert.equal(await ask(ben, 'everybody'), 1, 'who changed nothing');
    assert.equal(await ask(ada, 'everybody'), 2, 'begun in the same instant, it may not have the deed');
    assert.equal(await ask(ada, 'everybody'), 3);
    pass(1);
    assert.equal(await ask(ada, 'everybody'), 4);
    assert.equal(await ask(ada, 'everybody'), 4, 'begun after the deed, it has it');
    assert.equal(await ask(ben, 'everybody'), 4);
  });

  test('a deed that cannot have changed an answer leaves it', async () => {
    const { answers, pass } = setting(3000);
    let asked = 0;
    const ask = () => answers.get({ name: 'health', shared: 'everybody', unmovedBy: ['milestone'] }, {}, ada, 'partnership', async () => ++asked);
    assert.equal(await ask(), 1);
    pass(10);
    answers.acted(ada, 'milestone.add');
    assert.equal(await ask(), 1);
    answers.acted(ada, 'seat.add');
    pass(1);
    assert.equal(await ask(), 2);
    answers.acted(ada, 'milestone.add');
    assert.equal(await ask(), 2);
  });

  test('one that may not be shared, and a failure, are never kept', async () => {
    const { ask, answers } = setting(3000);
    assert.equal(await ask(ada), 1);
    assert.equal(await ask(ada), 2);
    const failing = () => answers.get({ name: 'y', shared: 'everybody' }, {}, ada, 'partnership', () => Promise.reject(new Error('away')));
    await assert.rejects(failing());
    assert.equal(await answers.get({ name: 'y', shared: 'everybody' }, {}, ada, 'partnership', async () => 'here'), 'here');
  });

  test('long questions are not kept, nor answers that are too old', async () => {
    let now = 0;
    const answers = sharedAnswers(3000, () => now);
    const megabytes = await heapAfter(async () => {
      for (let each = 0; each < 64; each += 1) {
        now += 3000;
        await answers.get({ name: 'x', shared: 'everybody' }, `${each} `.repeat(300_000), ada, 'partnership', async () => new Array(128 * 1024).fill(each));
      }
    });
    assert.ok(megabytes < 20, `${megabytes} MB stay`);
    assert.equal(await answers.get({ name: 'x', shared: 'everybody' }, '', ada, 'partnership', async () => 'here'), 'here');
  });
});

/** How many megabytes more are in use when the work is done. */
async function heapAfter(work: () => Promise<void>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  await work();
  collect();
  return Math.round((process.memoryUsage().heapUsed - before) / 2 ** 20);
}
