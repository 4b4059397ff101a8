/** Actions and reads over the API, as a program meets them: a real register, access tokens, and every answer held to the document. */
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createToken, hashOfAccessToken, newAccessToken } from '../../src/access/sign-in/index.ts';
import { insertKept, type Who } from '../../src/register/index.ts';
import * as schemas from '../../src/web/api/index.ts';
import { type House, openHouse } from '../security/house.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: { readonly properties?: object } } } };
}
interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation; readonly post?: Operation }>>;
}

describe('actions and reads over the API', () => {
  let house: House;
  const tokens: Record<string, string> = {};

  before(async () => {
    house = await openHouse();
    const body = await house.system(async (tx) => {
      const setting = { who: nobody, reach: 'system', at: house.register.now() } as const;
      const id = await insertKept(tx, 'organisation', { name: 'Varrowshire Commissioner', shortName: 'Commissioner', type: 'policing-body' }, setting);
      const personId = house.people['Finn Gray'] ?? '';
      await insertKept(tx, 'membership', { personId, organisationId: id, roles: ['policing-body-officer'], fromOn: '2020-01-01', toOn: null }, setting);
      return id;
    });
    assert.ok(body);
    for (const name of ['Ben Hale', 'Cara Lind', 'Finn Gray']) tokens[name] = await tokenOf(name);
  });
  after(() => house?.close());

  const nobody: Who = { kind: 'job', personId: null, name: '', organisationId: null, organisationName: null, roles: [], via: 'job' };

  async function tokenOf(name: string): Promise<string> {
    const membership = await house.system((tx) =>
      tx
        .selectFrom('membership')
        .selectAll()
        .where('personId', '=', house.people[name] ?? '')
        .executeTakeFirstOrThrow(),
    );
    const who: Who = { ...nobody, kind: 'person', personId: membership.personId, name, organisationId: membership.organisationId, roles: membership.roles };
    const token = newAccessToken();
    await house.acting.act(createToken, { title: 'Test', days: 1, membershipId: membership.id, hash: hashOfAccessToken(token) }, who);
    return token;
  }

  async function post(name: string | null, path: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${house.base}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(name === null ? {} : { authorization: `Bearer ${tokens[name]}` }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: JSON.parse(text) as Record<string, unknown>, text };
  }

  const problem = (answer: { type: string; body: unknown; text: string }) => {
    assert.match(answer.type, /^application\/problem\+json/, answer.text);
    const parsed = schemas.problem.safeParse(answer.body);
    assert.ok(parsed.success, answer.text);
    return parsed.data;
  };

  const spoke = (name: string) => ({ name, shortName: name, type: 'voluntary' });
  const document = async (): Promise<Document> => (await (await fetch(`${house.base}/api/openapi.json`)).json()) as Document;

  test('an action is done as the person of the token, and is on record as through the API', async () => {
    const done = await post('Ben Hale', '/api/v1/actions/organisation.add', spoke('Millbrook Trust'));
    assert.equal(done.status, 200, done.text);
    const event = await house.system((tx) =>
      tx.selectFrom('auditEvent').selectAll().where('action', '=', 'organisation.add').orderBy('seq', 'desc').executeTakeFirstOrThrow(),
    );
    assert.equal(event.subjectId, done.body['id']);
    assert.equal(event.via, 'api');
    assert.equal(event.personId, house.people['Ben Hale']);
    const listed = await post('Cara Lind', '/api/v1/reads/organisation.list', {});
    assert.equal(listed.status, 200, listed.text);
    assert.match(listed.text, /Millbrook Trust/);
  });

  test('the same key twice: done once, answered twice; with other content it is a conflict', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => post('Ben Hale', '/api/v1/actions/organisation.add', spoke('Once Only'), key)));
    for (const answer of answers) assert.deepEqual([answer.status, answer.body], [200, answers[0]?.body], answer.text);
    const { n } = await house.system((tx) =>
      tx
        .selectFrom('organisation')
        .select((row) => row.fn.countAll<number>().as('n'))
        .where('name', '=', 'Once Only')
        .executeTakeFirstOrThrow(),
    );
    assert.equal(n, 1);
    const other = await post('Ben Hale', '/api/v1/actions/organisation.add', spoke('Something Else'), key);
    assert.equal(other.status, 409);
    assert.equal(problem(other).type, 'urn:headwater:error:key-reused');
    for (const bad of ['', 'with a space', 'x'.repeat(201)]) {
      const refused = await post('Ben Hale', '/api/v1/actions/organisation.add', spoke('Never'), { 'idempotency-key': bad });
      assert.equal(refused.status, 400, `“${bad}”: ${refused.text}`);
    }
  });

  test('bad input names every field, and nothing of it reaches the database', async () => {
    const two = problem(await post('Ben Hale', '/api/v1/actions/organisation.add', { name: '', shortName: 'x', type: 'circus' }));
    assert.deepEqual(two.errors?.map((each) => each.field).sort(), ['name', 'type']);
    for (const body of ['', '{', '[]', 'null', '"text"', '{"__proto__": {"roles": ["administrator"]}}', JSON.stringify(spoke('nul \u0000 inside'))]) {
      const answer = await post('Ben Hale', '/api/v1/actions/organisation.add', body);
      assert.equal(answer.status, 400, `${body}: ${answer.text}`);
      problem(answer);
    }
    const html = await post('Ben Hale', '/api/v1/actions/organisation.add', spoke('<script>alert(1)</script>'));
    assert.equal(html.status, 200, 'text is text');
    const large = await post('Ben Hale', '/api/v1/actions/organisation.add', { ...spoke('Large'), area: 'x'.repeat(2 ** 21) });
    assert.equal(large.status, 413);
    problem(large);
  });

  test('who changed it meanwhile is told, and nothing is overwritten', async () => {
    const made = await post('Ben Hale', '/api/v1/actions/organisation.add', spoke('Two Editors'));
    const change = { id: made.body['id'], version: 1, ...spoke('Two Editors') };
    assert.equal((await post('Ben Hale', '/api/v1/actions/organisation.change', { ...change, area: 'North' })).status, 200);
    const stale = await post('Ben Hale', '/api/v1/actions/organisation.change', { ...change, area: 'South' });
    assert.equal(stale.status, 409, stale.text);
    assert.deepEqual(
      problem(stale).changes?.map(({ by, fields }) => [by, fields]),
      [['Ben Hale', ['area']]],
    );
  });

  test('who may not is refused, and nobody gets in by another door', async () => {
    const path = '/api/v1/actions/organisation.add';
    assert.equal(problem(await post(null, path, spoke('A'))).status, 401);
    assert.equal(problem(await post(null, path, spoke('A'), { authorization: `Bearer hw_${randomBytes(32).toString('base64url')}` })).status, 401);
    assert.equal(problem(await post('Cara Lind', path, spoke('A'))).status, 403);
    assert.equal(problem(await post('Ben Hale', path, spoke('A'), { origin: 'https://elsewhere.example' })).status, 403);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonish'])
      assert.equal(problem(await post('Ben Hale', path, '{}', { 'content-type': type })).status, 415, type);
    assert.equal(problem(await post('Ben Hale', '/api/v1/actions/no.such', {})).status, 405);
    // The service's own work, and that of whoever runs the machine, are no addresses at all.
    for (const inside of ['agreement.remind', 'job.run', 'administrator.create'])
      assert.equal((await post('Ben Hale', `/api/v1/actions/${inside}`, {})).status, 405, inside);
    assert.equal((await post(null, '/api/v1/reads/published.list', {})).status, 200, 'what is published needs no sign-in');
  });

  test('a file is sent as base64, and arrives whole', async () => {
    const text = 'Recommendation 1. By 31 March 2027 the chief constable should review every outcome 22 decision.';
    const file = { name: 'report.txt', base64: Buffer.from(text).toString('base64') };
    const read = await post('Finn Gray', '/api/v1/actions/import.propose', { name: '', text: '', file });
    assert.equal(read.status, 200, read.text);
    const held = await house.system((tx) => tx.selectFrom('importProposal').select('text').executeTakeFirstOrThrow());
    assert.match(held.text, /outcome 22 decision/);
    const wrong = await post('Finn Gray', '/api/v1/actions/import.propose', { name: '', text: '', file: { name: 'a.txt', base64: '?!' } });
    assert.deepEqual(
      problem(wrong).errors?.map((each) => each.field),
      ['file'],
    );
    // Larger than any form without a file may be: refused for what it is, not for its size.
    const zeros = { name: 'zeros.txt', base64: Buffer.alloc(3 * 2 ** 20).toString('base64') };
    assert.equal((await post('Finn Gray', '/api/v1/actions/import.propose', { name: '', text: '', file: zeros })).status, 400);
    assert.equal((await post(null, '/api/v1/actions/import.propose', { file: zeros })).status, 401);
  });

  test('every address of the document answers as it says, for an empty input and for nobody', async () => {
    const { paths } = await document();
    const calls = Object.entries(paths).flatMap(([path, { post: operation }]) => (operation === undefined ? [] : [{ path, operation }]));
    assert.ok(calls.length > 60, `only ${calls.length}`);
    assert.equal(new Set(calls.map(({ operation }) => operation.operationId)).size, calls.length);
    for (const { path, operation } of calls) {
      for (const name of ['Ben Hale', 'Finn Gray', null]) {
        const answer = await post(name, path, {});
        assert.ok(operation.responses[answer.status], `${path} for ${name}: ${answer.status} ${answer.text}`);
        if (answer.status !== 200) problem(answer);
      }
    }
  });

  test('the lists say what there is, for whom, and the room of each', async () => {
    const { paths } = await document();
    const names: string[] = [];
    for (const kind of ['actions', 'reads']) {
      const answer = await fetch(`${house.base}/api/v1/${kind}?size=500`, { headers: { authorization: `Bearer ${tokens['Cara Lind']}` } });
      const parsed = schemas.pageOf(schemas.call).safeParse(await answer.json());
      assert.ok(parsed.success, parsed.error?.message);
      for (const call of parsed.data.items) {
        assert.notEqual(call.room, 'Other', `${call.name}: name its room in src/web/api/rooms.ts`);
        assert.deepEqual(paths[call.path]?.post?.requestBody?.content['application/json'].schema.properties, call.input['properties'], call.name);
        names.push(call.path);
      }
      assert.equal(parsed.data.items.find((call) => call.name === 'organisation.add')?.may ?? false, false);
    }
    assert.deepEqual(
      names.sort(),
      Object.keys(paths)
        .filter((path) => paths[path]?.post)
        .sort(),
    );
  });

  test('the page shows each of them, and how a program signs in', async () => {
    const text = await (await fetch(`${house.base}/api`)).text();
    for (const [path, { post: operation }] of Object.entries((await document()).paths)) if (operation) assert.ok(text.includes(`POST ${path}<`), path);
    assert.match(text, /Authorization: Bearer/);
    assert.match(text, /Idempotency-Key/);
  });

  test('what is kept of a key tells nothing of a token', async () => {
    const answers = await house.system((tx) => tx.selectFrom('keptAnswer').select('answer').execute());
    const digest = createHash('sha256')
      .update(tokens['Ben Hale'] ?? '')
      .digest('hex');
    assert.doesNotMatch(JSON.stringify(answers), new RegExp(`hw_|${digest}`));
  });
});
