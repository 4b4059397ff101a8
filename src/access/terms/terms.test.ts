import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Acting, makeActing } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accessActions, accessReads, partnershipHealth, policy } from '../index.ts';
import { openTask, tasksOf } from '../tasks.ts';
import { acknowledgeTerms, changeTerms, currentTerms, draftTerms, publishTerms, setTermsRole, termsReceipts } from './index.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { refused } from '../testing/refusals.ts';

const TODAY = '2026-03-02';

describe('terms of reference, and tasks', () => {
  let register: TestRegister;
  let acting: Acting;
  let small: SmallPartnership;

  before(async () => {
    register = await testRegister(`${TODAY}T09:00:00Z`);
    acting = makeActing(register, policy, accessActions, accessReads);
    small = await smallPartnership(register);
  });
  after(() => register?.remove());

  const health = async (subject: string): Promise<string[]> =>
    ((await acting.read(partnershipHealth, {}, small.who('lead'))).find((each) => each.subject === subject)?.findings ?? []).map((finding) => finding.text);

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
});
