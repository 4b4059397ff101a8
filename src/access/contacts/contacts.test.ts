import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Acting, makeActing } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accessActions, accessReads, partnershipHealth, policy } from '../index.ts';
import { organisationOne } from '../organisations/index.ts';
import { addSeat, changeSeat } from '../seats/index.ts';
import { changeContact, contactChoices, directory, nameContact } from './index.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { issuesOf, refused } from '../testing/refusals.ts';

const TODAY = '2026-03-02';

describe('contacts, seats and the partnership’s health', () => {
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
  const one = (id: string) => acting.read(organisationOne, { id }, admin());
  const health = async (subject: string): Promise<string[]> =>
    ((await acting.read(partnershipHealth, {}, small.who('lead'))).find((each) => each.subject === subject)?.findings ?? []).map((finding) => finding.text);

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
});
