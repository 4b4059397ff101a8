/** Of two people who have the same form open, the slower is told who changed what and how it stands now, in words, and keeps what they typed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { addInspection, editInspection } from '../../src/account/inspections/index.ts';
import { addItem, editItem } from '../../src/account/items/index.ts';
import { describeResponse, readComments, readResponse, saveComments, setPosition } from '../../src/account/responses/index.ts';
import { ITEM, REPORT } from '../../src/account/testing/index.ts';
import { PUBLIC, type Who } from '../../src/register/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

describe('a form that somebody else was faster with', () => {
  let c: County;
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;
  let who: Who = PUBLIC;

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    c = await county();
    app = await buildApp({ warehouse, acting: c.acting, identify: async () => ({ who, session: null, expired: null }), now: () => c.register.now() });
  });
  after(async () => {
    await app?.close();
    await warehouse?.close();
    await c?.remove();
    small?.remove();
  });

  /** Sends a form that showed `version`. Gives the words of the summary at its head, and the whole page. */
  const send = async (as: Who, url: string, fields: Readonly<Record<string, string>>, version: number) => {
    who = as;
    const payload = new URLSearchParams({ ...fields, _version: String(version), _once: crypto.randomUUID() }).toString();
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.inject({ method: 'POST', url, headers, payload });
    const alert = /<div role="alert">([\s\S]*?<\/dl>)/.exec(answer.body)?.[1] ?? '';
    return { status: answer.statusCode, page: answer.body, said: alert.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') };
  };

  test('the answer to a recommendation, and the names', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const id = await j.open();
    const itemId = report.items[1] ?? '';
    const { version } = await c.acting.read(readResponse, { id }, c.officer);
    await c.acting.act(setPosition, { id, version, itemId, position: 'partly', action: 'Half of it is done.', noActionReason: '' }, c.officer);
    const answer = await send(c.colleague, `/account/responses/${id}/items/${itemId}`, { position: 'accepted', action: 'All of it.' }, version);
    assert.equal(answer.status, 409);
    assert.match(
      answer.said,
      /Orla Penhallow changed this while you had it open .* Orla Penhallow changed position of item 3 and action of item 3 on 9 March 2023/,
    );
    assert.match(answer.said, /position now Partly accepted .*Action taken or proposed now Half of it is done\./);
    assert.match(answer.page, /<textarea[^>]*name="action"[^>]*>All of it\.<\/textarea>/);
    assert.match(answer.page, /value="accepted" checked/);

    await c.acting.act(
      describeResponse,
      { id, version: version + 1, layout: 'staffordshire', officeTitle: 'Mayor', officeHolder: '', chiefTitle: 'Chief Constable', chiefOfficer: '' },
      c.officer,
    );
    const names = await send(
      c.colleague,
      `/account/responses/${id}/names`,
      { layout: 'norfolk', officeTitle: 'Commissioner', chiefTitle: 'Chief Constable' },
      version + 1,
    );
    assert.match(names.said, /Layout now A table of the record.*Title of the office holder now Mayor/);
    assert.doesNotMatch(names.said, /now staffordshire/);
    assert.match(names.page, /value="Commissioner"/);
  });

  test('the chief officer’s comments, on the whole and on an item', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const id = await j.open();
    await j.invite();
    const itemId = report.items[1] ?? '';
    const { version } = await c.acting.read(readComments, { id }, c.chief);
    await c.acting.act(saveComments, { id, version, general: '', items: [{ itemId, text: 'Said in the other window.' }], send: false }, c.chief);
    const answer = await send(c.chief, `/account/comments/${id}`, { general: 'Typed here.', send: 'no' }, version);
    assert.equal(answer.status, 409);
    assert.match(answer.said, /Your comment on recommendation 3 now Said in the other window\./);
    assert.match(answer.page, />Typed here\.<\/textarea>/);
  });

  test('a report and an item of it: codes and dates in words, and only what was changed', async () => {
    const fields = { ...REPORT, title: 'A report of two editors', publishedOn: '2023-02-01' };
    const filed = await c.acting.act(addInspection, fields, c.officer);
    await c.acting.act(editInspection, { id: filed.id, version: 1, fields: { ...fields, kind: 'super-complaint', publishedOn: '2023-02-02' } }, c.officer);
    const report = await send(c.colleague, `/account/inspections/${filed.slug}/edit`, { title: 'Typed here' }, 1);
    assert.equal(report.status, 400, 'a date is missing, which is said first');
    const whole = {
      title: 'Typed here',
      kind: 'thematic',
      inspectorates: 'hmicfrs',
      'publishedOn-day': '1',
      'publishedOn-month': '2',
      'publishedOn-year': '2023',
      scope: 'all',
      response: 'needed',
    };
    const stale = await send(c.colleague, `/account/inspections/${filed.slug}/edit`, whole, 1);
    assert.equal(stale.status, 409);
    assert.match(stale.said, /Kind of report now Super-complaint.*Published now 2 February 2023/);
    assert.doesNotMatch(stale.said, /Title now|Grade now|2023-02-02/);
    assert.match(stale.page, /value="Typed here"/);

    const item = { ...ITEM, number: '9' };
    const { id } = await c.acting.act(addItem, { inspectionId: filed.id, fields: item }, c.officer);
    await c.acting.act(editItem, { id, version: 1, fields: { ...item, owner: 'home-office', dueOn: '2023-06-30' } }, c.officer);
    const words = { kind: 'recommendation', number: '9', text: 'Typed here too', owner: 'own-force' };
    const second = await send(c.colleague, `/account/recommendations/${id}/edit`, words, 1);
    assert.equal(second.status, 409);
    assert.match(second.said, /Who owns it now Home Office.*Due now 30 June 2023/);
    assert.match(second.page, />Typed here too<\/textarea>/);
  });
});
