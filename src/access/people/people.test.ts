import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type Acting, makeActing } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accessActions, accessReads, policy } from '../index.ts';
import { findSession, startSession } from '../sign-in/sessions.ts';
import { changeMembership, giveMembership, invitePerson, makeLink, personOne, setPersonStatus } from './index.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { issuesOf, refused } from '../testing/refusals.ts';

const TODAY = '2026-03-02';

describe('people and their memberships', () => {
  let register: TestRegister;
  let acting: Acting;
  let small: SmallPartnership;

  before(async () => {
    register = await testRegister(`${TODAY}T09:00:00Z`);
    acting = makeActing(register, policy, accessActions, accessReads);
    small = await smallPartnership(register);
  });
  after(() => register?.remove());

  const admin = () => small.who('admin');
  const invite = (name: string, more: object = {}) =>
    acting.act(
      invitePerson,
      {
        name,
        email: `${name.toLowerCase().replaceAll(' ', '.')}@varrowshire.example`,
        organisationId: small.organisations.council,
        roles: ['education'],
        fromOn: TODAY,
        ...more,
      },
      admin(),
    );

  test('an e-mail address is one person’s', async () => {
    assert.deepEqual(await issuesOf(invite('Another', { email: 'ADA.MOSS@varrowshire.example' })), [
      'email: Ada Moss has this email address already: give them another membership instead',
    ]);
    assert.match((await issuesOf(invite('Another', { email: 'not an address', roles: [] }))).join(' '), /correct format.*at least one role/);
  });

  test('the last administrator stays: neither suspended, nor ended, nor without the role', async () => {
    const id = small.people.admin;
    const { person, memberships } = await acting.read(personOne, { id }, admin());
    const [membership] = memberships;
    assert.ok(membership);
    for (const status of ['suspended', 'left'])
      assert.equal((await refused(acting.act(setPersonStatus, { id, version: person.version, status }, admin()))).code, 'last-administrator');
    for (const change of [{ roles: ['analyst'] }, { toOn: TODAY }, { toOn: '2026-03-01' }, { fromOn: '2026-04-01' }])
      assert.match((await issuesOf(acting.act(changeMembership, { ...membership, ...change }, admin()))).join(), /last administrator/);
    const second = await invite('Mo Quill', { roles: ['administrator'] });
    await acting.act(setPersonStatus, { id: second.id, version: 1, status: 'suspended' }, admin());
    assert.equal(
      (await refused(acting.act(setPersonStatus, { id, version: person.version, status: 'left' }, admin()))).code,
      'last-administrator',
      'a suspended one does not count',
    );
  });

  test('of two administrators who take the other’s role away at once, one succeeds', async () => {
    const second = await invite('Nia Rook', { roles: ['administrator'] });
    const membershipOf = async (id: string) => {
      const { memberships } = await acting.read(personOne, { id }, admin());
      assert.ok(memberships[0]);
      return { ...memberships[0], roles: ['analyst'] };
    };
    const [mine, theirs] = [await membershipOf(small.people.admin), await membershipOf(second.id)];
    const done = await Promise.allSettled([acting.act(changeMembership, mine, admin()), acting.act(changeMembership, theirs, admin())]);
    assert.deepEqual(done.map((each) => each.status).sort(), ['fulfilled', 'rejected']);
    // Whoever it was, the first is the administrator again for what follows.
    await small.system((tx) =>
      tx
        .updateTable('membership')
        .set({ roles: ['administrator'] })
        .where('personId', '=', small.people.admin)
        .execute(),
    );
  });

  test('suspending ends sessions at once and links with them; bringing back lets them sign in anew', async () => {
    const { id } = await invite('Ola Stone');
    const token = await small.system((tx) =>
      startSession(tx, { personId: id, membershipId: null, method: 'password', secondFactor: false, agent: '' }, register.now()),
    );
    assert.ok(await findSession(register, token, 'page'));
    const { token: link } = await acting.act(makeLink, { id, purpose: 'join' }, admin());
    assert.match(link, /^[\w-]{43}$/);
    const feed = { hash: randomBytes(32), personId: id, organisationId: small.organisations.council, createdAt: register.now(), usedAt: null, revokedAt: null };
    await small.system((tx) => tx.insertInto('calendarFeed').values(feed).execute());
    await acting.act(setPersonStatus, { id, version: 1, status: 'suspended' }, admin());
    const found = await findSession(register, token, 'page');
    assert.ok(found === null || !('session' in found));
    assert.equal((await refused(acting.act(makeLink, { id, purpose: 'join' }, admin()))).code, 'not-active');
    const unused = await small.system((tx) => tx.selectFrom('invitation').select('id').where('personId', '=', id).where('usedAt', 'is', null).execute());
    assert.deepEqual(unused, []);
    const feeds = await small.system((tx) => tx.selectFrom('calendarFeed').select('id').where('personId', '=', id).where('revokedAt', 'is', null).execute());
    assert.deepEqual(feeds, [], 'an address that others may have written down does not come back with them');
    await acting.act(setPersonStatus, { id, version: 2, status: 'active' }, admin());
    assert.equal((await acting.read(personOne, { id }, admin())).person.status, 'active');
  });

  test('a person’s record: their own and the keepers’ to see, and that it was seen is on record', async () => {
    const id = small.people.probation;
    assert.equal((await refused(acting.read(personOne, { id }, small.who('lead')))).code, 'not-allowed');
    assert.equal((await acting.read(personOne, { id }, small.who('probation'))).person.name, 'Esi Grant');
    await acting.read(personOne, { id }, small.who('governance'));
    const looks = await small.system((tx) =>
      tx
        .selectFrom('auditEvent')
        .select(['personId', 'outcome'])
        .where('subjectType', '=', 'person')
        .where('subjectId', '=', id)
        .where('action', '=', 'person.one')
        .orderBy('seq')
        .execute(),
    );
    assert.deepEqual(looks, [
      { personId: id, outcome: 'read' },
      { personId: small.people.governance, outcome: 'read' },
    ]);
  });

  test('a second membership of one organisation at one time is refused; in another it is given', async () => {
    const personId = small.people.youth;
    const at = (organisationId: string) => ({ personId, organisationId, roles: ['youth-justice'], fromOn: TODAY });
    assert.match((await issuesOf(acting.act(giveMembership, at(small.organisations.youth), admin()))).join(), /^fromOn: They have a membership/);
    await acting.act(giveMembership, at(small.organisations.council), admin());
    assert.match((await issuesOf(acting.act(giveMembership, { ...at(small.organisations.police), toOn: '2026-03-01' }, admin()))).join(), /^toOn:/);
  });
});
