/** A case from what brought it to a panel to how it ended; and who cannot see it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, InputError, insertKept, makeActing, SERVICE, transaction, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { agreementActions, agreementReads } from '../agreements/index.ts';
import { daysBetween } from '../days.ts';
import { policy } from '../policy.ts';
import { retentionActions, retentionReads } from '../retention/index.ts';
import { tasksOf } from '../tasks.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { caseActions, caseChoices, caseReads, closeCase, completeCaseAction, decideCase, giveCaseAction, listCases, readCase, referCase } from './index.ts';
import { caseReference, caseState } from './rules.ts';

test('a reference is a code, and a name is none', () => {
  for (const good of ['YJ-2026/0142', 'C123', ' 77.1 ']) assert.ok(caseReference.safeParse(good).success, good);
  for (const bad of ['Smith', 'Jo Finch 1', 'ab', 'x'.repeat(41), '<b>1</b>']) assert.ok(!caseReference.safeParse(bad).success, bad);
});

test('a case waits, is decided, is late and closes', () => {
  const of = (more: object) => caseState({ referredOn: '2026-01-01', closedOn: null, decisions: 0, open: [], ...more }, '2026-02-12', daysBetween);
  assert.equal(of({}), 'waiting');
  assert.equal(of({ referredOn: '2025-12-31' }), 'overdue', 'nobody has decided for 43 days');
  assert.equal(of({ decisions: 1, open: ['2026-02-12'] }), 'decided');
  assert.equal(of({ decisions: 1, open: ['2026-02-11'] }), 'overdue');
  assert.equal(of({ closedOn: '2026-02-01', open: ['2026-01-02'] }), 'closed');
});

describe('a case at a panel', () => {
  let register: TestRegister;
  let acting: Acting;
  let small: SmallPartnership;
  let agreementId: string;
  let panelId: string;
  let otherPanel: string;
  let meetingId: string;
  let early: string;

  const code = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HeadwaterError, String(error));
    return error instanceof InputError ? `${error.issues[0]?.path}: ${error.issues[0]?.message}` : error.code;
  };

  before(async () => {
    register = await testRegister('2026-03-02T09:00:00Z');
    acting = makeActing(
      register,
      policy,
      [...caseActions, ...agreementActions, ...retentionActions],
      [...caseReads, ...agreementReads, ...retentionReads, tasksOf],
    );
    small = await smallPartnership(register);
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await small.system(async (tx) => {
      const panel = {
        purpose: 'One plan for each child',
        chairId: null,
        weeksLeast: 2,
        weeksMost: 6,
        routeIn: '',
        decisionsOut: '',
        dataUsed: '',
        core: false,
      };
      panelId = await insertKept(tx, 'panel', { ...panel, name: 'Extra-familial harm panel', hostId: small.organisations.council, closedOn: null }, setting);
      otherPanel = await insertKept(tx, 'panel', { ...panel, name: 'Another panel', hostId: small.organisations.body, closedOn: null }, setting);
      const held = { panelId, state: 'held', note: '', snapshot: null } as const;
      meetingId = await insertKept(tx, 'meeting', { ...held, onDay: '2026-03-01' }, setting);
      early = await insertKept(tx, 'meeting', { ...held, onDay: '2026-02-01' }, setting);
      agreementId = await insertKept(tx, 'agreement', AGREEMENT, setting);
      for (const [organisation, part] of [
        ['youth', 'both'],
        ['council', 'both'],
        ['probation', 'receives'],
      ] as const)
        await tx.insertInto('agreementParty').values({ agreementId, organisationId: small.organisations[organisation], part }).execute();
    });
  });
  after(() => register?.remove());

  let number = 0;
  const referral = (more: object = {}) => {
    number += 1;
    return { panelId, reference: `YJ-${number}`, agreementId, grounds: ['weapon', 'school'], asked: 'Agree one plan', referredOn: '2026-02-20', ...more };
  };
  const refer = async (more: object = {}, who: Who = small.who('youth')) => (await acting.act(referCase, referral(more), who)).id;
  const chair = (): Who => small.who('social');

  test('it is followed from referral to panel to decision to action to outcome', async () => {
    const id = await refer({ reference: 'YJ-2026/0142' });
    assert.match(
      (await acting.read(tasksOf, {}, chair())).map((task) => task.title).join(),
      /Decide on a case from Varrowshire Youth Justice Service: Extra-familial harm panel/,
    );
    const decision = await acting.act(decideCase, { caseId: id, meetingId, kind: 'plan', text: 'One plan; youth justice leads' }, chair());
    assert.ok(!(await acting.read(tasksOf, {}, chair())).some((task) => task.kind === 'panel-case'), 'decided, the task is done');
    const given = await acting.act(
      giveCaseAction,
      { caseId: id, decisionId: decision.id, organisationId: small.organisations.probation, text: 'Meet the mentor', dueOn: '2026-03-20' },
      chair(),
    );
    assert.ok((await acting.read(tasksOf, {}, small.who('probation'))).some((task) => task.kind === 'case-action' && !task.title.includes('0142')));
    assert.equal(await code(acting.act(closeCase, { id, version: 1, outcome: 'risk-lower', outcomeNote: '' }, chair())), 'actions-open');
    await acting.act(completeCaseAction, { id: given.id, version: 1, doneOn: '2026-03-02', result: 'They met twice' }, small.who('probation'));
    await acting.act(closeCase, { id, version: 1, outcome: 'risk-lower', outcomeNote: 'Back in school' }, chair());
    for (const name of ['youth', 'social', 'probation'] as const) {
      const trace = await acting.read(readCase, { id }, small.who(name));
      assert.deepEqual(
        [trace.organisation, trace.grounds, trace.panel, trace.decisions[0]?.text, trace.decisions[0]?.actions[0]?.result, trace.outcome, trace.state],
        [
          'Varrowshire Youth Justice Service',
          ['weapon', 'school'],
          'Extra-familial harm panel',
          'One plan; youth justice leads',
          'They met twice',
          'risk-lower',
          'closed',
        ],
      );
    }
    const log = await small.system((tx) =>
      tx.selectFrom('auditEvent').select(['action', 'agreementId', 'details']).where('action', 'like', 'case.%').execute(),
    );
    assert.ok(
      log.some((each) => each.action === 'case.read' && each.agreementId === agreementId),
      'that it was read, and under which agreement, is on record',
    );
    assert.ok(!JSON.stringify(log).includes('0142'), 'the log outlives the case, so the reference is not in it');
    assert.equal(await code(acting.act(decideCase, { caseId: id, meetingId, kind: 'wait', text: 'Again' }, chair())), 'case-closed');
  });

  test('nobody else sees it: not the list, not the case, not the rows, however far their role reaches', async () => {
    const id = await refer();
    for (const name of ['lead', 'officer', 'probation', 'chief'] as const) {
      const who = small.who(name);
      assert.ok(!(await acting.read(listCases, {}, who)).some((line) => line.id === id), name);
      assert.equal(await code(acting.read(readCase, { id }, who)), 'no-such-record');
      for (const reach of ['none', 'public', 'own', 'organisation', 'partnership'] as const)
        await transaction(register.db, { reach, who, at: register.now() }, async (tx) => {
          assert.deepEqual(await tx.selectFrom('panelCase').select('id').where('id', '=', id).execute(), [], `${name} ${reach}`);
        });
    }
    for (const name of ['admin', 'analyst', 'governance'] as const) assert.equal(await code(acting.read(listCases, {}, small.who(name))), 'not-allowed');
  });

  test('only the host of the panel decides, only who is to do a thing completes it', async () => {
    const id = await refer();
    const decide = { caseId: id, meetingId, kind: 'plan', text: 'A plan' };
    assert.equal(await code(acting.act(decideCase, decide, small.who('youth'))), 'not-allowed');
    assert.equal(await code(acting.act(decideCase, decide, small.who('officer'))), 'no-such-record');
    const decision = await acting.act(decideCase, decide, chair());
    const action = { caseId: id, decisionId: decision.id, organisationId: small.organisations.youth, text: 'Visit', dueOn: '2026-03-09' };
    assert.match(
      await code(acting.act(giveCaseAction, { ...action, organisationId: small.organisations.fire }, chair())),
      /Choose a party of ISA-1: the agreement lets nobody else know/,
    );
    assert.match(await code(acting.act(giveCaseAction, { ...action, dueOn: '2026-02-27' }, chair())), /on the day of the meeting or later/);
    const given = await acting.act(giveCaseAction, action, chair());
    assert.equal(await code(acting.act(completeCaseAction, { id: given.id, version: 1, doneOn: '2026-03-02', result: 'Done' }, chair())), 'not-allowed');
    assert.match(
      await code(acting.act(completeCaseAction, { id: given.id, version: 1, doneOn: '2026-03-03', result: 'Done' }, small.who('youth'))),
      /today or in the past/,
    );
    assert.match(
      await code(acting.act(completeCaseAction, { id: given.id, version: 1, doneOn: '2026-03-02', result: ' ' }, small.who('youth'))),
      /Say what came of it/,
    );
  });

  test('of closing a case and giving something to do in it at once, one succeeds', async () => {
    const id = await refer();
    const decision = await acting.act(decideCase, { caseId: id, meetingId, kind: 'plan', text: 'A plan' }, chair());
    const action = { caseId: id, decisionId: decision.id, organisationId: small.organisations.youth, text: 'Visit', dueOn: '2026-03-09' };
    const both = await small.system(async (tx) => {
      // Until this ends, who waits for the case waits.
      await tx.selectFrom('panelCase').select('id').where('id', '=', id).forUpdate().execute();
      const closing = acting.act(closeCase, { id, version: 1, outcome: 'risk-same', outcomeNote: '' }, chair());
      await wait(200);
      const giving = acting.act(giveCaseAction, action, chair());
      await wait(200);
      return [closing, giving];
    });
    assert.deepEqual((await Promise.allSettled(both)).map((each) => each.status).sort(), ['fulfilled', 'rejected']);
  });

  test('what is missing or cannot be is said at its field', async () => {
    const bad = (more: object, who: Who = small.who('youth')) => code(acting.act(referCase, referral(more), who));
    assert.match(await bad({ grounds: [] }), /grounds: Choose why it is brought/);
    assert.match(await bad({ reference: 'Finn Marsh' }), /reference: .*Do not enter a name/);
    assert.match(await bad({ referredOn: '2026-03-03' }), /referredOn: .*today or in the past/);
    assert.match(await bad({ referredOn: '2026-02-30' }), /referredOn: .*real date/);
    assert.match(await bad({ panelId: otherPanel }), /agreementId: Choose a live agreement/, 'the policing body is no party');
    assert.match(await bad({}, small.who('probation')), /agreementId: Choose a live agreement/, 'probation receives and does not supply');
    await refer({ reference: 'YJ-TWICE-1' });
    assert.match(await bad({ reference: 'YJ-TWICE-1' }), /brought this case to the panel already/);
    const id = await refer();
    assert.match(await code(acting.act(decideCase, { caseId: id, meetingId: early, kind: 'plan', text: 'A plan' }, chair())), /before the case was brought/);
    assert.equal(await code(acting.act(closeCase, { id, version: 1, outcome: 'not-known', outcomeNote: '' }, chair())), 'nothing-decided');
    const choices = await acting.read(caseChoices, {}, small.who('youth'));
    assert.deepEqual([choices.panels.map((each) => each.name), choices.agreements.map((each) => each.reference)], [['Extra-familial harm panel'], ['ISA-1']]);
    assert.deepEqual(await acting.read(caseChoices, {}, small.who('probation')), { panels: [], agreements: [] });
  });

  test('when the agreement ends nobody but who brought the case sees it, and it says why', async () => {
    const id = await refer();
    register.setNow('2026-07-01T09:00:00Z');
    try {
      assert.equal(await code(acting.read(readCase, { id }, chair())), 'agreement-not-live');
      const line = (await acting.read(listCases, {}, chair())).find((each) => each.id === id);
      assert.equal(line?.reference, null);
      assert.match(line?.stopped ?? '', /ISA-1 expired: its last day was 30 June 2026/);
      assert.equal(await code(acting.act(decideCase, { caseId: id, meetingId, kind: 'plan', text: 'A plan' }, chair())), 'agreement-not-live');
      assert.equal((await acting.read(readCase, { id }, small.who('youth'))).id, id);
      assert.match(await code(acting.act(referCase, referral(), small.who('youth'))), /agreementId/);
    } finally {
      register.setNow('2026-03-02T09:00:00Z');
    }
  });

  test('an agreement that renews it carries it on', async () => {
    const id = await refer();
    register.setNow('2026-07-01T09:00:00Z');
    try {
      assert.equal(await code(acting.read(readCase, { id }, chair())), 'agreement-not-live');
      const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
      await small.system(async (tx) => {
        const later = { ...AGREEMENT, reference: 'ISA-2', startsOn: '2026-07-01', endsOn: '2027-06-30', reviewOn: '2027-01-01', renewsId: agreementId };
        const renewed = await insertKept(tx, 'agreement', later, setting);
        for (const organisation of ['youth', 'council'] as const)
          await tx.insertInto('agreementParty').values({ agreementId: renewed, organisationId: small.organisations[organisation], part: 'both' }).execute();
      });
      assert.equal((await acting.read(readCase, { id }, chair())).agreement.reference, 'ISA-2');
      assert.equal((await acting.read(listCases, {}, chair())).find((line) => line.id === id)?.stopped, null);
      await small.system((tx) => tx.deleteFrom('agreementParty').where('organisationId', '=', small.organisations.council).execute());
      assert.equal(await code(acting.read(readCase, { id }, chair())), 'agreement-not-live', 'one that does not name them does not');
      await small.system((tx) => tx.insertInto('agreementParty').values({ agreementId, organisationId: small.organisations.council, part: 'both' }).execute());
    } finally {
      register.setNow('2026-03-02T09:00:00Z');
    }
  });

  test('disposed of, nothing of it is left but that it was', async () => {
    const id = await refer();
    const dispose = acting.actions.get('retention.dispose');
    assert.ok(dispose);
    const disposal = { type: 'panel-case', id, reason: 'Its time is over' };
    assert.equal(await code(acting.act(dispose, disposal, small.who('governance'))), 'still-in-use');
    await acting.act(decideCase, { caseId: id, meetingId, kind: 'no-action', text: 'Nothing more' }, chair());
    await acting.act(closeCase, { id, version: 1, outcome: 'moved-on', outcomeNote: '' }, chair());
    await acting.act(dispose, disposal, small.who('governance'));
    await small.system(async (tx) => {
      assert.deepEqual(await tx.selectFrom('panelCase').select('id').where('id', '=', id).execute(), []);
      assert.deepEqual(await tx.selectFrom('caseDecision').select('id').where('caseId', '=', id).execute(), []);
      assert.deepEqual(await tx.selectFrom('task').select('id').where('subjectId', '=', id).execute(), []);
      assert.equal((await tx.selectFrom('tombstone').select('recordType').where('recordId', '=', id).execute()).length, 1);
    });
  });
});

const AGREEMENT = {
  reference: 'ISA-1',
  title: 'Cases at the extra-familial harm panel',
  purpose: 'One plan for each child',
  powers: ['ca-2004-s10'],
  powerDetail: '',
  lawfulBases: ['gdpr-6-1-e'],
  specialBasis: 'gdpr-9-2-g',
  crossing: '',
  kinds: ['personal', 'children'],
  frequency: 'When a case is brought',
  format: '',
  retentionMonths: 12,
  quality: '',
  security: '',
  rights: '',
  dpiaReference: 'DPIA-1',
  compellingReason: 'They cannot be kept safe without it',
  startsOn: '2026-01-01',
  endsOn: '2026-06-30',
  reviewOn: '2026-06-01',
  signedOn: '2025-12-20',
  suspendedOn: null,
  suspendedReason: null,
  endedOn: null,
  endedReason: null,
  renewsId: null,
};
