/** What the tests of the supervisor share: questions to a database, and other processes of ours that hold it and can be killed. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { HeadwaterError } from '../../errors.ts';
import { type EmbeddedServer, startEmbedded } from './index.ts';

/** The module's address, as a string of JavaScript. */
export const INDEX = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'index.ts')).href);

export async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const hasCode = (code: string) => (error: unknown) => error instanceof HeadwaterError && error.code === code;

export const pidOf = (dir: string): number => Number(readFileSync(join(dir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) if (await holds()) return;
  assert.fail(`never: ${what}`);
}

/** Another process of ours that holds the register, as the server does or as a command does. */
export async function elsewhere(
  dir: string,
  how: 'startEmbedded' | 'reachRegister',
  as: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; urls: { ownerUrl: string; appUrl: string } }> {
  const source = `
    const { ${how} } = await import(${INDEX});
    const server = await ${how}(${JSON.stringify(dir)});
    console.log(JSON.stringify({ ownerUrl: server.ownerUrl, appUrl: server.appUrl }));
    process.stdin.once('data', async () => { await server.stop(); process.exit(0); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/', detached: true, ...as });
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    child.once('close', () => reject(new Error(said)));
  });
  return { child, urls: JSON.parse(first) };
}

/** With its whole process group, which is what Ctrl+C in a terminal reaches. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
  await gone;
}

export async function leave(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.stdin?.write('leave\n');
  await gone;
}

export async function using(dir: string, work: (server: EmbeddedServer) => Promise<void>, start: typeof startEmbedded = startEmbedded): Promise<void> {
  const server = await start(dir);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}
