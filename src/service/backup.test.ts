import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { insertKept, SERVICE, transaction } from '../register/index.ts';
import { backupHome, openActing, restoreHome } from './index.ts';

describe('a backup of the data home', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-backup-'));
  const home = join(root, 'home');
  const fresh = join(root, 'fresh');
  const kept = join(root, 'kept');
  const at = (homeDir: string) => ({ homeDir, env: {} });

  before(async () => {
    const { register } = await openActing(at(home));
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, setting, (tx) => insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Varrow', type: 'hub' }, setting));
    await register.close();
    writeFileSync(join(home, 'sign-in.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const organisations = async (homeDir: string): Promise<readonly string[]> => {
    const { register } = await openActing(at(homeDir));
    try {
      const rows = await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, (tx) =>
        tx.selectFrom('organisation').select('name').execute(),
      );
      return rows.map((row) => row.name);
    } finally {
      await register.close();
    }
  };

  test('is made where a killed one of the same number left its half', async () => {
    const half = join(root, `.kept.partial-${process.pid}`);
    mkdirSync(half);
    writeFileSync(join(half, 'sign-in.key'), 'half');
    await backupHome(at(home), kept, new Date());
    assert.ok(!existsSync(half));
    assert.deepEqual(readFileSync(join(kept, 'sign-in.key')), Buffer.alloc(32, 7));
  });

  test('comes back with its keys or not at all, so that it can be tried again', async () => {
    // In the way of a key: the last step that can fail.
    mkdirSync(join(fresh, 'sign-in.key', 'in the way'), { recursive: true });
    await assert.rejects(restoreHome(at(fresh), kept));
    assert.deepEqual(await organisations(fresh), []);
    rmSync(join(fresh, 'sign-in.key'), { recursive: true });
    await restoreHome(at(fresh), kept);
    assert.deepEqual(await organisations(fresh), ['Varrow Council']);
    assert.deepEqual(readFileSync(join(fresh, 'sign-in.key')), Buffer.alloc(32, 7));
    assert.deepEqual(
      readdirSync(fresh).filter((name) => name.endsWith('.restoring')),
      [],
    );
  });
});
