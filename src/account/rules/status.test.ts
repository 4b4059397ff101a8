import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Evidence } from './evidence.ts';
import { type Measure, measureSet } from './measures.ts';
import type { Milestone } from './milestones.ts';
import { itemStatus } from './status.ts';

const TODAY = '2024-01-10';
const DUE = '2024-03-31';
const item = { dueOn: DUE as string | null, closedOn: null as string | null, measures: [] as Measure[] };
const milestone = (more: Partial<Milestone> = {}): Milestone => ({
  id: 'm1',
  title: 'Training material refreshed',
  dueOn: '2024-02-01',
  reachedOn: null,
  ...more,
});
const paper = (more: Partial<Evidence> = {}): Evidence => ({
  id: 'e1',
  milestoneId: null,
  measureId: null,
  title: 'Training record',
  kind: 'document',
  recheck: null,
  ...more,
});
const figure = (recheck: Evidence['recheck'], more: Partial<Evidence> = {}): Evidence =>
  paper({ kind: 'figure', title: 'Outcome 22 by month', recheck, ...more });

/** The three measures of recommendation 3, as `reference/` has them. */
function threeMeasures(values: readonly (number | null)[], target = 95): Measure[] {
  const set = measureSet('trained-understood-applied');
  assert.ok(set);
  return set.measures.map((one, at) => ({ id: one.code, label: one.label, unit: one.unit, better: one.better, target, value: values[at] ?? null }));
}

describe('the status of an item', () => {
  it('is not started without evidence, and at risk when the date is near', () => {
    assert.equal(itemStatus(item, [], [], TODAY).status, 'not-started');
    assert.equal(itemStatus(item, [milestone()], [], TODAY).status, 'not-started');
    const near = itemStatus(item, [], [], '2024-03-10');
    assert.equal(near.status, 'at-risk');
    assert.match(near.because[0] ?? '', /due on 31 March 2024, in 21 days, and there is no evidence yet/);
  });

  it('is on track with evidence of a plan under way', () => {
    const found = itemStatus(item, [milestone()], [paper({ milestoneId: 'm1' })], TODAY);
    assert.deepEqual([found.status, found.colour, found.milestones[0]?.state], ['on-track', 'green', 'started']);
  });

  it('is not green by a claim: a milestone said to be reached needs evidence', () => {
    const claimed = itemStatus(item, [milestone({ reachedOn: '2024-01-05' })], [], TODAY);
    assert.equal(claimed.status, 'at-risk');
    assert.equal(claimed.milestones[0]?.state, 'no-evidence');
    assert.match(claimed.because[0] ?? '', /said to be reached on 5 January 2024, but there is no evidence/);
    assert.equal(itemStatus(item, [milestone({ reachedOn: '2024-01-05' })], [paper({ milestoneId: 'm1' })], TODAY).status, 'done');
  });

  it('takes a late milestone, and evidence for another one, for what they are', () => {
    const late = itemStatus(item, [milestone({ dueOn: '2024-01-09' })], [paper({ milestoneId: 'other' })], TODAY);
    assert.equal(late.status, 'at-risk');
    assert.match(late.because[0] ?? '', /not reached\. It was due on 9 January 2024/);
  });

  it('does not count a figure that changed or failed', () => {
    for (const recheck of ['changed', 'failed', null] as const) {
      const found = itemStatus(item, [milestone({ reachedOn: '2024-01-05' })], [figure(recheck, { milestoneId: 'm1' })], TODAY);
      assert.equal(found.status, 'at-risk', String(recheck));
      assert.equal(found.milestones[0]?.state, 'needs-checking');
      assert.match(found.because.join(' '), /needs checking and does not count as evidence/);
    }
    assert.equal(itemStatus(item, [milestone({ reachedOn: '2024-01-05' })], [figure('same', { milestoneId: 'm1' })], TODAY).status, 'done');
    assert.equal(itemStatus(item, [milestone()], [paper({ milestoneId: 'm1' }), figure('failed')], TODAY).status, 'at-risk', 'one beside good evidence');
  });

  it('is overdue the day after, whatever is claimed', () => {
    assert.equal(itemStatus(item, [milestone()], [paper({ milestoneId: 'm1' })], DUE).status, 'at-risk', 'on the day: its milestone is late, the item is not');
    const late = itemStatus({ ...item, closedOn: '2024-03-01' }, [milestone({ reachedOn: '2024-02-01' })], [], '2024-04-01');
    assert.deepEqual([late.status, late.colour], ['overdue', 'red']);
    assert.match(late.because.join(' '), /closed on 1 March 2024, but the evidence does not show/);
  });

  it('is done when closed only with evidence', () => {
    assert.equal(itemStatus({ ...item, closedOn: '2024-01-09' }, [], [], TODAY).status, 'at-risk');
    assert.equal(itemStatus({ ...item, closedOn: '2024-01-09' }, [], [paper()], TODAY).status, 'done');
    assert.equal(itemStatus(item, [], [paper()], TODAY).status, 'on-track', 'evidence without plan or closure');
  });
});

describe('three measures kept apart', () => {
  const all = ['trained', 'understood', 'applied'].map((measureId) => paper({ id: measureId, measureId }));

  it('everybody trained with three in ten applied wrongly is not achieved', () => {
    const found = itemStatus({ ...item, measures: threeMeasures([100, 98, 70]) }, [], all, TODAY);
    assert.equal(found.status, 'at-risk');
    assert.deepEqual(
      found.measures.map((one) => one.state),
      ['achieved', 'achieved', 'not-achieved'],
    );
    assert.match(found.because[0] ?? '', /^Applied correctly: .*: 70%, and the target is at least 95%\.$/);
  });

  it('is done only when each is met by its own evidence', () => {
    assert.equal(itemStatus({ ...item, measures: threeMeasures([100, 98, 97]) }, [], all, TODAY).status, 'done');
    for (const left of all) {
      const found = itemStatus(
        { ...item, measures: threeMeasures([100, 98, 97]) },
        [],
        all.filter((one) => one !== left),
        TODAY,
      );
      assert.equal(found.status, 'at-risk', left.id);
      assert.equal(found.measures.find((one) => one.id === left.id)?.state, 'no-evidence');
    }
  });

  it('an unmeasured one keeps it from being done, and a missing target is said', () => {
    const found = itemStatus({ ...item, measures: threeMeasures([100, null, null]) }, [], all, TODAY);
    assert.equal(found.status, 'on-track');
    assert.match(found.because.join(' '), /Understood: .*: not measured yet/);
    assert.equal(
      itemStatus({ ...item, measures: [{ ...(threeMeasures([100])[0] as Measure), target: null }] }, [], all, TODAY).measures[0]?.state,
      'no-target',
    );
  });

  it('takes a measure where less is better', () => {
    const wrong: Measure = { id: 'wrong', label: 'Wrong uses', unit: '%', better: 'lower', target: 5, value: 30 };
    const held = [paper({ measureId: 'wrong' })];
    assert.equal(itemStatus({ ...item, measures: [wrong] }, [], held, TODAY).status, 'at-risk');
    assert.equal(itemStatus({ ...item, measures: [{ ...wrong, value: 5 }] }, [], held, TODAY).status, 'done');
  });
});

describe('in every case', () => {
  const day = fc.constantFrom(null, '2023-12-01', '2024-01-10', '2024-06-01');
  const evidence = fc.record({
    id: fc.constant('e'),
    milestoneId: fc.constantFrom(null, 'a', 'b'),
    measureId: fc.constantFrom(null, 'x'),
    title: fc.constant('t'),
    kind: fc.constantFrom('document' as const, 'figure' as const),
    recheck: fc.constantFrom('same' as const, 'changed' as const, 'failed' as const, null),
  });
  const milestones = fc
    .subarray(['a', 'b'])
    .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), title: fc.constant(id), dueOn: day, reachedOn: day }))));
  const measures = fc.array(
    fc.record({
      id: fc.constant('x'),
      label: fc.constant('x'),
      unit: fc.constant('%'),
      better: fc.constantFrom('higher' as const, 'lower' as const),
      target: fc.constantFrom(null, 50),
      value: fc.constantFrom(null, 40, 60),
    }),
    { maxLength: 1 },
  );

  it('green needs evidence, done needs all of it, and a reason is always given', () => {
    fc.assert(
      fc.property(milestones, measures, fc.array(evidence, { maxLength: 4 }), day, day, (steps, of, held, dueOn, closedOn) => {
        const found = itemStatus({ dueOn, closedOn, measures: of }, steps, held, TODAY);
        assert.ok(found.because.length > 0);
        if (found.colour === 'green') assert.ok(held.some((one) => one.kind === 'document' || one.recheck === 'same'));
        if (found.status === 'done') {
          assert.ok(found.milestones.every((one) => one.state === 'done') && found.measures.every((one) => one.state === 'achieved'));
        } else if (dueOn !== null && dueOn < TODAY) assert.equal(found.status, 'overdue');
        if (found.measures.some((one) => one.state === 'not-achieved')) assert.notEqual(found.colour, 'green');
      }),
      { numRuns: 500 },
    );
  });
});
