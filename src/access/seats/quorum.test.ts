import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type QuorumSeat, quorumOf } from './quorum.ts';

const DAY = '2026-03-02';
const seat = (id: string, more: Partial<QuorumSeat> = {}): QuorumSeat => ({
  id,
  seat: 'police',
  personId: `person ${id}`,
  voting: true,
  fromOn: '2026-01-01',
  toOn: null,
  ...more,
});

describe('quorum', () => {
  const seats = [seat('a'), seat('b', { seat: 'health' }), seat('c', { seat: 'youth-offending-team' }), seat('d', { seat: 'education', personId: null })];

  test('needs the number and the seats that the rule names', () => {
    const rule = { count: 2, seats: ['youth-offending-team'] };
    assert.deepEqual(quorumOf(seats, ['a', 'c'], rule, DAY), { quorate: true, present: 2, needed: 2, missingSeats: [] });
    assert.deepEqual(quorumOf(seats, ['a', 'b'], rule, DAY), { quorate: false, present: 2, needed: 2, missingSeats: ['youth-offending-team'] });
    assert.equal(quorumOf(seats, ['c'], rule, DAY).quorate, false);
  });

  test('a vacant seat, a seat that has ended or not begun, and an unknown id are not there', () => {
    const rule = { count: 1, seats: [] };
    assert.equal(quorumOf(seats, ['d', 'nobody'], rule, DAY).present, 0);
    assert.equal(quorumOf([seat('a', { toOn: '2026-03-01' })], ['a'], rule, DAY).quorate, false);
    assert.equal(quorumOf([seat('a', { toOn: DAY })], ['a'], rule, DAY).quorate, true, 'the last day counts');
    assert.equal(quorumOf([seat('a', { fromOn: '2026-03-03' })], ['a'], rule, DAY).quorate, false);
  });

  test('a seat without a vote meets the need for its type and adds nothing to the number; one person in two seats is one', () => {
    const youth = seat('y', { seat: 'youth-offending-team', voting: false });
    assert.deepEqual(quorumOf([...seats, youth], ['a', 'y'], { count: 2, seats: ['youth-offending-team'] }, DAY), {
      quorate: false,
      present: 1,
      needed: 2,
      missingSeats: [],
    });
    assert.equal(quorumOf([seat('a'), seat('b', { personId: 'person a' })], ['a', 'b'], { count: 2, seats: [] }, DAY).present, 1);
  });

  test('more people never make it worse, a stricter rule never better, and the order does not matter', () => {
    const types = ['police', 'health', 'youth-offending-team', 'education'];
    const some = fc.array(
      fc.record({
        seat: fc.constantFrom(...types),
        personId: fc.option(fc.constantFrom('p', 'q', 'r', 's')),
        voting: fc.boolean(),
        toOn: fc.option(fc.constantFrom('2026-02-28', DAY, '2027-01-01')),
      }),
      { maxLength: 12 },
    );
    const rules = fc.record({ count: fc.integer({ min: 1, max: 6 }), seats: fc.subarray(types) });
    fc.assert(
      fc.property(some, rules, fc.integer({ min: 0, max: 12 }), (list, rule, cut) => {
        const all = list.map((each, at) => seat(String(at), each));
        const ids = all.map((each) => each.id);
        const few = quorumOf(all, ids.slice(0, cut), rule, DAY);
        const every = quorumOf(all, ids, rule, DAY);
        assert.ok(every.present >= few.present && every.missingSeats.length <= few.missingSeats.length);
        if (few.quorate) assert.ok(every.quorate);
        assert.deepEqual(quorumOf([...all].reverse(), [...ids].reverse(), rule, DAY), every);
        if (quorumOf(all, ids, { ...rule, count: rule.count + 1 }, DAY).quorate) assert.ok(every.quorate);
        assert.equal(every.quorate, every.present >= rule.count && rule.seats.every((type) => !every.missingSeats.includes(type)));
      }),
    );
  });
});
