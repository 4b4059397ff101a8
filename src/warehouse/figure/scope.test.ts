/** A total with British Transport Police and one without it differ, and each says which it is (requirement R159). */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { codeList } from '../../reference/index.ts';
import { ask, openHome, openWarehouse, parseSlice, type Warehouse } from '../index.ts';
import { deliverMany } from '../store/index.ts';

const HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const territorial = codeList('force').items.filter((item) => item.areaCode && !item.fictional);

let dir: string;
let warehouse: Warehouse;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'headwater-scope-'));
  let id = 0;
  const rows = (force: string, n: number): string[] =>
    Array.from({ length: n }, () => {
      id += 1;
      return `${id.toString(16).padStart(64, '0')},2024-01,${force},${force},-1.5,52.5,On or near Mill Lane,,,Robbery,Local resolution,`;
    });
  const path = join(dir, '2024-01-all-street.csv');
  writeFileSync(path, [HEADER, ...territorial.flatMap((force) => rows(force.label, 3)), ...rows('British Transport Police', 20), ''].join('\n'));
  const home = openHome(join(dir, 'home'), { create: true });
  const { refused } = await deliverMany(home, [{ dataset: 'street', inputs: [path] }]);
  assert.deepEqual(refused, []);
  warehouse = await openWarehouse(home);
});
after(async () => {
  await warehouse?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('the 44-force total differs from the 43-force total, and both say so', async () => {
  const total = async (slice: string) => {
    const figure = await ask(warehouse, { measure: 'recorded-offences', by: [], slice: parseSlice(slice), clearance: 'analyst' });
    return { value: figure.total?.value, scope: figure.caveats.filter((each) => each.code.startsWith('btp-')) };
  };
  const all = await total('');
  const without = await total(`${territorial.map((force) => `force=${force.code}`).join('&')}`);
  assert.deepEqual([all.value, without.value], [43 * 3 + 20, 43 * 3]);
  assert.match(all.scope[0]?.text ?? '', /43 territorial forces and British Transport Police, 44 forces in all/);
  assert.match(without.scope[0]?.text ?? '', /43 territorial forces, without British Transport Police/);
});
