/** The server and the command as they are started: the first administrator, and what is never served to others. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { main } from '../../src/cli/index.ts';
import { HeadwaterError } from '../../src/errors.ts';
import { SERVICE, transaction } from '../../src/register/index.ts';
import { startServer } from '../../src/server.ts';
import { openActing } from '../../src/service/index.ts';

describe('a home that is served', () => {
  let dir: string;
  let home: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'headwater-admin-'));
    home = join(dir, 'home');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      env: {},
      out: (line: string) => void out.push(`${line}\n`),
      err: (line: string) => void err.push(`${line}\n`),
      write: (text: string) => void out.push(text),
    };
    const code = await main([...args, '--home', home], { ...io, input: async () => '', terminal: false });
    return { code, out: out.join(''), err: err.join('') };
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing',
      (error: unknown) => (error instanceof HeadwaterError ? error.code : String(error)),
    );

  test('the operator makes the first administrator, whose link opens; the link of an hour replaces it', async () => {
    const made = await run('admin', 'create', '--name', 'Ben Hale', '--email', 'ben.hale@council.example', '--organisation', 'Varrow Council');
    assert.equal(made.code, 0, made.err);
    const [, token = ''] = /^http:\/\/localhost:3000\/join\/([\w-]{43})\n$/.exec(made.out) ?? [];
    assert.match(made.err, /within seven days/);
    const again = await run(
      'admin',
      'create',
      '--name',
      'Ben Hale',
      '--email',
      'BEN.HALE@council.example',
      '--organisation',
      'Varrow Council',
      '--forget-factor',
    );
    assert.match(again.err, /within an hour/);
    assert.equal((await run('admin', 'create', '--name', 'x')).code, 2);
    assert.equal((await run('admin')).code, 2);
    const server = await startServer({ home, env: { PORT: '0' } });
    try {
      const page = await fetch(`${server.url}/join/${token}`, { headers: { accept: 'text/html' } });
      assert.equal(page.status, 200);
      assert.match(await page.text(), /ben\.hale@council\.example/);
    } finally {
      await server.stop();
    }
  });

  test('behind HTTPS it says so to browsers, and its key is made when it is needed and no sooner', async () => {
    const server = await startServer({ home, env: { PORT: '0', HEADWATER_PUBLIC_URL: 'https://headwater.example' } });
    try {
      const page = await fetch(`${server.url}/sign-in`, { headers: { accept: 'text/html' } });
      assert.match(page.headers.get('strict-transport-security') ?? '', /max-age=\d{8}/);
      assert.equal(statSync(join(home, 'sign-in.key'), { throwIfNoEntry: false }), undefined);
    } finally {
      await server.stop();
    }
  });

  test('a demonstration is served to this machine, and to no other', async () => {
    const acting = await openActing({ homeDir: home, env: {}, serves: false });
    const { register } = acting;
    await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, (tx) =>
      tx
        .insertInto('partnership')
        .values({ name: 'Varrowshire', kind: 'unit', granted: true, policingBodyId: null, quorum: 3, demonstration: true, createdBy: null, updatedBy: null })
        .execute(),
    );
    await register.close();
    for (const env of [{ HEADWATER_PUBLIC_URL: 'https://headwater.example' }, { HEADWATER_ALLOW_REMOTE: 'yes' }])
      assert.equal(await codeOf(startServer({ home, env: { PORT: '0', ...env } })), 'demonstration-not-loopback');
    const server = await startServer({ home, env: { PORT: '0' } });
    await server.stop();
  });

  test('what is set wrongly is said before anything is opened', async () => {
    assert.equal(await codeOf(startServer({ home, env: { HEADWATER_PUBLIC_URL: 'headwater.example' } })), 'public-url');
    assert.equal(await codeOf(startServer({ home, env: { HEADWATER_OIDC_ISSUER: 'https://login.example' } })), 'oidc-settings');
    assert.equal(await codeOf(startServer({ home, env: { HOST: '0.0.0.0' } })), 'host-not-loopback');
  });
});
