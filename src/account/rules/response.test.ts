import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayApprove } from './approval.ts';
import { distributionState } from './distribution.ts';
import type { DistributionCode } from './reference.ts';
import { type ItemForResponse, type ResponseDraft, responseGaps } from './response.ts';

const LAST = '2023-05-02';
const items: ItemForResponse[] = [
  { id: 'r1', kind: 'recommendation', number: '1', owner: 'home-office' },
  { id: 'r3', kind: 'recommendation', number: '3', owner: 'own-force' },
  { id: 'r4', kind: 'recommendation', number: '4', owner: 'own-force' },
];
const whole: ResponseDraft = {
  comments: 'I welcome the report.',
  invitedOn: '2023-03-09',
  commentsBy: '2023-04-12',
  chiefComments: 'The force accepts both.',
  notReceivedOn: null,
  positions: [
    { itemId: 'r3', stance: 'accepted', action: 'Training material is refreshed.', noActionReason: '' },
    { itemId: 'r4', stance: 'not-accepted', action: '', noActionReason: 'The dashboard answers it already.' },
  ],
};
const fields = (response: ResponseDraft, of = items): string[] => responseGaps(response, of, LAST).map((gap) => gap.field);

describe('what a response still lacks', () => {
  it('is nothing when section 55 is answered, and items of others need no answer', () => {
    assert.deepEqual(responseGaps(whole, items, LAST), []);
  });

  it('is named field by field', () => {
    const empty: ResponseDraft = { comments: ' ', invitedOn: null, commentsBy: null, chiefComments: '', notReceivedOn: null, positions: [] };
    assert.deepEqual(fields(empty), [
      'comments',
      'invitedOn',
      'commentsBy',
      'chiefComments',
      'positions.r3.stance',
      'positions.r3.action',
      'positions.r4.stance',
      'positions.r4.action',
    ]);
  });

  it('asks of each own recommendation for a position, and an action or why there is none', () => {
    const gaps = responseGaps({ ...whole, positions: whole.positions.map((one) => ({ ...one, action: '', noActionReason: '\n' })) }, items, LAST);
    assert.deepEqual(
      gaps.map((gap) => gap.words),
      [
        'Recommendation 3: enter the action taken or proposed, or why there is none',
        'Recommendation 4: enter the action taken or proposed, or why there is none',
      ],
    );
    assert.ok(gaps.every((gap) => gap.required && /55\(5B\)/.test(gap.rule)));
  });

  it('lets a silent chief officer be recorded only after the date set', () => {
    const silent = { ...whole, chiefComments: '' };
    assert.deepEqual(fields(silent), ['chiefComments']);
    assert.deepEqual(fields({ ...silent, notReceivedOn: '2023-04-12' }), ['notReceivedOn']);
    assert.deepEqual(fields({ ...silent, notReceivedOn: '2023-04-13' }), []);
  });

  it('holds the dates against each other and against the statute', () => {
    assert.deepEqual(fields({ ...whole, commentsBy: '2023-03-01' }), ['commentsBy']);
    const late = responseGaps({ ...whole, commentsBy: '2023-05-03' }, items, LAST);
    assert.deepEqual([late.length, late[0]?.required], [1, false]);
  });

  it('advises on areas for improvement, and leaves lessons alone', () => {
    const others: ItemForResponse[] = [
      { id: 'a', kind: 'area-for-improvement', number: null, owner: 'own-force' },
      { id: 'l', kind: 'lesson', number: '1', owner: 'own-force' },
    ];
    const gaps = responseGaps(whole, others, LAST);
    assert.deepEqual(
      gaps.map((gap) => [gap.field, gap.required]),
      [
        ['positions.a.stance', false],
        ['positions.a.action', false],
      ],
    );
  });
});

describe('distribution', () => {
  const CODES: DistributionCode[] = ['chief-constable', 'police-and-crime-panel', 'inspectors', 'monitoring-portal', 'secretary-of-state', 'website'];
  const done = CODES.map((step) => ({ step, on: '2023-05-01', by: 'Policing-body officer', evidence: `Sent: ${step}` }));

  it('is complete when every step has a date, a person and evidence', () => {
    assert.equal(distributionState(done).complete, true);
    for (const missing of CODES) {
      const without = distributionState(done.filter((one) => one.step !== missing));
      assert.equal(without.complete, false, missing);
      assert.equal(without.done, 5);
      const ticked = distributionState(done.map((one) => (one.step === missing ? { ...one, evidence: ' ' } : one)));
      assert.equal(ticked.complete, false, `${missing} ticked without evidence`);
      assert.equal(ticked.steps.find((step) => step.code === missing)?.because, 'Recorded without evidence, so it does not count.');
    }
  });

  it("tells the statute's copies from local practice", () => {
    const state = distributionState([]);
    assert.deepEqual(state.missingInLaw, ['inspectors', 'secretary-of-state']);
    assert.deepEqual(
      state.steps.map((step) => step.code),
      CODES,
    );
    assert.ok(state.steps.every((step) => step.source.length > 10));
  });
});

describe('approval', () => {
  const version = (version: number, author: string, approved = false): { version: number; author: string; approved: boolean } => ({
    version,
    author,
    approved,
  });

  it('is for somebody who wrote nothing since the last approval', () => {
    const versions = [version(3, 'bea'), version(1, 'cai', true), version(2, 'ada')];
    assert.equal(mayApprove('cai', versions).allowed, true);
    assert.equal(mayApprove('dot', versions).allowed, true);
    for (const author of ['ada', 'bea']) assert.equal(mayApprove(author, versions).allowed, false, author);
  });

  it('needs something to approve', () => {
    assert.equal(mayApprove('ada', []).allowed, false);
    assert.equal(mayApprove('ada', [version(1, 'bea', true)]).allowed, false);
  });
});
