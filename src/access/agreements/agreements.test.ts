import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, InputError, insertKept, makeActing, OPERATOR, SERVICE, StaleError, transaction, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { policy } from '../policy.ts';
import {
  agreementActions,
  agreementReads,
  coverOfDataset,
  draftAgreement,
  editAgreement,
  endAgreement,
  exportAgreements,
  feedGate,
  lookExactly,
  readAgreement,
  remindOfAgreements,
  renewAgreement,
  resumeAgreement,
  reviewAgreement,
  signAgreement,
  suspendAgreement,
} from './index.ts';

describe('the register of sharing agreements', () => {
  let register: TestRegister;
  let acting: Acting;
  let police: string;
  let council: string;
  let governor: Who;
  let analyst: Who;
  let isa: { id: string; version: number };

  const person = (personId: string, name: string, organisationId: string, organisationName: string, ...roles: string[]): Who => ({
    ...SERVICE,
    kind: 'person',
    personId,
    name,
    organisationId,
    organisationName,
    roles,
    via: 'page',
  });

  before(async () => {
    register = await testRegister('2026-03-02T09:00:00Z');
    acting = makeActing(register, policy, agreementActions, agreementReads);
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, setting, async (tx) => {
      police = await insertKept(tx, 'organisation', { name: 'Varrowshire Police', shortName: 'Police', type: 'police' }, setting);
      council = await insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Council', type: 'local-authority' }, setting);
      for (const [name, organisation, role] of [
        ['Ada Moss', council, 'information-governance'],
        ['Ben Reed', council, 'analyst'],
      ] as const) {
        const id = await insertKept(tx, 'person', { name, email: `${name.slice(0, 3).toLowerCase()}@varrow.example` }, setting);
        await insertKept(tx, 'membership', { personId: id, organisationId: organisation, roles: [role], fromOn: '2026-01-01' }, setting);
        if (role === 'analyst') analyst = person(id, name, organisation, 'Varrow Council', role);
        else governor = person(id, name, organisation, 'Varrow Council', role);
      }
    });
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
  const events = (action: string) =>
    transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, (tx) =>
      tx.selectFrom('auditEvent').selectAll().where('action', '=', action).orderBy('seq').execute(),
    );
  const street = { dataset: 'street', source: 'varrowshire', sharing: 'open' as const };
  const closed = { ...street, dataset: 'custody', sharing: 'agreement' as const };

  test('open data come in without an agreement, and anything else does not', async () => {
    assert.deepEqual(await feedGate(acting, OPERATOR, street), { agreement: null });
    const error = await failure(feedGate(acting, OPERATOR, closed));
    assert.equal(error.code, 'agreement-not-live');
    assert.match(error.message, /No sharing agreement covers “custody” from varrowshire/);
    assert.match(error.advice ?? '', /information governance at Varrow Council/);
    const refused = (await events('delivery.admit')).at(-1);
    assert.equal(refused?.outcome, 'refused');
    assert.match(String(refused?.details['about']), /custody from varrowshire/);
  });

  test('a draft is written section by section, and a form that is behind is told', async () => {
    isa = await acting.act(draftAgreement, { reference: 'ISA 1', title: 'Custody records' }, governor);
    const dates = { startsOn: '2026-01-01', endsOn: '2026-06-30', reviewOn: '2026-05-31' };
    isa = await acting.act(editAgreement, { ...isa, purpose: 'To see who is in custody', ...dates }, governor);
    const before = isa;
    isa = await acting.act(
      editAgreement,
      {
        ...isa,
        parties: [
          { organisationId: police, part: 'supplies' },
          { organisationId: council, part: 'receives' },
        ],
      },
      governor,
    );
    assert.equal(isa.version, before.version + 1, 'parties are part of the record');
    assert.ok((await failure(acting.act(editAgreement, { ...before, title: 'Other' }, governor))) instanceof StaleError);
    const same = await acting.act(editAgreement, { ...isa, purpose: 'To see who is in custody' }, governor);
    assert.equal(same.version, isa.version, 'nothing changed, no new version');
    assert.equal((await failure(acting.act(draftAgreement, { reference: 'ISA 1', title: 'Again' }, governor))).message, 'Another agreement has that reference');
    assert.equal((await failure(acting.act(draftAgreement, { reference: 'ISA 2', title: 'No' }, analyst))).code, 'not-allowed');
  });

  test('it is signed only when nothing can be said against it', async () => {
    const error = await failure(acting.act(signAgreement, { ...isa, signedOn: '2026-03-01' }, governor));
    assert.ok(error instanceof InputError);
    assert.ok(error.issues.some((issue) => /Choose the kinds/.test(issue.message)));
    isa = await acting.act(
      editAgreement,
      {
        ...isa,
        kinds: ['personal', 'criminal-offence'],
        items: ['Arrival', 'Age band', 'Offence'],
        frequency: 'Every month',
        powers: ['cda-1998-s115'],
        lawfulBases: ['dpa-part-3', 'gdpr-6-1-e'],
        specialBasis: 'gdpr-10-schedule-1',
        crossing: 'The council becomes a controller for prevention',
        retentionMonths: 24,
        feeds: [{ dataset: 'custody', source: 'varrowshire' }],
      },
      governor,
    );
    assert.deepEqual((await acting.read(readAgreement, { id: isa.id }, analyst)).refusals, []);
    assert.equal((await failure(feedGate(acting, OPERATOR, closed))).code, 'agreement-not-live', 'a draft carries nothing');
    assert.equal(
      (await failure(acting.act(signAgreement, { ...isa, signedOn: '2026-03-03' }, governor))).message,
      'The day that it was signed must be today or in the past',
    );
    isa = await acting.act(signAgreement, { ...isa, signedOn: '2026-03-01' }, governor);
    assert.deepEqual(await feedGate(acting, OPERATOR, closed), { agreement: { id: isa.id, reference: 'ISA 1' } });
    assert.equal((await events('delivery.admit')).at(-1)?.agreementId, isa.id);
    assert.equal((await failure(acting.act(editAgreement, { ...isa, title: 'Other' }, governor))).code, 'agreement-state');
  });

  test('exact counts are for the organisation that receives, and each look is on record', async () => {
    const look = { measure: 'custody', slice: 'from=2026-01', dataset: 'custody', sharing: 'agreement', sources: ['varrowshire'] };
    assert.deepEqual(await acting.read(lookExactly, look, analyst), { agreements: [{ id: isa.id, reference: 'ISA 1' }] });
    const event = (await events('figure.exact')).at(-1);
    assert.equal(event?.outcome, 'read');
    assert.equal(event?.agreementId, isa.id);
    assert.deepEqual(event?.details, { slice: 'from=2026-01', dataset: 'custody', sources: ['varrowshire'], agreements: ['ISA 1'] });
    const supplier = { ...analyst, organisationId: police };
    assert.match((await failure(acting.read(lookExactly, look, supplier))).message, /receives nothing/);
    assert.equal((await failure(acting.read(lookExactly, { ...look, sources: ['varrowshire', 'elsewhere'] }, analyst))).code, 'agreement-not-live');
    assert.deepEqual(await acting.read(lookExactly, { ...look, dataset: 'street', sharing: 'open' }, analyst), { agreements: [] });
    assert.equal((await failure(acting.read(lookExactly, look, governor))).code, 'not-allowed');
  });

  test('suspended, it stops its feed and says since when and who can mend it', async () => {
    isa = await acting.act(suspendAgreement, { ...isa, reason: 'A file went to the wrong place' }, governor);
    const error = await failure(feedGate(acting, OPERATOR, closed));
    assert.match(error.message, /not live: ISA 1 has been suspended since 2 March 2026/);
    assert.match(error.advice ?? '', /information governance at Varrow Council to resume ISA 1/);
    isa = await acting.act(resumeAgreement, isa, governor);
    assert.equal((await feedGate(acting, OPERATOR, closed)).agreement?.reference, 'ISA 1');
  });

  test('a review that is near is a task for information governance, once, until it is done', async () => {
    const open = () =>
      transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, (tx) =>
        tx.selectFrom('task').select(['kind', 'dueOn', 'organisationId', 'role']).where('doneAt', 'is', null).orderBy('kind').execute(),
      );
    await acting.act(remindOfAgreements, {}, SERVICE);
    assert.deepEqual(await open(), []);
    register.setNow('2026-05-01T09:00:00Z');
    await acting.act(remindOfAgreements, {}, SERVICE);
    await acting.act(remindOfAgreements, {}, SERVICE);
    assert.deepEqual(await open(), [{ kind: 'agreement-review', dueOn: '2026-05-31', organisationId: council, role: 'information-governance' }]);
    isa = await acting.act(reviewAgreement, { ...isa, reviewOn: '2026-06-20' }, governor);
    assert.deepEqual(await open(), []);
  });

  test('expired, it stops its feed and says why; renewed, the feed goes on', async () => {
    register.setNow('2026-07-01T09:00:00Z');
    const error = await failure(feedGate(acting, OPERATOR, closed));
    assert.match(error.message, /not live: ISA 1 expired: its last day was 30 June 2026/);
    assert.match(error.advice ?? '', /renew ISA 1/);
    assert.match(String((await events('delivery.admit')).at(-1)?.details['about']), /agreement ISA 1/);
    const rows = await acting.read(coverOfDataset, { dataset: 'custody', sharing: 'agreement', sources: [] }, analyst);
    assert.match(rows[0]?.stopped ?? '', /expired/);

    let fresh = await acting.act(renewAgreement, { id: isa.id, reference: 'ISA 1b' }, governor);
    const { agreement } = await acting.read(readAgreement, { id: fresh.id }, analyst);
    assert.deepEqual(agreement.feeds, [{ dataset: 'custody', source: 'varrowshire' }]);
    assert.equal(agreement.parties.length, 2);
    fresh = await acting.act(editAgreement, { id: fresh.id, version: 1, startsOn: '2026-07-01', endsOn: '2027-06-30', reviewOn: '2027-03-31' }, governor);
    fresh = await acting.act(signAgreement, { id: fresh.id, version: fresh.version, signedOn: '2026-07-01' }, governor);
    assert.equal((await feedGate(acting, OPERATOR, closed)).agreement?.reference, 'ISA 1b');
    await acting.act(endAgreement, { id: fresh.id, version: fresh.version, reason: 'No longer needed' }, governor);
    assert.match((await failure(feedGate(acting, OPERATOR, closed))).message, /ISA 1b was ended on 1 July 2026/);
  });

  test('an open feed that an agreement names needs a live one all the same', async () => {
    let isa3 = await acting.act(draftAgreement, { reference: 'ISA 3', title: 'Street' }, governor);
    const parties = [
      { organisationId: police, part: 'supplies' },
      { organisationId: council, part: 'receives' },
    ];
    isa3 = await acting.act(
      editAgreement,
      {
        ...isa3,
        purpose: 'Picture',
        parties,
        kinds: ['anonymous'],
        items: ['Month'],
        frequency: 'Monthly',
        powers: ['pcsc-2022-s16'],
        retentionMonths: 12,
        startsOn: '2026-07-01',
        endsOn: '2026-07-31',
        reviewOn: '2026-07-31',
        feeds: [{ dataset: 'street', source: 'varrowshire' }],
      },
      governor,
    );
    assert.deepEqual(await feedGate(acting, OPERATOR, street), { agreement: null }, 'a draft does not stop what is open');
    await acting.act(signAgreement, { ...isa3, signedOn: '2026-07-01' }, governor);
    assert.equal((await feedGate(acting, OPERATOR, street)).agreement?.reference, 'ISA 3');
    register.setNow('2026-08-01T09:00:00Z');
    assert.equal((await failure(feedGate(acting, OPERATOR, street))).code, 'agreement-not-live');
    await acting.read(exportAgreements, {}, governor);
    assert.equal((await events('agreement.export')).length, 1);
  });
});
