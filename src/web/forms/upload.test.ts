import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import { formToken, type Session } from '../../access/index.ts';
import { PUBLIC } from '../../register/index.ts';
import { SESSION_COOKIE } from '../identity.ts';
import { problemOf } from '../problem.ts';
import { readUpload, registerUploads } from './upload.ts';

const TOKEN = 'a'.repeat(43);
const MB = 1024 * 1024;

describe('a form with a file', () => {
  let app: FastifyInstance;
  let base: string;

  before(async () => {
    app = fastify();
    await app.register(cookie);
    await registerUploads(app);
    app.addHook('onRequest', async (request) => {
      request.session = {
        id: Buffer.alloc(32),
        who: PUBLIC,
        membershipId: null,
        memberships: [],
        method: 'password',
        secondFactor: false,
        secondsLeft: 1800,
      } satisfies Session;
    });
    app.setErrorHandler((error, _request, reply) => reply.code(problemOf(error).status).send(problemOf(error)));
    app.post('/', async (request) => {
      const { fields, file, refused } = await readUpload(request);
      return { fields, name: file?.name ?? null, size: file?.bytes.length ?? null, refused };
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
  });
  after(() => app?.close());

  const send = async (parts: readonly (readonly [name: string, value: string | File])[]) => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    const answer = await fetch(base, { method: 'POST', body, headers: { cookie: `${SESSION_COOKIE}=${TOKEN}` } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const file = (bytes: number, name = 'report.docx') => new File([Buffer.alloc(bytes, 'x')], name);
  const token: readonly [string, string] = ['_form', formToken(TOKEN)];

  test('gives fields and file, with a name that is no path', async () => {
    const { status, body } = await send([token, ['title', 'Plan – final'], ['who', 'a'], ['who', 'b'], ['file', file(3 * MB, '../../etc/Bericht ü.docx')]]);
    assert.equal(status, 200);
    assert.deepEqual(body, { fields: { _form: token[1], title: 'Plan – final', who: ['a', 'b'] }, name: 'Bericht ü.docx', size: 3 * MB, refused: null });
  });

  test('an input without a choice is no file', async () => {
    const { body } = await send([token, ['title', 'x'], ['file', new File([], '')]]);
    assert.equal(body['name'], null);
    assert.equal(body['refused'], null);
  });

  test('40 MB get their reason, and what was typed before and after is there', async () => {
    const { status, body } = await send([token, ['title', 'Plan'], ['file', file(40 * MB)], ['note', 'after it']]);
    assert.equal(status, 200);
    assert.deepEqual(body, {
      fields: { _form: token[1], title: 'Plan', note: 'after it' },
      name: null,
      size: null,
      refused: 'The selected file must be smaller than 25 MB',
    });
  });

  test('a form of another session is refused before its file is read; one whose token stands after the file too', async () => {
    for (const parts of [
      [
        ['_form', formToken('b'.repeat(43))],
        ['file', file(MB)],
      ],
      [['file', file(MB)], token],
      [['title', 'no file, no token']],
    ] as const) {
      const { status, body } = await send(parts);
      assert.equal(status, 403);
      assert.match(String(body['type']), /form-token/);
    }
  });

  test('two files, a huge field, too many fields and a broken body are refused in words', async () => {
    const two = await send([token, ['file', file(10)], ['file', file(10)]]);
    assert.match(String(two.body['type']), /too-large/);
    const long = await send([token, ['title', 'x'.repeat(300 * 1024)]]);
    assert.match(String(long.body['type']), /too-large/);
    const many = await send([token, ...Array.from({ length: 300 }, (_, at): [string, string] => [`f${at}`, 'x'])]);
    assert.match(String(many.body['type']), /too-large/);
    const answer = await fetch(base, { method: 'POST', body: '--x\r\nnot a part', headers: { 'content-type': 'multipart/form-data; boundary=x' } });
    assert.equal(answer.status, 400);
    const proto = await send([token, ['__proto__', 'x'], ['title', 'y']]);
    assert.equal(proto.status, 400);
  });
});
