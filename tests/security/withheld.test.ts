/**
 * Words that the police withhold are in nothing that anybody of another organisation can get: no read, with any record it can be asked for, no page, no file and no
 * feed, nor the words of a conflict or a refusal. The same is asked before they are withheld, to know that the test would find them.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { can, isPolicyKey, type PolicyKey } from '../../src/access/index.ts';
import { liftRestriction, listWithheld, restrictField } from '../../src/access/sharing/index.ts';
import { readPlan } from '../../src/account/plan/index.ts';
import { HeadwaterError } from '../../src/errors.ts';
import { insertKept, PUBLIC, SERVICE, transaction, type Who } from '../../src/register/index.ts';
import { makeWorld, openPages, type Pages, type World } from './world.ts';

const MARK = 'Zinnober';
const ACTION = `Search the fairground on Friday at ten: ${MARK}`;
const MILESTONE = `Warrants in the market hall in the second week: ${MARK}`;
const EVIDENCE = `Where the knife arches will stand: ${MARK}`;
const PLAN = Buffer.from(`The arches stand at the east gate. ${MARK}`);

interface Record {
  readonly type: 'meetingAction' | 'milestone' | 'evidence';
  readonly id: string;
  readonly pageId: string;
}

describe('what the police withhold', () => {
  let world: World;
  let app: FastifyInstance;
  let pages: Pages;
  let police: Who;
  let action: Record;
  let milestone: Record;
  let evidence: Record;
  let documentId: string;
  const ids = new Set<string>();
  const slugs = new Set<string>();

  before(async () => {
    world = await makeWorld();
    pages = await openPages(world);
    app = pages.app;
    const chief = world.people.get('chief-officer');
    assert.ok(chief?.organisationId);
    police = chief;
    await plant(chief.organisationId);
  });
  after(() => pages?.remove());

  async function plant(organisationId: string): Promise<void> {
    const setting = { who: SERVICE, reach: 'system', at: world.register.now() } as const;
    await world.asSystem(async (tx) => {
      const meeting = await tx.selectFrom('meeting').select('id').where('state', '=', 'held').executeTakeFirstOrThrow();
      const item = await tx
        .selectFrom('inspectionItem as i')
        .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
        .select(['i.id', 'i.inspectionId', 'n.slug'])
        .where('i.organisationId', '=', organisationId)
        .where('i.closedOn', 'is', null)
        .where((eb) => eb.or([eb('n.embargoAt', 'is', null), eb('n.embargoAt', '<', world.register.now())]))
        .executeTakeFirstOrThrow();
      const actionId = await insertKept(
        tx,
        'meetingAction',
        { meetingId: meeting.id, organisationId, text: ACTION, dueOn: '2024-01-01', doneOn: null },
        setting,
      );
      const step = { itemId: item.id, organisationId, title: MILESTONE, dueOn: '2024-01-01', measure: null, target: null };
      const milestoneId = await insertKept(tx, 'milestone', { ...step, reachedOn: null, withdrawnOn: null, withdrawnReason: null }, setting);
      const content = {
        name: `Arches ${MARK}.txt`,
        mediaType: 'text/plain',
        bytes: PLAN.length,
        sha256: createHash('sha256').update(PLAN).digest(),
        content: PLAN,
      };
      documentId = (
        await tx
          .insertInto('document')
          .values({ organisationId, ...content, reviewOn: null, createdAt: setting.at, createdBy: null })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
      const shows = { itemId: item.id, milestoneId: null, kind: 'document' as const, title: EVIDENCE, documentId, organisationId };
      const evidenceId = await insertKept(tx, 'evidence', { ...NO_FIGURE, ...shows }, setting);
      action = { type: 'meetingAction', id: actionId, pageId: meeting.id };
      milestone = { type: 'milestone', id: milestoneId, pageId: item.id };
      evidence = { type: 'evidence', id: evidenceId, pageId: item.id };
      for (const id of [meeting.id, item.id, item.inspectionId, actionId, milestoneId, evidenceId, documentId, organisationId]) ids.add(id);
      slugs.add(item.slug);
      for (const each of await tx.selectFrom('response').select('id').where('inspectionId', '=', item.inspectionId).execute()) ids.add(each.id);
    });
  }

  const others = (): Who[] => [PUBLIC, ...[...world.people.values()].filter((who) => who.organisationId !== police.organisationId)];

  /** Every read that their role may ask, with each record that its input can name. */
  async function leaks(who: Who): Promise<string[]> {
    const found: string[] = [];
    for (const read of world.acting.reads.values()) {
      if (!can(who, keyOf(read.allowed))) continue;
      const inputs: object[] = [{}, { origin: 'https://headwater.example' }];
      for (const id of ids)
        inputs.push(
          { id, itemId: id, inspectionId: id, organisationId: id, personId: id, type: 'milestone' },
          { id, type: 'meetingAction' },
          { id, type: 'evidence' },
        );
      for (const slug of slugs) inputs.push({ slug, id: slug });
      // What an input does not have it drops, so most of them are one and the same to most reads.
      const parsed = inputs.flatMap((each) => {
        const { success, data } = read.input.safeParse(each);
        return success ? [[JSON.stringify(data), each] as const] : [];
      });
      for (const input of new Map(parsed).values()) {
        const text = JSON.stringify(await world.acting.read(read, input, who).catch(saidOf), plainly) ?? '';
        if (text.includes(MARK)) found.push(`${read.name} ${JSON.stringify(input)}`);
      }
    }
    return found;
  }

  /** Every page and file that their role may open, with each record in the place of its id. */
  async function leakingPages(who: Who): Promise<string[]> {
    pages.as(who);
    const found: string[] = [];
    const routes = app.guarded.filter((route) => route.method === 'GET' && (route.access === 'open' || can(who, route.access)));
    const gets = [...new Set(routes.map((route) => route.url))];
    for (const url of gets) {
      for (const address of addresses(url)) {
        const answer = await app.inject({ method: 'GET', url: address, headers: { accept: 'text/html' } });
        if (answer.rawPayload.includes(MARK)) found.push(address);
      }
    }
    return found;
  }

  const addresses = (url: string): string[] => {
    if (!/[:*]/.test(url)) return [url];
    const fill = (id: string, type = 'milestone') =>
      url
        .replace(':milestone', milestone.id)
        .replace(':type', type)
        .replace(':slug', [...slugs][0] ?? '')
        .replaceAll(/:[A-Za-z]+/g, id)
        .replace('*', 'x');
    return [...new Set([...ids].flatMap((id) => [fill(id), fill(id, 'meeting-action'), fill(id, 'evidence')]))];
  };

  const withhold = async (record: Record, who: Who, reason = 'operational', note = ''): Promise<unknown> =>
    world.acting.act(restrictField, { type: record.type, id: record.id, version: await versionOf(record), reason, note }, who);

  const versionOf = (record: Record): Promise<number> =>
    world.asSystem(
      async (tx) =>
        (
          await tx
            .selectFrom(record.type as 'milestone')
            .select('version')
            .where('id', '=', record.id)
            .executeTakeFirstOrThrow()
        ).version,
    );

  test('before, partners see the words: the reads and pages that follow do show them', async () => {
    const lead = world.people.get('partnership-lead');
    assert.ok(lead && lead.organisationId !== police.organisationId);
    const reads = (await leaks(lead)).map((each) => each.split(' ')[0]);
    for (const name of ['meeting.read', 'meeting.papers', 'meeting-action.read', 'plan.read', 'deadline.list', 'deadline.calendar', 'organisation.matters'])
      if (world.acting.reads.has(name)) assert.ok(reads.includes(name), `${name} does not show the words: ${[...new Set(reads)].join()}`);
    const pages = await leakingPages(lead);
    for (const address of [`/partnership/meetings/${action.pageId}`, `/partnership/meetings/${action.pageId}/papers`, '/account/deadlines/deadlines.ics'])
      assert.ok(pages.includes(address), `${address} does not show the words: ${pages.join('\n')}`);
    const officer = world.people.get('policing-body-officer');
    assert.ok(officer);
    assert.ok((await leaks(officer)).some((each) => each.startsWith('document.read ')));
    assert.ok((await leakingPages(officer)).includes(`/documents/${documentId}`));
  });

  test('another organisation cannot withhold them, and a reason is needed', async () => {
    for (const who of others().filter((each) => each.organisationId !== null))
      for (const record of [action, milestone, evidence]) await assert.rejects(withhold(record, who), HeadwaterError);
    await assert.rejects(withhold(action, police, 'because'), /Choose why/);
    await assert.rejects(withhold(action, police, 'other'), /Say why/);
    await assert.rejects(withhold(action, police, 'other', 'x'.repeat(151)), /150 characters/);
  });

  test('after, no read gives them to anybody of another organisation', async () => {
    await withhold(action, police);
    await withhold(milestone, police, 'other', 'asked for by the court');
    await withhold(evidence, police, 'safety');
    for (const who of others()) assert.deepEqual(await leaks(who), [], `as ${who.roles.join()} of ${who.organisationName}`);
  });

  test('no page, file or feed does', async () => {
    for (const who of others()) assert.deepEqual(await leakingPages(who), [], `as ${who.roles.join()} of ${who.organisationName}`);
    const lead = world.people.get('partnership-lead');
    assert.ok(lead);
    pages.as(lead);
    for (const page of ['', '/papers']) {
      const { body } = await app.inject({ method: 'GET', url: `/partnership/meetings/${action.pageId}${page}`, headers: { accept: 'text/html' } });
      assert.match(body, new RegExp(`Withheld by ${police.organisationName}: operational confidentiality`));
    }
    const ics = await app.inject({ method: 'GET', url: '/account/deadlines/deadlines.ics' });
    const feed = world.acting.actions.get('calendar-feed.make');
    assert.ok(feed);
    const { token } = (await world.acting.act(feed, {}, lead)) as { token: string };
    const calendar = await app.inject({ method: 'GET', url: `/calendar/${token}.ics` });
    assert.match(calendar.body, /BEGIN:VEVENT/);
    assert.ok(!calendar.body.includes(MARK));
    assert.match(ics.body.replaceAll(/\r\n[ \t]/g, ''), /asked for by the court/);
  });

  test('the police themselves see them everywhere, and what others see', async () => {
    pages.as(police);
    const meeting = await app.inject({ method: 'GET', url: `/partnership/meetings/${action.pageId}`, headers: { accept: 'text/html' } });
    assert.match(meeting.body, /Search the fairground[\s\S]*Others see: Withheld by/);
    const item = await app.inject({ method: 'GET', url: `/account/recommendations/${milestone.pageId}`, headers: { accept: 'text/html' } });
    assert.match(item.body, /Warrants in the market hall[\s\S]*Others see: Withheld by [^<]*asked for by the court[\s\S]*Share again/);
    assert.match(item.body, /Where the knife arches will stand[\s\S]*Others see: Withheld by [^<]*safety of a person/);
    assert.ok(item.body.includes(`/partnership/sharing/evidence/${evidence.id}/lift`));
    const own = (await leaks(police)).map((each) => each.split(' ')[0]);
    for (const name of ['meeting.read', 'meeting.papers', 'meeting-action.read', 'plan.read', 'deadline.list', 'deadline.calendar', 'sharing.record'])
      assert.ok(own.includes(name), name);
  });

  test('that they are withheld, by whom and why is seen by partners, and is on record without the words', async () => {
    const lead = world.people.get('partnership-lead');
    assert.ok(lead);
    const lines = await world.acting.read(listWithheld, {}, lead);
    assert.deepEqual(lines.map((each) => each.type).sort(), ['evidence', 'meetingAction', 'milestone']);
    assert.deepEqual(
      await world.acting.read(listWithheld, {}, { ...lead, organisationId: null, kind: 'public', roles: [] }).catch(saidOf),
      'You need to sign in to see what is withheld, by whom and why',
    );
    const log = await world.asSystem((tx) =>
      tx.selectFrom('auditEvent').selectAll().where('action', 'like', 'sharing.%').where('outcome', '=', 'done').execute(),
    );
    assert.deepEqual(
      log.map(({ action: name, subjectType, subjectId, details }) => [name, subjectType, subjectId, details['reason']]),
      [
        ['sharing.restrict', 'meetingAction', action.id, 'operational'],
        ['sharing.restrict', 'milestone', milestone.id, 'other'],
        ['sharing.restrict', 'evidence', evidence.id, 'safety'],
      ],
    );
    assert.ok(!JSON.stringify(log, (_key, value) => (typeof value === 'bigint' ? String(value) : value)).includes(MARK));
  });

  test('a conflict tells another organisation nothing, and none can write over the notice', async () => {
    const lead = world.people.get('partnership-lead');
    assert.ok(lead);
    const complete = world.acting.actions.get('meeting-action.complete');
    assert.ok(complete);
    const stale: unknown = await world.acting.act(complete, { id: action.id, version: 1, doneOn: '2024-01-02' }, lead).catch((error: unknown) => error);
    assert.ok(stale instanceof HeadwaterError && stale.code === 'changed-meanwhile');
    assert.ok(!JSON.stringify([stale, stale.toProblem()]).includes(MARK));
    for (const table of ['milestone', 'evidence', 'meetingAction'] as const) {
      const change = world.asSystem((tx) =>
        table === 'meetingAction'
          ? tx.updateTable(table).set({ text: 'Other words' }).where('id', '=', action.id).execute()
          : tx
              .updateTable(table)
              .set({ title: 'Other words' })
              .where('id', '=', table === 'milestone' ? milestone.id : evidence.id)
              .execute(),
      );
      await assert.rejects(change, /withheld/);
    }
  });

  test('new words of a withheld milestone stay withheld; it cannot be handed on', async () => {
    const edit = world.acting.actions.get('milestone.edit');
    const body = world.people.get('policing-body-officer')?.organisationId;
    assert.ok(edit && body);
    const fields = { title: `Later, and elsewhere: ${MARK}`, dueOn: '2024-01-01', organisationId: police.organisationId, measure: '', target: '' };
    const version = await versionOf(milestone);
    await assert.rejects(
      world.acting.act(edit, { id: milestone.id, version, fields: { ...fields, organisationId: body } }, police),
      /can be handed on when that is lifted/,
    );
    await world.acting.act(edit, { id: milestone.id, version, fields }, police);
    assert.equal(await versionOf(milestone), version + 1, 'a change of the words alone is a change');
    const row = await world.asSystem((tx) => tx.selectFrom('milestone').select('title').where('id', '=', milestone.id).executeTakeFirstOrThrow());
    assert.match(row.title, /^Withheld by /);
    const plan = await world.acting.read(readPlan, { itemId: milestone.pageId }, police);
    assert.equal(plan.milestones.find((each) => each.id === milestone.id)?.title, fields.title);
    const lead = world.people.get('partnership-lead');
    assert.ok(lead);
    assert.deepEqual(await leaks(lead), []);
  });

  test('the database itself keeps them from every other organisation, however far it reaches', async () => {
    for (const who of others()) {
      for (const reach of ['none', 'public', 'own', 'organisation', 'partnership'] as const) {
        const rows = await transaction(world.register.db, { reach, who, at: world.register.now() }, (tx) =>
          tx.selectFrom('withheldWords').selectAll().execute(),
        );
        assert.deepEqual(rows, [], `${reach} as ${who.roles.join()}`);
      }
    }
  });

  test('a document that is withheld is its organisation’s alone to open; what goes to the monitoring portal has neither its title nor its name', async () => {
    const lead = world.people.get('partnership-lead');
    const officer = world.people.get('policing-body-officer');
    const portal = world.acting.reads.get('portal.export');
    assert.ok(lead && officer && portal);
    const open = async (who: Who) => {
      pages.as(who);
      return app.inject({ method: 'GET', url: `/documents/${documentId}` });
    };
    assert.equal((await open(officer)).statusCode, 404);
    assert.equal((await open(police)).body, PLAN.toString());
    for (const who of [officer, police].filter((each) => can(each, 'portal.export'))) {
      const sent = JSON.stringify(await world.acting.read(portal, {}, who));
      assert.ok(!sent.includes(MARK));
      assert.match(sent, /Withheld by [^"]*safety of a person/);
    }
    const theirs = await world.acting.read(readPlan, { itemId: evidence.pageId }, lead);
    const seen = theirs.evidence.find((each) => each.id === evidence.id);
    assert.equal(seen?.document, null);
    assert.match(seen?.title ?? '', /^Withheld by /);
    const own = (await world.acting.read(readPlan, { itemId: evidence.pageId }, police)).evidence.find((each) => each.id === evidence.id);
    assert.equal(own?.title, EVIDENCE);
    assert.equal(own?.document?.name, `Arches ${MARK}.txt`);
  });

  test('lifting is the police’s alone, gives the words back, and leaves nothing behind', async () => {
    const lead = world.people.get('partnership-lead');
    assert.ok(lead);
    const lift = async (who: Who) => world.acting.act(liftRestriction, { type: action.type, id: action.id, version: await versionOf(action) }, who);
    await assert.rejects(lift(lead), HeadwaterError);
    await lift(police);
    await assert.rejects(lift(police), /not withheld/);
    const row = await world.asSystem((tx) => tx.selectFrom('meetingAction').select('text').where('id', '=', action.id).executeTakeFirstOrThrow());
    assert.equal(row.text, ACTION);
    const kept = await world.asSystem((tx) => tx.selectFrom('withheldWords').selectAll().execute());
    assert.equal(kept.length, 2, 'the milestone’s and the evidence’s');
    assert.ok(
      (await leaks(lead)).some((each) => each.startsWith('meeting.read ')),
      'partners see them again',
    );
  });
});

function keyOf(key: string): PolicyKey {
  assert.ok(isPolicyKey(key), key);
  return key;
}

const NO_FIGURE = {
  figureAddress: null,
  figureSnapshot: null,
  figureCells: null,
  value: null,
  checkedAt: null,
  checkedSnapshot: null,
  checkCells: null,
  checkState: null,
  checkNote: null,
  withdrawnOn: null,
  withdrawnReason: null,
};

/** What a file holds as its text, so that it is looked through as well. */
const plainly = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data)
    ? Buffer.from(value.data).toString('utf8')
    : value;

const saidOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
