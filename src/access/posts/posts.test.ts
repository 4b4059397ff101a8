import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { InputError, makeActing } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { policy } from '../policy.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { addPost, changePost, postActions, postFindings, postList, postReads } from './index.ts';
import { sharesFault } from './shares.ts';

const TODAY = '2026-03-02';

test('the shares of a post add up to 100%, each funder once', () => {
  assert.equal(
    sharesFault([
      { funderId: 'a', percent: 60 },
      { funderId: 'b', percent: 40 },
    ]),
    null,
  );
  assert.equal(
    sharesFault([
      { funderId: 'a', percent: 60 },
      { funderId: 'b', percent: 30 },
    ]),
    'The shares must add up to 100%: they add up to 90%',
  );
  assert.equal(
    sharesFault([
      { funderId: 'a', percent: 50 },
      { funderId: 'a', percent: 50 },
    ]),
    'Each organisation may be named once',
  );
  assert.equal(sharesFault([]), 'Say who pays for it');
});

test('a post that nobody holds and one whose money ends within 90 days are found; one that is over is not', () => {
  const post = { title: 'Programme lead', hostId: 'h', personId: 'p', fromOn: '2026-01-01', toOn: null };
  const said = (more: Partial<typeof post> | { toOn: string; personId?: null }) => postFindings([{ ...post, ...more }], TODAY).map((finding) => finding.text);
  assert.deepEqual(said({}), []);
  assert.deepEqual(said({ toOn: '2026-05-31', personId: null }), ['Programme lead: nobody holds the post', 'Programme lead: the money ends on 31 May 2026']);
  assert.deepEqual(said({ toOn: '2026-06-01' }), []);
  assert.deepEqual(said({ toOn: '2026-03-01' }), []);
});

describe('posts on the register', () => {
  let register: TestRegister;
  let small: SmallPartnership;
  before(async () => {
    register = await testRegister(`${TODAY}T09:00:00Z`);
    small = await smallPartnership(register);
  });
  after(() => register?.remove());

  test('are kept with their shares, or not at all', async () => {
    const acting = makeActing(register, policy, postActions, postReads);
    const { hub, police, council } = small.organisations;
    const post = { title: 'Communications and engagement officer', hostId: hub, fromOn: '2026-01-01' };
    const halves = (a: number, b: number) => [
      { funderId: police, percent: a },
      { funderId: council, percent: b },
    ];
    const error = await acting.act(addPost, { ...post, shares: halves(50, 40) }, small.who('lead')).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof InputError);
    assert.deepEqual(error.issues, [{ path: 'shares', message: 'The shares must add up to 100%: they add up to 90%' }]);
    assert.deepEqual((await acting.read(postList, {}, small.who('social'))).posts, []);
    const { id } = await acting.act(addPost, { ...post, shares: halves(50, 50) }, small.who('lead'));
    await acting.act(changePost, { id, version: 1, ...post, shares: halves(70, 30) }, small.who('lead'));
    await assert.rejects(acting.act(changePost, { id, version: 1, ...post, shares: halves(20, 80) }, small.who('admin')), { code: 'changed-meanwhile' });
    const [held] = (await acting.read(postList, {}, small.who('social'))).posts;
    assert.deepEqual(
      held?.shares.map((share) => [share.funder, share.percent]),
      [
        ['Varrowshire Police', 70],
        ['Northam Council', 30],
      ],
    );
    await assert.rejects(acting.act(addPost, { ...post, shares: halves(50, 50) }, small.who('social')), { code: 'not-allowed' });
  });
});
