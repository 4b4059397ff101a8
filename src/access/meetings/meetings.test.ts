import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, insertKept, makeActing, SERVICE, transaction, type Tx, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { policy } from '../policy.ts';
import { approveProduct, confirmProduct, productActions, productHealth, productReads, addProduct, readProduct, sendProduct } from '../products/index.ts';
import {
  addAction,
  addPanel,
  completeAction,
  meetingActions,
  meetingHealth,
  meetingReads,
  planMeeting,
  readMeeting,
  readPapers,
  readParticipation,
  recordDecision,
  recordMeeting,
} from './index.ts';

describe('panels, meetings and products', () => {
  let register: TestRegister;
  let acting: Acting;
  let lead: Who;
  let probation: Who;
  const organisation: Record<string, string> = {};
  const seat: Record<string, string> = {};
  let panel: string;

  const asSystem = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);

  before(async () => {
    register = await testRegister('2026-03-02T09:00:00Z');
    acting = makeActing(register, policy, [...meetingActions, ...productActions], [...meetingReads, ...productReads]);
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, setting, async (tx) => {
      await tx
        .insertInto('partnership')
        .values({
          name: 'Varrowshire',
          kind: 'unit',
          granted: true,
          quorum: 2,
          quorumSeats: ['youth-offending-team'],
          policingBodyId: null,
          createdBy: null,
          updatedBy: null,
        })
        .execute();
      for (const [key, name, type, seatType] of [
        ['police', 'Varrowshire Police', 'police', 'police'],
        ['youth', 'Varrow Youth Justice', 'youth-justice', 'youth-offending-team'],
        ['probation', 'Varrow Probation', 'probation', 'probation'],
      ] as const) {
        const id = await insertKept(tx, 'organisation', { name, shortName: key, type }, setting);
        organisation[key] = id;
        const personId = await insertKept(tx, 'person', { name: `Person of ${key}`, email: `${key}@varrow.example` }, setting);
        seat[key] = await insertKept(tx, 'coreSeat', { organisationId: id, seat: seatType, personId, fromOn: '2026-01-01' }, setting);
        const who: Who = {
          ...SERVICE,
          kind: 'person',
          personId,
          name: 'X',
          organisationId: id,
          organisationName: name,
          roles: [key === 'police' ? 'partnership-lead' : 'probation'],
          via: 'page',
        };
        if (key === 'police') lead = who;
        if (key === 'probation') probation = who;
      }
    });
    const made = await acting.act(
      addPanel,
      {
        name: 'Partnership board',
        purpose: 'Leads the work',
        hostId: null,
        chairId: null,
        weeksLeast: 6,
        weeksMost: 8,
        routeIn: '',
        decisionsOut: '',
        dataUsed: '',
        core: true,
      },
      lead,
    );
    panel = made.id;
  });
  after(() => register?.remove());

  const failure = async (work: Promise<unknown>): Promise<HeadwaterError> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HeadwaterError, String(error));
    return error;
  };
  const hold = async (day: string, ...there: string[]): Promise<string> => {
    const { id } = await acting.act(planMeeting, { panelId: panel, onDay: day }, lead);
    await acting.act(recordMeeting, { id, version: 1, seatIds: there.map((key) => seat[key]), note: '', snapshot: 's3' }, lead);
    return id;
  };

  test('a decision keeps whether the core membership was quorate when it was taken', async () => {
    const meeting = await hold('2026-02-02', 'police', 'youth');
    assert.equal((await acting.act(recordDecision, { meetingId: meeting, kind: 'funding', text: 'Fund mentoring' }, lead)).quorate, true);
    // The seat ends afterwards: what was decided stays quorate.
    await asSystem((tx) =>
      tx
        .updateTable('coreSeat')
        .set({ toOn: '2026-02-10' })
        .where('id', '=', seat['youth'] ?? '')
        .execute(),
    );
    const page = await acting.read(readMeeting, { id: meeting }, lead);
    assert.deepEqual(
      page.decisions.map(({ quorate, present, needed, missingSeats }) => ({ quorate, present, needed, missingSeats })),
      [{ quorate: true, present: 2, needed: 2, missingSeats: [] }],
    );
    assert.equal(page.meeting.snapshot, 's3');
    const changed = await failure(acting.act(recordMeeting, { id: meeting, version: page.meeting.version, seatIds: [], note: '', snapshot: null }, lead));
    assert.equal(changed.code, 'decided');
  });

  test('a decision on money without the youth offending team is flagged, with what was missing', async () => {
    const meeting = await hold('2026-03-02', 'police', 'probation');
    assert.equal((await acting.act(recordDecision, { meetingId: meeting, kind: 'funding', text: 'Fund a worker' }, lead)).quorate, false);
    const found = await asSystem((tx) => meetingHealth.findings(tx, '2026-03-02'));
    assert.ok(found.some((each) => each.severity === 'gap' && /on 2 March 2026 was taken without quorum/.test(each.text) && each.link.id === meeting));
    const early = await acting.act(planMeeting, { panelId: panel, onDay: '2026-04-13' }, lead);
    assert.equal((await failure(acting.act(recordDecision, { meetingId: early.id, kind: 'other', text: 'Too early' }, lead))).code, 'meeting-not-held');
    assert.equal((await failure(acting.act(recordMeeting, { id: early.id, version: 1, seatIds: [], note: '', snapshot: null }, lead))).code, 'meeting-ahead');
  });

  test('an action is a task of its organisation until it is done, by itself or by the lead; nobody else’s', async () => {
    const meeting = await hold('2026-03-01', 'police');
    const action = await acting.act(
      addAction,
      { meetingId: meeting, organisationId: organisation['probation'], text: 'Send the figures', dueOn: '2026-03-20' },
      lead,
    );
    const open = () =>
      asSystem((tx) => tx.selectFrom('task').select(['organisationId', 'dueOn']).where('doneAt', 'is', null).where('kind', '=', 'meeting-action').execute());
    assert.deepEqual(await open(), [{ organisationId: organisation['probation'], dueOn: '2026-03-20' }]);
    const papers = await acting.read(readPapers, { id: meeting }, lead);
    assert.equal(papers.openActions[0]?.text, 'Send the figures');
    const youth = { ...probation, organisationId: organisation['youth'] ?? null, roles: ['youth-justice'] };
    assert.equal((await failure(acting.act(completeAction, { id: action.id, version: 1, doneOn: '2026-03-02' }, youth))).kind, 'not-found');
    await acting.act(completeAction, { id: action.id, version: 1, doneOn: '2026-03-02' }, probation);
    assert.deepEqual(await open(), []);
  });

  test('nine weeks without a meeting is overdue on the health page, and a partner who stays away is named', async () => {
    const found = await asSystem((tx) => meetingHealth.findings(tx, '2026-05-04'));
    assert.ok(
      found.some((each) => each.severity === 'gap' && /Partnership board has not met for 9 weeks/.test(each.text)),
      JSON.stringify(found),
    );
    const all = await acting.read(readParticipation, {}, lead);
    const of = (key: string) => all.find((each) => each.organisationId === organisation[key]);
    assert.deepEqual([of('police')?.attended, of('police')?.invited], [3, 3]);
    assert.deepEqual([of('probation')?.attended, of('probation')?.invited, of('probation')?.low], [1, 3, ['At 1 of 3 meetings']]);
    assert.deepEqual([of('youth')?.attended, of('youth')?.invited], [1, 1], 'a seat counts while it was held');
  });

  test('a product is approved, sent, and confirmed by each organisation for itself; who has not is named', async () => {
    const { id } = await acting.act(addProduct, { title: 'Systems analysis', ownerId: organisation['police'], dueOn: '2026-02-27', note: '' }, lead);
    assert.equal((await acting.read(readProduct, { id }, lead)).state, 'late');
    assert.equal((await failure(acting.act(sendProduct, { id, organisationIds: [organisation['youth']], sentOn: '2026-03-02' }, lead))).code, 'not-approved');
    await acting.act(approveProduct, { id, version: 1, approvedOn: '2026-03-01' }, lead);
    await acting.act(sendProduct, { id, organisationIds: [organisation['youth'], organisation['probation']], sentOn: '2026-03-02' }, lead);
    await acting.act(confirmProduct, { id }, probation);
    const product = await acting.read(readProduct, { id }, lead);
    assert.equal(product.state, 'sent');
    assert.deepEqual(
      product.receipts.map((each) => [each.organisation, each.confirmedOn]),
      [
        ['Varrow Probation', '2026-03-02'],
        ['Varrow Youth Justice', null],
      ],
    );
    assert.equal((await failure(acting.act(confirmProduct, { id }, { ...probation, organisationId: organisation['police'] ?? null }))).kind, 'not-found');
    const found = await asSystem((tx) => productHealth.findings(tx, '2026-03-02'));
    assert.match(found[0]?.text ?? '', /Systems analysis has not been confirmed by Varrow Youth Justice/);
  });
});
