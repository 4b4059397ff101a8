import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HeadwaterError } from '../../src/errors.ts';
import { startServer } from '../../src/server.ts';

const dir = mkdtempSync(join(tmpdir(), 'headwater-server-'));
after(() => rmSync(dir, { recursive: true, force: true }));

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof HeadwaterError, String(error));
    assert.ok(error.advice, 'says what to do');
    return error.code;
  }
  return 'none';
};

/** Status of a GET with any Host header, which fetch would not let us choose. */
const statusOf = (url: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

describe('the server', () => {
  test('listens on loopback only, unless told that it may do otherwise', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org'])
      assert.equal(await codeOf(startServer({ home: dir, env: { HOST: host } })), 'host-not-loopback', host);
    for (const port of ['x', '70000', '-1', '3.5']) assert.equal(await codeOf(startServer({ home: dir, env: { PORT: port } })), 'port', port);
  });

  test('an empty home is served, and says how to fill it', async () => {
    const lines: string[] = [];
    const server = await startServer({ home: join(dir, 'empty'), env: { PORT: '0' }, print: (line) => lines.push(line) });
    try {
      assert.match(lines.join('\n'), /http:\/\/localhost:\d+/);
      const home = await fetch(server.url);
      assert.equal(home.status, 200);
      assert.match(await home.text(), /headwater deliver/);
      for (const path of [
        '/deliveries',
        '/catalogue',
        '/catalogue/datasets/street',
        '/catalogue/dimensions/force',
        '/catalogue/measures/stops',
        '/snapshots',
        '/api/v1/datasets',
      ]) {
        assert.equal((await fetch(server.url + path)).status, 200, path);
      }
      const figure = await fetch(`${server.url}/figure/stops`);
      assert.ok(figure.status >= 400 && figure.status < 500, String(figure.status));
      assert.equal(await statusOf(server.url, 'rebound.example'), 400);
    } finally {
      await server.stop();
    }
  });

  test('a second server on the same port says so, and names another', async () => {
    const first = await startServer({ home: join(dir, 'empty'), env: { PORT: '0' } });
    try {
      const port = new URL(first.url).port;
      assert.equal(await codeOf(startServer({ home: join(dir, 'second'), env: { PORT: port } })), 'port-in-use');
      assert.equal(await codeOf(startServer({ home: join(dir, 'empty'), env: { PORT: '0' } })), 'register-in-use', 'one server a home');
      assert.equal((await fetch(first.url)).status, 200, 'the first is not disturbed');
    } finally {
      await first.stop();
    }
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} stops it in good order`, async () => {
      const script = join(dir, `${signal}.mjs`);
      const server = pathToFileURL(join(import.meta.dirname, '../../src/server.ts')).href;
      writeFileSync(
        script,
        `import { startServer, stopOnSignals } from ${JSON.stringify(server)};
         const server = await startServer({ home: ${JSON.stringify(join(dir, 'empty'))}, env: { PORT: '0' } });
         stopOnSignals(server);
         console.log(server.url);`,
      );
      const child: ChildProcess = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
        assert.equal((await fetch(`${String(line).trim()}/about/protection`)).status, 200);
        child.kill(signal);
        const [code] = (await once(child, 'exit')) as [number | null];
        assert.equal(code, 0);
      } finally {
        child.kill('SIGKILL');
      }
    });
  }
});
