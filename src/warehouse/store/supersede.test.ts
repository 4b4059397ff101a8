import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Covering, type Fresh, supersede } from './supersede.ts';

const covering = (id: string, covers: readonly string[], rows = 10): Covering => ({
  id,
  fileName: `${id}.csv`,
  dataset: 'street',
  covers: new Map(covers.map((key) => [key, rows])),
});
const fresh = (id: string, covers: readonly string[], more: { part?: boolean; rows?: number } = {}): Fresh => ({
  ...covering(id, covers, more.rows),
  part: more.part ?? false,
});

test('months that nobody holds are simply taken', () => {
  const { accepted, refused } = supersede([covering('d1', ['a 1'])], [fresh('d2', ['a 2'])]);
  assert.deepEqual(accepted, [{ id: 'd2', replaces: [], warnings: [] }]);
  assert.deepEqual(refused, []);
});

test('a delivery of another dataset is never touched', () => {
  const { accepted } = supersede([{ ...covering('d1', ['a 1']), dataset: 'stop' }], [fresh('d2', ['a 1'])]);
  assert.deepEqual(accepted[0]?.replaces, []);
});

test('several files that together cover an earlier one replace it; without one of them they do not', () => {
  const live = [covering('d1', ['a 1', 'a 2'])];
  const both = supersede(live, [fresh('d2', ['a 1']), fresh('d3', ['a 2'])]);
  assert.deepEqual(
    both.accepted.map(({ replaces }) => replaces),
    [[{ earlier: 'd1' }], [{ earlier: 'd1' }]],
  );
  assert.deepEqual(
    supersede(live, [fresh('d2', ['a 1'])]).refused.map(({ error }) => error.code),
    ['overlap'],
  );
});

test('when one of the files that cover an earlier delivery is refused, the others are too', () => {
  const live = [covering('d1', ['a 1', 'a 2']), covering('d2', ['a 3', 'a 4'])];
  // d4 also reaches into d2 without covering it, so d1 would be left half covered.
  const { accepted, refused } = supersede(live, [fresh('d3', ['a 1']), fresh('d4', ['a 2', 'a 3'])]);
  assert.deepEqual(accepted, []);
  assert.deepEqual(refused.map(({ id }) => id).sort(), ['d3', 'd4']);
});

test('the refusal names the earlier delivery and what it holds besides', () => {
  const { refused } = supersede([covering('d1', ['norfolk 2018-10', 'norfolk 2018-11'])], [fresh('d2', ['norfolk 2018-10'])]);
  assert.equal(refused[0]?.error.message, 'd2.csv holds norfolk 2018-10, which delivery d1 (d1.csv) also holds together with norfolk 2018-11.');
  assert.match(refused[0]?.error.advice ?? '', /--part/);
});

test('whatever is delivered, at most one live delivery covers a partition, and every partition taken is covered', () => {
  const months = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 }).map((list) => list.map((n) => `a ${n}`));
  const batches = fc.array(fc.array(fc.record({ months, part: fc.boolean(), rows: fc.integer({ min: 1, max: 100 }) }), { minLength: 1, maxLength: 3 }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(batches, (plan) => {
      let live: Covering[] = [];
      let count = 0;
      for (const batch of plan) {
        const files = batch.map(({ months: covers, part, rows }) => fresh(`d${++count}`, covers, { part, rows }));
        const { accepted, refused } = supersede(live, files);
        assert.equal(accepted.length + refused.length, files.length);
        for (const { replaces } of accepted) {
          for (const { earlier, partitions } of replaces) {
            live = live.flatMap((one) => {
              if (one.id !== earlier) return [one];
              const left = [...one.covers].filter(([key]) => partitions !== undefined && !partitions.includes(key));
              return left.length > 0 ? [{ ...one, covers: new Map(left) }] : [];
            });
          }
        }
        const taken = files.filter((file) => accepted.some(({ id }) => id === file.id));
        const before = new Set(live.flatMap((one) => [...one.covers.keys()]));
        for (const file of taken) for (const key of file.covers.keys()) assert.ok(!before.has(key), `${key} twice`);
        live = [...live, ...taken];
        const held = live.flatMap((one) => [...one.covers.keys()]);
        assert.equal(new Set(held).size, held.length);
      }
    }),
    { numRuns: 300 },
  );
});
