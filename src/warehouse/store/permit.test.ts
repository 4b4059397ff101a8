import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { type Home, openHome, readManifest } from '../home.ts';
import type { Asked } from './permit.ts';
import { deliverMany } from './index.ts';

const HEAD = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const row = (force: string, month: string, at: number): string =>
  `${String(at).padStart(64, '0')},${month},${force},${force},-1.5,52.5,On or near Mill Lane,,,Burglary,Local resolution,`;

let dir: string;
let home: Home;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'headwater-permit-'));
  home = openHome(join(dir, 'home'), { create: true });
});
after(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, ...forces: string[]): string => {
  const path = join(dir, name);
  writeFileSync(
    path,
    [HEAD, ...forces.flatMap((force, at) => [row(force, name.slice(0, 7), 10 * at), row(force, name.slice(0, 7), 10 * at + 1)]), ''].join('\n'),
  );
  return path;
};
const notNorfolk = async ({ source }: Asked): Promise<{ id: string; reference: string } | null> => {
  if (source === 'norfolk') throw new HeadwaterError('forbidden', 'agreement-not-live', 'ISA 4 expired', { advice: 'Renew ISA 4.' });
  return source === 'suffolk' ? { id: '4', reference: 'ISA 5' } : null;
};

test('a feed that is not permitted leaves nothing behind, and the others of the batch come in', async () => {
  const asked: Asked[] = [];
  const result = await deliverMany(
    home,
    [
      {
        dataset: 'street',
        inputs: [
          file('2026-01-norfolk-street.csv', 'Norfolk Constabulary'),
          file('2026-01-suffolk-street.csv', 'Suffolk Constabulary'),
          file('2026-01-both-street.csv', 'Norfolk Constabulary', 'Kent Police'),
        ],
      },
    ],
    {
      permit: (each) => {
        asked.push(each);
        return notNorfolk(each);
      },
    },
  );
  assert.deepEqual(
    result.refused.map((each) => [each.fileName, each.error.code, each.error.advice]),
    [
      ['2026-01-norfolk-street.csv', 'agreement-not-live', 'Renew ISA 4.'],
      ['2026-01-both-street.csv', 'agreement-not-live', 'Renew ISA 4.'],
    ],
  );
  assert.deepEqual(
    result.delivered.map((each) => [each.source, each.agreements]),
    [['suffolk', [{ id: '4', reference: 'ISA 5' }]]],
  );
  assert.deepEqual(
    asked.map((each) => `${each.dataset} ${each.source} ${each.sharing}`).sort(),
    ['street kent open', 'street norfolk open', 'street suffolk open'],
    'a feed is asked about once',
  );
  const manifest = readManifest(home);
  assert.deepEqual(
    manifest.deliveries.map((each) => each.agreements?.[0]?.reference),
    ['ISA 5'],
  );
  assert.deepEqual(Object.keys(manifest.snapshots.at(-1)?.files['street']?.coverage ?? {}), ['suffolk']);
  assert.deepEqual(
    readdirSync(home.paths.staging).filter((name) => name !== 'writer.json'),
    [],
  );
});

test('where nothing is permitted, nothing changes', async () => {
  const before = readManifest(home);
  const result = await deliverMany(home, [{ dataset: 'street', inputs: [file('2026-02-norfolk-street.csv', 'Norfolk Constabulary')] }], { permit: notNorfolk });
  assert.equal(result.snapshot, null);
  assert.equal(result.refused.length, 1);
  assert.deepEqual(readManifest(home), before);
});

test('a permit that cannot be asked for ends the batch: nothing comes in unasked', async () => {
  const away = async (): Promise<null> => {
    throw new HeadwaterError('busy', 'register-away', 'The register does not answer');
  };
  const before = readManifest(home);
  await assert.rejects(
    deliverMany(home, [{ dataset: 'street', inputs: [file('2026-03-suffolk-street.csv', 'Suffolk Constabulary')] }], { permit: away }),
    /does not answer/,
  );
  assert.deepEqual(readManifest(home), before);
});
