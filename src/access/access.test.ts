import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../errors.ts';
import { type Acting, InputError, makeActing } from '../register/index.ts';
import { type TestRegister, testRegister } from '../register/testing/index.ts';
import { changeContact, contactChoices, directory, nameContact } from './contacts/index.ts';
import { accessActions, accessReads, partnershipHealth, policy } from './index.ts';
import {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  organisationMatters,
  organisationOne,
  reopenOrganisation,
  spokeConsistency,
} from './organisations/index.ts';
import { changeMembership, giveMembership, invitePerson, makeLink, personOne, setPersonStatus } from './people/index.ts';
import { addSeat, changeSeat } from './seats/index.ts';
import { setPartnership } from './partnership/index.ts';
import { startSession, findSession } from './sign-in/sessions.ts';
import { finishTask, openTask, tasksOf } from './tasks.ts';
import { acknowledgeTerms, changeTerms, currentTerms, draftTerms, publishTerms, setTermsRole, termsReceipts } from './terms/index.ts';
import { type SmallPartnership, smallPartnership } from './testing/index.ts';

const TODAY = '2026-03-02';

/** Each test has a partnership of its own making in one register: what it changes, it looks at itself. */
describe('the partnership', () => {
  let register: TestRegister;
  let acting: Acting;
  let small: SmallPartnership;

  before(async () => {
    register = await testRegister(`${TODAY}T09:00:00Z`);
    acting = makeActing(register, policy, accessActions, accessReads);
    small = await smallPartnership(register);
  });
  after(() => register?.remove());

  const refused = async (work: Promise<unknown>): Promise<HeadwaterError> => {
    const error = await work.then(
      (done) => done,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HeadwaterError, `was not refused: ${JSON.stringify(error)}`);
    return error;
  };
  const issuesOf = async (work: Promise<unknown>): Promise<string[]> => {
    const error = await refused(work);
    assert.ok(error instanceof InputError, error.message);
    return error.issues.map((issue) => `${issue.path}: ${issue.message}`);
  };
  const organisation = (name: string, more: object = {}) => ({ name, shortName: name.slice(0, 60), type: 'voluntary', ...more });
  const admin = () => small.who('admin');
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
        { kind: 'test', key, title: 'Secret report', href: '/x', subjectType: 'test', subjectId: id, organisationId: id, dueOn: '2026-04-01' },
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
    await acting.act(setPersonStatus, { id, version: 1, status: 'suspended' }, admin());
    const found = await findSession(register, token, 'page');
    assert.ok(found === null || !('session' in found));
    assert.equal((await refused(acting.act(makeLink, { id, purpose: 'join' }, admin()))).code, 'not-active');
    const unused = await small.system((tx) => tx.selectFrom('invitation').select('id').where('personId', '=', id).where('usedAt', 'is', null).execute());
    assert.deepEqual(unused, []);
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

  test('a point of contact is a member, one at a time; other organisations may not name ours', async () => {
    const { youth, probation } = small.organisations;
    const { youth: manager, youthTwo: deputy, chief } = small.people;
    assert.equal(
      (await refused(acting.act(nameContact, { organisationId: youth, personId: manager, fromOn: TODAY }, small.who('probation')))).code,
      'not-allowed',
    );
    assert.equal((await refused(acting.read(contactChoices, { organisationId: youth }, small.who('probation')))).code, 'not-allowed');
    assert.match(
      (await issuesOf(acting.act(nameContact, { organisationId: youth, personId: chief, fromOn: TODAY }, small.who('youth')))).join(),
      /^personId: Choose somebody/,
    );
    const first = await acting.act(nameContact, { organisationId: youth, personId: manager, deputyId: deputy, fromOn: '2026-01-01' }, small.who('youth'));
    await acting.act(nameContact, { organisationId: youth, personId: deputy, deputyId: manager, fromOn: TODAY }, small.who('youthTwo'));
    const { contacts } = await one(youth);
    assert.deepEqual(
      contacts.map((contact) => [contact.name, contact.fromOn, contact.toOn]),
      [
        ['Gwen Pike', TODAY, null],
        ['Finn Marsh', '2026-01-01', '2026-03-01'],
      ],
    );
    assert.match(
      (await issuesOf(acting.act(changeContact, { id: first.id, version: 2, deputyId: deputy, toOn: '' }, small.who('youth')))).join(),
      /^toOn: The next/,
    );

    await acting.act(nameContact, { organisationId: probation, personId: small.people.probation, fromOn: TODAY }, admin());
    const found = async (text: string) => (await acting.read(directory, { text }, small.who('social'))).map((each) => each.name);
    assert.deepEqual(await found('probation'), ['Varrowshire Probation']);
    assert.deepEqual(await found('deputy manager'), ['Varrowshire Youth Justice Service'], 'by the post of somebody there');
  });

  const health = async (subject: string): Promise<string[]> =>
    ((await acting.read(partnershipHealth, {}, small.who('lead'))).find((each) => each.subject === subject)?.findings ?? []).map((finding) => finding.text);

  test('a contact whose last day was yesterday is an alert on the health page', async () => {
    const { probation } = small.organisations;
    const { contacts } = await one(probation);
    const [contact] = contacts;
    assert.ok(contact);
    assert.ok((await health('contacts')).includes('Varrowshire Probation’s point of contact has no deputy'));
    register.setNow('2026-03-20T09:00:00Z');
    await acting.act(changeContact, { id: contact.id, version: contact.version, deputyId: null, toOn: '2026-03-19' }, admin());
    assert.ok((await health('contacts')).includes('Varrowshire Probation has had no single point of contact since 19 March 2026'));
    register.setNow(`${TODAY}T09:00:00Z`);
    assert.ok((await health('contacts')).includes('Varrowshire Probation’s point of contact ends on 19 March 2026'));
  });

  test('without the youth offending team’s member the gap is named, and no meeting is quorate', async () => {
    assert.ok((await health('core-membership')).includes('There is no youth offending team seat'));
    const { youth, police, body } = small.organisations;
    const seat = { voting: true, fromOn: TODAY, toOn: null };
    const yot = { ...seat, seat: 'youth-offending-team', organisationId: youth, personId: small.people.youth };
    assert.match((await issuesOf(acting.act(addSeat, { ...yot, personId: small.people.chief }, admin()))).join(), /^personId/);
    const { id } = await acting.act(addSeat, yot, admin());
    await acting.act(addSeat, { ...seat, seat: 'police', organisationId: police, personId: small.people.chief }, admin());
    await acting.act(addSeat, { ...seat, seat: 'policing-body', organisationId: body, personId: small.people.officer }, admin());
    assert.deepEqual(await health('core-membership'), []);
    await acting.act(changeSeat, { ...yot, id, version: 1, personId: '' }, admin());
    assert.deepEqual(await health('core-membership'), [
      'The youth offending team seat is vacant',
      'No meeting can be quorate: nobody holds a youth offending team seat',
    ]);
    assert.equal((await refused(acting.act(addSeat, yot, small.who('youth')))).code, 'not-allowed');
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

  test('terms of reference: asked of everybody, receipts with their denominators, never changed once published, asked again with a new version', async () => {
    const lead = small.who('lead');
    const text = {
      title: 'Terms',
      purpose: 'We keep children safe from violence.',
      objectives: 'Fewer children hurt.',
      text: 'We meet every six weeks.',
      effectiveOn: TODAY,
    };
    assert.equal((await refused(acting.act(draftTerms, text, small.who('youth')))).code, 'not-allowed');
    const { id } = await acting.act(draftTerms, text, lead);
    assert.equal((await refused(acting.act(draftTerms, text, lead))).code, 'draft-there');
    const silent = await refused(acting.act(publishTerms, { id, version: 1 }, lead));
    assert.equal(silent.code, 'roles-without-words');
    assert.match(silent.advice ?? '', /Youth justice/);
    const everyone = await small.system((tx) => tx.selectFrom('membership').select('roles').execute());
    for (const role of new Set(everyone.flatMap((each) => each.roles)))
      await acting.act(setTermsRole, { id, role, means: `For ${role}.`, brings: 'What you know.' }, lead);
    assert.equal(await acting.read(currentTerms, {}, small.who('youth')), null, 'a draft is nobody’s to read');
    await acting.act(publishTerms, { id, version: 1 }, lead);

    for (const work of [
      () => acting.act(changeTerms, { id, version: 2, ...text, title: 'Other' }, lead),
      () => acting.act(setTermsRole, { id, role: 'analyst', means: 'x', brings: 'y' }, lead),
    ])
      assert.equal((await refused(work())).code, 'terms-published');

    await acting.act(acknowledgeTerms, { id }, small.who('youth'));
    await acting.act(acknowledgeTerms, { id }, small.who('youth'));
    assert.ok((await acting.read(currentTerms, {}, small.who('youth')))?.readAt);
    assert.equal((await acting.read(currentTerms, {}, small.who('chief')))?.readAt, null);
    const report = await acting.read(termsReceipts, {}, lead);
    assert.ok(report);
    const line = report.byRole.find((each) => each.id === 'youth-justice');
    assert.deepEqual([line?.read, line?.of], [1, 2]);
    assert.equal(report.all.read, 1);
    const active = await small.system((tx) => tx.selectFrom('person').select('id').where('status', '=', 'active').execute());
    assert.ok(report.all.of > 5 && report.all.of <= active.length);

    const next = await acting.act(draftTerms, { ...text, title: 'Second' }, lead);
    await acting.act(publishTerms, { id: next.id, version: 1 }, lead);
    assert.equal((await acting.read(currentTerms, {}, small.who('youth')))?.readAt, null);
    assert.equal((await refused(acting.act(acknowledgeTerms, { id }, small.who('youth')))).code, 'newer-terms');
    assert.match((await health('terms')).join(), /have not read the terms of reference/);
  });

  test('tasks: one’s own, one’s organisation’s and one’s role’s, first due first, opened once, also by another organisation', async () => {
    const { youth, police } = small.organisations;
    const add = (key: string, more: object) =>
      small.system((tx) =>
        openTask(tx, { kind: 'test', key, title: key, href: '/x', subjectType: 'test', subjectId: youth, organisationId: youth, ...more }, register.now()),
      );
    await add('for all', { dueOn: '2026-05-01' });
    await add('for all', { dueOn: '2026-06-01' });
    await add('for the supervisor', { role: 'supervisor', dueOn: '2026-04-01' });
    await add('for Finn', { personId: small.people.youth });
    await add('theirs', { organisationId: police });
    const titles = async (name: 'youth' | 'youthTwo') => (await acting.read(tasksOf, {}, small.who(name))).map((task) => task.title);
    assert.deepEqual(await titles('youth'), ['for all', 'for Finn']);
    assert.deepEqual(await titles('youthTwo'), ['for the supervisor', 'for all']);
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
