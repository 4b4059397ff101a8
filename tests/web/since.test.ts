/** Home tells whoever comes back what has changed in the picture since they last looked; nobody else's look, and nothing before there was one. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { transaction } from '../../src/register/index.ts';
import { deliverMany } from '../../src/warehouse/store/index.ts';
import { type Governed, governed } from '../partnership/setting.ts';
import { streetFile } from './home.ts';

describe('what has changed since somebody last looked', () => {
  let setting: Governed;
  before(async () => {
    setting = await governed();
  });
  after(() => setting?.remove());

  const home = async (as: string | null): Promise<string> => {
    if (as !== null) setting.as(as);
    const { statusCode, body } = await setting.app.inject({ method: 'GET', url: '/', headers: { accept: 'text/html' } });
    assert.equal(statusCode, 200);
    return body;
  };
  const looks = (key: string) => {
    const who = setting.people[key];
    assert.ok(who);
    return transaction(setting.register.db, { reach: 'own', who, at: setting.register.now() }, (tx) => tx.selectFrom('pictureLook').selectAll().execute());
  };
  /** Next month's file: the latest twelve months move on by one. */
  async function deliver(month: string, rows: number): Promise<void> {
    const file = join(setting.warehouse.home.dir, `${month}-varrowshire-street.csv`);
    writeFileSync(file, streetFile(month, rows));
    await deliverMany(setting.warehouse.home, [{ dataset: 'street', inputs: [file] }]);
  }

  test('the first look is remembered, once, and says nothing', async () => {
    assert.doesNotMatch(await home('lead'), /Since you last looked/);
    assert.doesNotMatch(await home('lead'), /Since you last looked/);
    const [look, ...more] = await looks('lead');
    assert.ok(look);
    assert.deepEqual(more, []);
    assert.ok(JSON.stringify(look.figures).includes('weapon-and-violence-offences'));
  });

  test('after a delivery it says what moved, with intervals and periods, as often as they look', async () => {
    setting.register.setNow('2026-11-20T09:00:00Z');
    await deliver('2026-10', 900);
    for (let i = 0; i < 2; i += 1) {
      const body = await home('lead');
      assert.match(body, /Since you last looked <span class="hw-light">on 2 November 2026, snapshot s2/);
      const row = /Weapon and violence offences<\/a><\/th>([\s\S]*?)<\/tr>/.exec(body)?.[1] ?? '';
      assert.match(row, /data-label="Then">[\d,]+ \([\d,]+ to [\d,]+\)<br><span class="hw-light">October 2025 to September 2026/);
      assert.match(row, /data-label="Now">[\d,]+ \([\d,]+ to [\d,]+\)<br><span class="hw-light">November 2025 to October 2026/);
    }
    assert.equal((await looks('lead')).length, 2);
  });

  test('somebody who comes for the first time, and somebody who has not signed in, are told nothing', async () => {
    assert.doesNotMatch(await home('health'), /Since you last looked/);
    assert.equal((await looks('health')).length, 1, 'and see no look of another');
  });

  test('two looks are kept of one person', async () => {
    setting.register.setNow('2026-12-20T09:00:00Z');
    await deliver('2026-11', 300);
    assert.match(await home('lead'), /on 20 November 2026, snapshot s3/);
    assert.deepEqual((await looks('lead')).map((look) => look.snapshot).sort(), ['s3', 's4']);
  });
});
