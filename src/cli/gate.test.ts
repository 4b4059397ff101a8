import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { draftAgreement, editAgreement, endAgreement, signAgreement } from '../access/agreements/index.ts';
import { civilDay } from '../access/index.ts';
import { insertKept, SERVICE, transaction, type Who } from '../register/index.ts';
import { openActing } from '../service/index.ts';
import { openHome, readManifest } from '../warehouse/index.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';

let folder: string;
let home: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-gate-'));
  home = openHome(join(folder, 'home'), { create: true }).dir;
});
after(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env['PATH'] };

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const keep = (text: string): void => {
    out += `${text}\n`;
  };
  const io: Io = {
    out: keep,
    write: keep,
    err: (text) => {
      err += `${text}\n`;
    },
    input: async () => '',
    terminal: false,
    env,
  };
  return { code: await main([...args, '--home', home], io), out, err };
}

const HEAD = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
function street(month: string): string {
  const path = join(folder, `${month}-varrowshire-street.csv`);
  const row = `${'a'.repeat(64)},${month},Varrowshire Police,Varrowshire Police,-1.5,52.5,On or near Mill Lane,,,Burglary,Local resolution,`;
  writeFileSync(path, `${HEAD}\n${row}\n`);
  return path;
}

test('a feed comes in under its live agreement, whose reference the delivery keeps; ended, the agreement stops it and says why', async () => {
  const governor: Who = { ...SERVICE, name: 'Ada Moss', roles: ['information-governance'] };
  const acting = await openActing({ homeDir: home, env, serves: false });
  const today = civilDay(new Date());
  try {
    const setting = { who: SERVICE, reach: 'system', at: new Date() } as const;
    const [police, council] = await transaction(acting.register.db, setting, async (tx) => [
      await insertKept(tx, 'organisation', { name: 'Varrowshire Police', shortName: 'Police', type: 'police' }, setting),
      await insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Council', type: 'local-authority' }, setting),
    ]);
    let isa = await acting.act(draftAgreement, { reference: 'ISA 9', title: 'Street' }, governor);
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
        startsOn: today,
        endsOn: today,
        reviewOn: today,
        feeds: [{ dataset: 'street', source: 'varrowshire' }],
      },
      governor,
    );
    isa = await acting.act(signAgreement, { ...isa, signedOn: today }, governor);

    const first = await run('deliver', 'street', street('2026-01'));
    assert.equal(first.code, 0, first.err);
    assert.deepEqual(
      readManifest(openHome(home)).deliveries.map((each) => each.agreements?.map((agreement) => agreement.reference)),
      [['ISA 9']],
    );

    await acting.act(endAgreement, { ...isa, reason: 'No longer needed' }, governor);
    const before = readManifest(openHome(home));
    const second = await run('deliver', 'street', street('2026-02'));
    assert.equal(second.code, 7);
    assert.match(second.err, /Refused: 2026-02-varrowshire-street\.csv[\s\S]*ISA 9 was ended on [\s\S]*information governance to renew ISA 9/);
    assert.deepEqual(readManifest(openHome(home)), before, 'nothing of it was left behind');
    const events = await transaction(acting.register.db, setting, (tx) =>
      tx.selectFrom('auditEvent').select(['outcome', 'details']).where('action', '=', 'delivery.admit').orderBy('seq').execute(),
    );
    assert.deepEqual(
      events.map((event) => event.outcome),
      ['done', 'refused'],
    );
    assert.match(String(events[1]?.details['about']), /street from varrowshire, agreement ISA 9/);
  } finally {
    await acting.register.close();
  }
});
