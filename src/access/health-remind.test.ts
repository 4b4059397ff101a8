import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Acting, makeActing, SERVICE } from '../register/index.ts';
import { type TestRegister, testRegister } from '../register/testing/index.ts';
import { nameContact } from './contacts/index.ts';
import { remindOfHealth } from './health-remind.ts';
import { policy, tasksOf } from './index.ts';
import { type SmallPartnership, smallPartnership } from './testing/index.ts';

let register: TestRegister;
let acting: Acting;
let partnership: SmallPartnership;

before(async () => {
  register = await testRegister('2026-03-02T09:00:00Z');
  acting = makeActing(register, policy, [remindOfHealth, nameContact], [tasksOf]);
  partnership = await smallPartnership(register);
});
after(() => register?.remove());

const titles = async (): Promise<string[]> => (await acting.read(tasksOf, {}, partnership.who('lead'))).map((task) => task.title);
const CONTACTS = /^Look at “Points of contact”/;

test('who leads is given one task a subject, once; it is settled when nothing is missing, and comes again when something is', async () => {
  const { opened } = await acting.act(remindOfHealth, {}, SERVICE);
  const first = await titles();
  assert.equal(first.length, opened);
  assert.equal(first.filter((title) => CONTACTS.test(title)).length, 1);
  assert.ok(!first.some((title) => title.includes('greement')), 'agreements have tasks of their own');
  assert.deepEqual(await acting.act(remindOfHealth, {}, SERVICE), { opened: 0, settled: 0 });
  assert.deepEqual(await acting.read(tasksOf, {}, partnership.who('analyst')), [], 'nobody else is');

  // The hub alone is left, with a contact and a deputy.
  const { hub } = partnership.organisations;
  await partnership.system((tx) => tx.updateTable('organisation').set({ closedOn: '2026-03-01', closedReason: 'Test' }).where('id', '!=', hub).execute());
  const contact = { organisationId: hub, personId: partnership.people.lead, deputyId: partnership.people.admin, fromOn: '2026-03-02', toOn: '' };
  await acting.act(nameContact, contact, partnership.who('lead'));
  const { settled } = await acting.act(remindOfHealth, {}, SERVICE);
  assert.ok(settled >= 1);
  assert.ok(!(await titles()).some((title) => CONTACTS.test(title)));

  register.setNow('2026-03-03T09:00:00Z');
  await partnership.system((tx) => tx.updateTable('contactPoint').set({ toOn: '2026-03-02' }).execute());
  await acting.act(remindOfHealth, {}, SERVICE);
  assert.equal((await titles()).filter((title) => CONTACTS.test(title)).length, 1);
});
