import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Acting, makeActing } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accessActions, accessReads, policy } from '../index.ts';
import { setPartnership } from '../partnership/index.ts';
import { changeMembership, invitePerson, personOne } from '../people/index.ts';
import { finishTask, openTask } from '../tasks.ts';
import { addOrganisation, changeOrganisation, closeOrganisation, organisationMatters, organisationOne, reopenOrganisation, spokeConsistency } from './index.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { issuesOf, refused } from '../testing/refusals.ts';

const TODAY = '2026-03-02';

describe('organisations', () => {
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
  const organisation = (name: string, more: object = {}) => ({ name, shortName: name.slice(0, 60), type: 'voluntary', ...more });
  const one = (id: string) => acting.read(organisationOne, { id }, admin());
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

  test('organisations: only those who keep them may add one, of a name and kind that can be', async () => {
    assert.equal((await refused(acting.act(addOrganisation, organisation('Ours'), small.who('analyst')))).code, 'not-allowed');
    assert.deepEqual(await issuesOf(acting.act(addOrganisation, organisation('northam council'), admin())), [
      'name: There is an organisation of this name already',
    ]);
    assert.deepEqual(await issuesOf(acting.act(addOrganisation, { name: ' ', shortName: 'x', type: 'gang' }, admin())), [
      'name: Enter the organisation’s name',
      'type: Choose the kind of organisation',
    ]);
    assert.deepEqual(await issuesOf(acting.act(addOrganisation, organisation('Youth Club', { force: 'norfolk' }), admin())), [
      'force: Only a police force and its local policing body have a force’s area',
    ]);
  });

  test('the hierarchy has no loop', async () => {
    const { hub, north } = small.organisations;
    const { organisation: team } = await one(hub);
    const under = { ...organisation(team.name), type: 'hub', id: hub, version: team.version, parentId: north };
    assert.match((await issuesOf(acting.act(changeOrganisation, under, admin()))).join(), /^parentId: An organisation cannot be under itself/);
  });

  test('an organisation with anything open is not closed: what is open is named, nothing is lost; empty it closes and reopens', async () => {
    const { id } = await acting.act(addOrganisation, organisation('Riverside Trust'), admin());
    const key = `test:${id}`;
    await small.system((tx) =>
      openTask(
        tx,
        {
          kind: 'test',
          key,
          title: 'Secret report',
          href: '/account/responses/secret-report-2026',
          subjectType: 'test',
          subjectId: id,
          organisationId: id,
          dueOn: '2026-04-01',
        },
        register.now(),
      ),
    );
    const person = await invite('Kit Marlow', { organisationId: id, roles: ['provider'] });
    const matters = await acting.read(organisationMatters, { id }, admin());
    assert.deepEqual(
      matters.map((matter) => matter.text),
      ['Task for everybody there, due 1 April 2026', 'Membership: Kit Marlow'],
      'what another organisation’s task is about is not told',
    );
    assert.doesNotMatch(JSON.stringify(matters), /secret/i, 'nor where it leads');
    const error = await refused(acting.act(closeOrganisation, { id, version: 1, reason: 'Wound up' }, admin()));
    assert.equal(error.code, 'organisation-has-open');
    assert.match(`${error.message} ${error.advice}`, /2 things are open.*Kit Marlow/);
    assert.equal((await one(id)).organisation.closedOn, null);

    await small.system((tx) => finishTask(tx, key, register.now()));
    const { memberships } = await acting.read(personOne, { id: person.id }, admin());
    const [membership] = memberships;
    assert.ok(membership);
    await acting.act(changeMembership, { ...membership, fromOn: '2026-02-01', toOn: '2026-03-01' }, admin());
    await acting.act(closeOrganisation, { id, version: 1, reason: 'Wound up' }, admin());
    const closed = await one(id);
    assert.deepEqual([closed.organisation.closedOn, closed.organisation.closedReason], [TODAY, 'Wound up']);
    assert.equal((await acting.read(personOne, { id: person.id }, admin())).memberships.length, 1, 'the record of the membership stays');
    assert.match((await issuesOf(invite('Lee Park', { organisationId: id }))).join(), /closed/);
    await acting.act(reopenOrganisation, { id, version: closed.organisation.version }, admin());
    assert.equal((await one(id)).organisation.closedOn, null);
  });

  test('of closing an organisation and giving somebody a membership of it at once, one succeeds', async () => {
    for (const name of ['First Trust', 'Second Trust', 'Third Trust']) {
      const { id } = await acting.act(addOrganisation, organisation(name), admin());
      const done = await Promise.allSettled([
        acting.act(closeOrganisation, { id, version: 1, reason: 'Wound up' }, admin()),
        invite(`Guest of ${name}`, { organisationId: id, roles: ['provider'] }),
      ]);
      assert.deepEqual(done.map((each) => each.status).sort(), ['fulfilled', 'rejected'], name);
    }
  });

  test('a hub’s sums are the sums of its parts', async () => {
    const hubs = await acting.read(spokeConsistency, {}, small.who('lead'));
    const hub = hubs.find((each) => each.id === small.organisations.hub);
    assert.ok(hub);
    assert.deepEqual(hub.spokes.map((spoke) => spoke.id).sort(), [small.organisations.north, small.organisations.south].sort());
    for (const name of ['organisations', 'wards', 'members', 'contacts', 'seats', 'productsSent', 'productsConfirmed', 'planItems'] as const)
      assert.equal(hub.counts[name], hub.own[name] + hub.spokes.reduce((sum, spoke) => sum + spoke.counts[name], 0), name);
    assert.equal(hub.counts.members, 2);
  });

  test('the partnership is described in its own words, with a policing body that is one', async () => {
    const described = {
      version: 1,
      name: 'Varrowshire Alliance',
      kind: 'alliance',
      granted: false,
      policingBodyId: small.organisations.police,
      quorum: '3',
      quorumSeats: ['police'],
    };
    assert.match((await issuesOf(acting.act(setPartnership, described, admin()))).join(), /^policingBodyId/);
    assert.match((await issuesOf(acting.act(setPartnership, { ...described, quorum: 'few', policingBodyId: '' }, admin()))).join(), /^quorum: Enter how many/);
    await acting.act(setPartnership, { ...described, policingBodyId: small.organisations.body }, admin());
    assert.equal((await refused(acting.act(setPartnership, { ...described, policingBodyId: '' }, admin()))).code, 'changed-meanwhile');
  });
});
