/** The loop on a real register: asked, answered, closed, signed off; and what is refused. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { insertKept, makeActing, type Acting, SERVICE, StaleError, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accessActions, accessReads, policy, tasksOf } from '../index.ts';
import { issuesOf, refused } from '../testing/refusals.ts';
import { smallPartnership, type SmallPartnership } from '../testing/index.ts';
import * as validation from './index.ts';
import { queryState } from './state.ts';

let register: TestRegister;
let acting: Acting;
let small: SmallPartnership;
let lead: Who;

before(async () => {
  register = await testRegister('2026-11-02T09:00:00Z');
  acting = makeActing(register, policy, accessActions, accessReads);
  small = await smallPartnership(register);
  const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
  lead = { ...small.who('lead'), name: 'Kit Shore', roles: ['data-quality-lead'] };
  await small.system(async (tx) => {
    await tx.updateTable('organisation').set({ force: 'varrowshire' }).where('id', '=', small.organisations.police).execute();
    const agreement = await insertKept(
      tx,
      'agreement',
      { reference: 'VRP-1', title: 'Youth justice', purpose: 'To know', signedOn: '2026-01-01', startsOn: '2026-01-01' } as never,
      setting,
    );
    await tx.insertInto('agreementParty').values({ agreementId: agreement, organisationId: small.organisations.youth, part: 'supplies' }).execute();
    await tx.insertInto('agreementFeed').values({ agreementId: agreement, dataset: 'youth-justice', source: 'varrow-yjs' }).execute();
  });
  await acting.act(
    validation.noteDeliveries,
    {
      deliveries: [
        { id: 'd1', dataset: 'street', sources: ['varrowshire'], fileName: '2026-09-varrowshire-street.csv', number: 1 },
        { id: 'd2', dataset: 'youth-justice', sources: ['varrow-yjs'], fileName: 'quarter.csv', number: 2 },
        { id: 'd3', dataset: 'exclusions', sources: ['dfe'], fileName: 'exclusions.csv', number: 3 },
      ],
    },
    SERVICE,
  );
});
after(() => register?.remove());

const ask = (more: object = {}) =>
  acting.act(
    validation.raiseQuery,
    {
      deliveryId: 'd2',
      organisationId: small.organisations.youth,
      findingCode: null,
      findingWords: null,
      question: 'Is September complete?',
      dueOn: '2026-11-16',
      ...more,
    },
    lead,
  );
const titles = async (who: Who): Promise<string[]> => (await acting.read(tasksOf, {}, who)).map((task) => task.title);
const youth = (): Who => small.who('youth');

describe('the validation of a delivery', () => {
  test('a query reaches the supplier as a task, its answer reaches who asked, and closing ends both', async () => {
    const { id } = await ask({ findingCode: 'outlier:x', findingWords: 'Far above.' });
    assert.deepEqual(await titles(youth()), ['Answer a query about quarter.csv']);
    const [query] = (await acting.read(validation.suppliedDelivery, { id: 'd2' }, youth())).queries;
    assert.deepEqual(
      [query?.question, query?.findingWords, query?.state, query?.asking],
      ['Is September complete?', 'Far above.', 'open', 'Varrowshire Violence Reduction Partnership team'],
    );
    await acting.act(validation.answerQuery, { id, version: 1, answerKind: 'corrected-file', answer: 'Two wards are missing.' }, youth());
    assert.deepEqual(await titles(youth()), []);
    assert.ok((await titles(lead)).includes('Look at the answer about quarter.csv'));
    await acting.act(validation.closeQuery, { id, version: 2, closingNote: 'A corrected file came.' }, lead);
    assert.deepEqual(await titles(lead), []);
    const [closed] = (await acting.read(validation.deliveryValidation, { id: 'd2' }, lead)).queries;
    assert.deepEqual([closed?.state, closed?.answer, closed?.closingNote], ['closed', 'Two wards are missing.', 'A corrected file came.']);
    assert.equal((await refused(acting.act(validation.answerQuery, { id, version: 3, answerKind: 'explanation', answer: 'x' }, youth()))).code, 'query-closed');
    const events = await small.system((tx) => tx.selectFrom('auditEvent').select('action').where('subjectId', '=', id).orderBy('seq').execute());
    assert.deepEqual(
      events.map((each) => each.action),
      ['delivery.query', 'delivery.answer', 'delivery.close-query'],
    );
  });

  test('two answers at once: the second is told who was faster', async () => {
    const { id } = await ask();
    await acting.act(validation.answerQuery, { id, version: 1, answerKind: 'explanation', answer: 'It is complete.' }, youth());
    await assert.rejects(acting.act(validation.answerQuery, { id, version: 1, answerKind: 'explanation', answer: 'Yes.' }, small.who('youthTwo')), StaleError);
    await acting.act(validation.closeQuery, { id, version: 2, closingNote: 'Settled.' }, lead);
  });

  test('nobody answers for another organisation, sees its queries, or closes what another raised', async () => {
    const { id } = await ask();
    const probation = small.who('probation');
    assert.equal((await refused(acting.act(validation.answerQuery, { id, version: 1, answerKind: 'explanation', answer: 'x' }, probation))).kind, 'not-found');
    assert.equal((await refused(acting.read(validation.askedQuery, { id }, probation))).kind, 'not-found');
    assert.equal((await refused(acting.read(validation.suppliedDelivery, { id: 'd2' }, probation))).kind, 'not-found');
    assert.deepEqual(await acting.read(validation.suppliedDeliveries, {}, probation), []);
    // The analyst is the police's; the hub asked.
    assert.equal((await refused(acting.act(validation.closeQuery, { id, version: 1, closingNote: 'x' }, small.who('analyst')))).code, 'not-yours-to-close');
    assert.equal((await refused(acting.act(validation.raiseQuery, {}, small.who('chief')))).code, 'not-allowed');
    await acting.act(validation.closeQuery, { id, version: 1, closingNote: 'Withdrawn.' }, lead);
    assert.deepEqual(await titles(youth()), [], 'a query that is closed unanswered is nobody’s task');
  });

  test('a query needs words, somebody to ask, and a day that is not past', async () => {
    assert.deepEqual(await issuesOf(ask({ question: ' ' })), ['question: Enter what you want to know']);
    assert.deepEqual(await issuesOf(ask({ dueOn: '2026-11-01' })), ['dueOn: The day by which you need an answer must be today or in the future']);
    assert.deepEqual(await issuesOf(ask({ organisationId: '00000000-0000-4000-8000-000000000000' })), ['organisationId: Choose who is asked']);
    assert.equal((await refused(ask({ deliveryId: 'none' }))).code, 'delivery-unknown');
  });

  test('suppliers are the force itself and the supplying party of the agreement', async () => {
    const names = async (id: string) => (await acting.read(validation.deliveryValidation, { id }, lead)).suppliers.map((each) => each.name);
    assert.deepEqual(await names('d1'), ['Varrowshire Police']);
    assert.deepEqual(await names('d2'), ['Varrowshire Youth Justice Service']);
    assert.deepEqual(await names('d3'), []);
    assert.equal((await acting.read(validation.queryOptions, { id: 'd2' }, lead))[0]?.name, 'Varrowshire Youth Justice Service');
  });

  test('the supplier signs off, once, and can take it back; nobody else can', async () => {
    const before = await acting.read(validation.validationStanding, { ids: ['d2'] }, youth());
    assert.deepEqual(before, [{ deliveryId: 'd2', openQueries: 0, signed: false }]);
    assert.equal((await refused(acting.act(validation.signOffDelivery, { id: 'd2', note: '' }, small.who('probation')))).kind, 'not-found');
    const { id } = await acting.act(validation.signOffDelivery, { id: 'd2', note: 'Checked against our case system.' }, youth());
    assert.equal((await refused(acting.act(validation.signOffDelivery, { id: 'd2', note: '' }, small.who('youthTwo')))).code, 'signed-off');
    const [signed] = (await acting.read(validation.deliveryValidation, { id: 'd2' }, lead)).signOffs;
    assert.deepEqual([signed?.organisation, signed?.person, signed?.signedOn], ['Varrowshire Youth Justice Service', 'Finn Marsh', '2026-11-02']);
    const { id: query } = await ask();
    assert.deepEqual(
      await small.system((tx) => validation.validationStanding.answer(tx, { ids: ['d2'] }, { who: SERVICE, reach: 'system', at: register.now() })),
      [{ deliveryId: 'd2', openQueries: 1, signed: true }],
    );
    await acting.act(validation.closeQuery, { id: query, version: 1, closingNote: 'Settled.' }, lead);
    await acting.act(validation.withdrawSignOff, { id, version: 1, reason: 'A ward was left out.' }, youth());
    assert.equal((await refused(acting.act(validation.withdrawSignOff, { id, version: 2, reason: 'x' }, youth()))).code, 'taken-back');
    await acting.act(validation.signOffDelivery, { id: 'd2', note: '' }, youth());
  });

  test('where nobody here supplied it, an organisation that was asked signs it off', async () => {
    const social = small.who('social');
    assert.equal((await refused(acting.act(validation.signOffDelivery, { id: 'd3', note: '' }, social))).kind, 'not-found');
    await ask({ deliveryId: 'd3', organisationId: small.organisations.council });
    await acting.act(validation.signOffDelivery, { id: 'd3', note: '' }, social);
  });

  test('due today is not overdue', () => {
    const dates = { dueOn: '2026-11-16', answeredOn: null, closedOn: null };
    assert.equal(queryState(dates, '2026-11-16'), 'open');
    assert.equal(queryState(dates, '2026-11-17'), 'overdue');
    assert.equal(queryState({ ...dates, answeredOn: '2026-11-17' }, '2026-11-18'), 'answered');
  });
});
