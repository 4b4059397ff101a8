import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Acting, insertKept, makeActing, SERVICE, transaction, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { agreementActions, agreementReads, draftAgreement, listAgreements } from '../agreements/index.ts';
import { policy } from '../policy.ts';
import { auditActions, auditChoices, auditReads, exportAudit, readAudit, verifyChain } from './index.ts';

describe('the audit log as information governance reads it', () => {
  let register: TestRegister;
  let acting: Acting;
  let governor: Who;
  let council: string;

  before(async () => {
    register = await testRegister('2026-03-28T12:00:00Z');
    acting = makeActing(register, policy, [...agreementActions, ...auditActions], [...agreementReads, ...auditReads]);
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, setting, async (tx) => {
      council = await insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Council', type: 'local-authority' }, setting);
      const personId = await insertKept(tx, 'person', { name: 'Ada Moss', email: 'ada@varrow.example' }, setting);
      governor = {
        ...SERVICE,
        kind: 'person',
        personId,
        name: 'Ada Moss',
        organisationId: council,
        organisationName: 'Varrow Council',
        roles: ['information-governance'],
        via: 'page',
      };
    });
  });
  after(() => register?.remove());

  const all = async (filter: object = {}) => (await acting.read(readAudit, filter, governor)).rows;

  test('a look at the log is an event of it, with the filters and no more', async () => {
    const { id } = await acting.act(draftAgreement, { reference: 'ISA 1', title: 'Ward counts' }, governor);
    await all({ action: 'agreement.draft', personId: governor.personId });
    const [look] = await all({ action: 'audit.read' });
    assert.equal(look?.outcome, 'read');
    assert.deepEqual(look?.details, { action: 'agreement.draft', personId: governor.personId, rows: 1 });
    const [drafted] = await all({ agreementId: id });
    assert.deepEqual(drafted?.agreement, { id, reference: 'ISA 1' });
    assert.equal(drafted?.person, 'Ada Moss');
    assert.equal(drafted?.organisation, 'Varrow Council');
  });

  test('pages follow each other without a gap or a repeat, while events go on being written', async () => {
    for (let at = 0; at < 130; at += 1) await acting.read(exportAudit, { outcome: 'refused' }, governor);
    const seen: number[] = [];
    let before: number | null = null;
    do {
      const page: { rows: readonly { seq: number }[]; older: number | null } = await acting.read(readAudit, { action: 'audit.export', before }, governor);
      seen.push(...page.rows.map((row) => row.seq));
      before = page.older;
      await acting.read(exportAudit, {}, governor);
    } while (before !== null);
    assert.equal(seen.length, 130);
    assert.deepEqual(
      seen,
      [...new Set(seen)].sort((a, b) => b - a),
    );
  });

  test('a day is that of England: an event after midnight in summer time is of the new day', async () => {
    register.setNow('2026-03-29T22:59:00Z');
    await acting.act(draftAgreement, { reference: 'ISA 2', title: 'Before midnight' }, governor);
    register.setNow('2026-03-29T23:01:00Z');
    await acting.act(draftAgreement, { reference: 'ISA 3', title: 'After midnight' }, governor);
    const on = async (from: string, to: string) => (await all({ action: 'agreement.draft', from, to })).length;
    assert.equal(await on('2026-03-29', '2026-03-29'), 1);
    assert.equal(await on('2026-03-30', '2026-03-30'), 1);
    assert.equal(await on('2026-03-28', '2026-03-30'), 3);
  });

  test('nobody else reads it, and that they asked is in it', async () => {
    const lead = { ...governor, roles: ['partnership-lead'] };
    await assert.rejects(acting.read(readAudit, {}, lead), /Your role does not allow/);
    await assert.rejects(acting.read(exportAudit, {}, lead), /Your role does not allow/);
    await assert.rejects(acting.read(auditChoices, {}, lead), /Your role does not allow/);
    assert.equal((await all({ action: 'audit.export', outcome: 'refused' })).length, 1);
    await assert.rejects(acting.act(verifyChain, { seals: [] }, governor), /Your role does not allow/);
    await acting.read(listAgreements, {}, lead);
  });

  test('each verification is an event, and the page tells of the last', async () => {
    assert.equal((await acting.read(auditChoices, {}, governor)).verified, null);
    const { faults, events } = await acting.act(verifyChain, { seals: [] }, SERVICE);
    assert.deepEqual(faults, []);
    assert.deepEqual((await acting.read(auditChoices, {}, governor)).verified, { at: '2026-03-29T23:01:00.000Z', events, faults: 0 });
    const wrong = await acting.act(verifyChain, { seals: [{ seq: 2, hash: '0'.repeat(64) }] }, SERVICE);
    assert.equal(wrong.faults[0]?.fault, 'seal');
    assert.equal((await acting.read(auditChoices, {}, governor)).verified?.faults, 1);
  });
});
