import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { policy } from '../../src/access/index.ts';
import { agreementActions, agreementReads, draftAgreement, editAgreement, signAgreement, suspendAgreement } from '../../src/access/agreements/index.ts';
import { type Acting, insertKept, makeActing, PUBLIC, SERVICE, transaction, type Who } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';

describe('exact counts over the web', () => {
  let small: SmallHome;
  let warehouse: Warehouse;
  let register: TestRegister;
  let acting: Acting;
  let app: FastifyInstance;
  let who: Who;
  let police: string;
  let council: string;
  const person = (organisationId: string, ...roles: string[]): Who => ({
    ...SERVICE,
    kind: 'person',
    personId: '00000000-0000-4000-8000-000000000001',
    name: 'Ada Moss',
    organisationId,
    organisationName: 'Varrow Council',
    roles,
    via: 'page',
  });

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    register = await testRegister('2026-11-02T09:00:00Z');
    acting = makeActing(register, policy, agreementActions, agreementReads);
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, setting, async (tx) => {
      police = await insertKept(tx, 'organisation', { name: 'Varrowshire Police', shortName: 'Police', type: 'police', force: 'varrowshire' }, setting);
      council = await insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Council', type: 'local-authority' }, setting);
    });
    app = await buildApp({ warehouse, acting, identify: async () => ({ who, session: null, expired: null }), requestsAMinute: 0 });
  });
  after(async () => {
    await app?.close();
    await warehouse?.close();
    await register?.remove();
    small?.remove();
  });

  const get = (url: string, accept = 'text/html') => app.inject({ url, headers: { host: 'localhost', accept } });
  const looks = () =>
    transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, (tx) =>
      tx.selectFrom('auditEvent').selectAll().where('action', '=', 'figure.exact').orderBy('seq').execute(),
    );
  const PATH = '/figure/street-records.json?by=crime-type&by=month';

  test('of open data an analyst sees every count, the answer is kept nowhere, and the look is on record', async () => {
    who = person(council, 'analyst');
    const exact = await get(`${PATH}&as=analyst`);
    assert.equal(exact.statusCode, 200, exact.body);
    assert.equal(exact.headers['cache-control'], 'private, no-store');
    assert.equal(exact.headers['etag'], undefined);
    const figure = exact.json<{ cells: { value: number; state: string }[]; address: string; protection: { text: string } }>();
    assert.ok(figure.cells.every((cell) => cell.state === 'shown'));
    assert.ok(figure.cells.some((cell) => cell.value > 0 && cell.value < 8));
    assert.match(figure.protection.text, /OFFICIAL-SENSITIVE/);
    const again = await get(figure.address.replace('?', '.json?'));
    assert.deepEqual(again.json<typeof figure>().cells, figure.cells, 'its address gives the same cells');
    const all = await looks();
    assert.equal(all.length, 2);
    assert.equal(all[0]?.outcome, 'read');
    assert.equal(all[0]?.subjectId, 'street-records');
    assert.match(String(all[0]?.details['slice']), /by=crime-type&by=month/);
  });

  test('the page and the file are marked, and every link of the page asks with the same eyes', async () => {
    const page = await get('/figure/street-records?by=month&crime-type=robbery&as=analyst');
    assert.equal(page.statusCode, 200);
    assert.equal(page.headers['cache-control'], 'private, no-store');
    assert.match(page.body, /Classification: <\/span>OFFICIAL-SENSITIVE/);
    assert.match(page.body, /name="as" value="analyst"/);
    assert.match(page.body, /Show the protected figure/);
    const csv = /href="([^"]+\.csv[^"]*)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.match(csv, /as=analyst/);
    const file = await get(csv);
    assert.match(String(file.headers['content-disposition']), /OFFICIAL-SENSITIVE-street-records-by-month/);
    assert.match(file.body, /OFFICIAL-SENSITIVE/);
    const plain = await get('/figure/street-records?by=month');
    assert.doesNotMatch(plain.body, /OFFICIAL-SENSITIVE/);
    assert.match(plain.body, /Exact counts \(your look is recorded\)/);
  });

  test('nobody else sees one, and that they asked is on record', async () => {
    const before = (await looks()).length;
    for (const role of ['partnership-lead', 'information-governance', 'evaluator', 'chief-officer']) {
      who = person(council, role);
      const answer = await get(`${PATH}&as=analyst`, 'application/json');
      assert.equal(answer.statusCode, 403, role);
      assert.doesNotMatch(answer.body, /"cells"/);
      assert.doesNotMatch((await get('/figure/street-records?by=month')).body, /as=analyst/, role);
    }
    who = PUBLIC;
    assert.equal((await get(`${PATH}&as=analyst`, 'application/json')).statusCode, 403);
    const after = await looks();
    assert.equal(after.length, before + 5);
    assert.ok(after.slice(before).every((event) => event.outcome === 'refused'));
  });

  test('data under an agreement are exact for who receives them, while it is live', async () => {
    const governor = person(police, 'information-governance');
    let isa = await acting.act(draftAgreement, { reference: 'ISA 7', title: 'Street' }, governor);
    isa = await acting.act(
      editAgreement,
      {
        ...isa,
        purpose: 'Picture',
        parties: [
          { organisationId: police, part: 'supplies' },
          { organisationId: council, part: 'receives' },
        ],
        kinds: ['anonymous'],
        items: ['Month'],
        frequency: 'Monthly',
        powers: ['pcsc-2022-s16'],
        retentionMonths: 12,
        startsOn: '2026-11-01',
        endsOn: '2027-10-31',
        reviewOn: '2027-09-30',
        feeds: [{ dataset: 'street', source: 'varrowshire' }],
      },
      governor,
    );
    isa = await acting.act(signAgreement, { ...isa, signedOn: '2026-11-01' }, governor);
    who = person(council, 'analyst');
    assert.equal((await get(`${PATH}&as=analyst`)).statusCode, 200);
    assert.equal((await looks()).at(-1)?.agreementId, isa.id);
    assert.match((await get('/figure/street-records?as=analyst')).body, /under <a[^>]+>ISA 7</);

    who = person(police, 'analyst');
    const supplier = await get(`${PATH}&as=analyst`, 'application/json');
    assert.equal(supplier.statusCode, 403);
    assert.match(supplier.body, /receives nothing/);

    isa = await acting.act(suspendAgreement, { ...isa, reason: 'Looking into a loss' }, governor);
    who = person(council, 'analyst');
    const stopped = await get(`${PATH}&as=analyst`, 'application/json');
    assert.equal(stopped.statusCode, 403);
    assert.match(stopped.body, /ISA 7 has been suspended since 2 November 2026/);
    assert.equal((await get(PATH)).statusCode, 200, 'the protected figure is there all the same');
    assert.equal((await get('/figure/stops.json?as=analyst')).statusCode, 200, 'another dataset is none of its business');
  });
});
