import assert from 'node:assert/strict';
import { writeFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { addInspection } from '../../src/account/inspections/index.ts';
import { addItem, closeItem, readItem } from '../../src/account/items/index.ts';
import { addFigureEvidence, addMilestone, confirmEvidence, readPlan, recheckFigures } from '../../src/account/plan/index.ts';
import { ITEM, openRoom, REPORT, type Room } from '../../src/account/testing/index.ts';
import { HeadwaterError } from '../../src/errors.ts';
import { openHome, openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { deliverMany } from '../../src/warehouse/store/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';

describe('a figure as evidence', () => {
  let room: Room;
  let small: SmallHome;
  let warehouse: Warehouse;
  let item: string;
  let milestone: string;

  before(async () => {
    room = await openRoom('2025-11-03T09:00:00Z');
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    const { id } = await room.acting.act(addInspection, REPORT, room.officer);
    item = (await room.acting.act(addItem, { inspectionId: id, fields: { ...ITEM, dueOn: '2026-12-31' } }, room.officer)).id;
    milestone = (await room.acting.act(addMilestone, { itemId: item, fields: { title: 'Stops are known', dueOn: '2026-06-30' } }, room.chief)).id;
  });
  after(async () => {
    await warehouse?.close();
    small?.remove();
    await room?.remove();
  });

  const status = async (): Promise<string> => (await room.acting.read(readItem, { id: item }, room.chief)).status;
  const piece = async () => {
    const found = (await room.acting.read(readPlan, { itemId: item }, room.chief)).evidence[0];
    assert.ok(found?.figure);
    return { ...found, figure: found.figure };
  };
  const tasks = () => room.look((tx) => tx.selectFrom('task').select('title').where('kind', '=', 'evidence').where('doneAt', 'is', null).execute());

  /** A corrected file: half of the month's stops. */
  async function correct(): Promise<void> {
    const folder = join(small.dir, '..', 'files', 'corrected');
    mkdirSync(folder, { recursive: true });
    const name = '2025-08-varrowshire-stop-and-search.csv';
    const lines = readFileSync(join(small.dir, '..', 'files', name), 'utf8')
      .trim()
      .split('\n');
    writeFileSync(join(folder, name), `${lines.slice(0, Math.ceil(lines.length / 2)).join('\n')}\n`);
    await deliverMany(openHome(small.dir), [{ dataset: 'stop', inputs: [join(folder, name)] }]);
  }

  test('counts once the service has asked it, with its values and its snapshot', async () => {
    const { id } = await room.acting.act(
      addFigureEvidence,
      { itemId: item, milestoneId: milestone, title: 'Stops', address: '/figure/stops?by=force&from=2025-08&to=2025-08', reachedOn: '2025-11-01' },
      room.chief,
    );
    assert.notEqual(await status(), 'done');
    assert.deepEqual(await recheckFigures(room.acting, warehouse, id), { asked: 1, same: 1, changed: 0, failed: 0, refused: 0 });
    const { figure } = await piece();
    assert.deepEqual([figure.snapshot, figure.total, figure.state], ['s2', '120', 'same']);
    assert.match(figure.address, /snapshot=s2/);
    assert.equal(await status(), 'done');
    assert.equal((await recheckFigures(room.acting, warehouse)).asked, 0);
  });

  test('that has changed in a new snapshot is green no more, until somebody confirms it', async () => {
    await correct();
    assert.deepEqual(await recheckFigures(room.acting, warehouse), { asked: 1, same: 0, changed: 1, failed: 0, refused: 0 });
    const { figure, version, id } = await piece();
    assert.deepEqual([figure.state, figure.total], ['changed', '120']);
    // Half of them, as protection shows it.
    assert.match(figure.totalNow ?? '', /^(?:55|60|65)$/);
    assert.equal(figure.note, `The whole was 120 and is ${figure.totalNow}; 1 of 2 values are different (snapshot s3).`);
    assert.equal(await status(), 'at-risk');
    assert.match((await tasks())[0]?.title ?? '', /Look again at the figure “Stops”/);
    const { version: itemVersion } = await room.acting.read(readItem, { id: item }, room.chief);
    const close = room.acting.act(closeItem, { id: item, version: itemVersion, route: 'chief-officer', closedOn: '2025-11-03', note: 'x' }, room.chief);
    assert.equal(await close.catch((error: unknown) => (error instanceof HeadwaterError ? error.code : error)), 'no-evidence');
    await room.acting.act(confirmEvidence, { id, version, note: 'The corrected file says it too' }, room.chief);
    assert.equal(await status(), 'done');
    assert.deepEqual(await tasks(), []);
    assert.equal((await piece()).figure.total, figure.totalNow);
    assert.equal((await recheckFigures(room.acting, warehouse)).asked, 0);
  });
});
