import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openActing } from '../service/index.ts';
import { openHome } from '../warehouse/index.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';

let home: string;
before(() => {
  home = openHome(join(mkdtempSync(join(tmpdir(), 'headwater-audit-')), 'home'), { create: true }).dir;
});
after(() => rmSync(join(home, '..'), { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io: Io = {
    out: (text) => {
      out += `${text}\n`;
    },
    write: (text) => {
      out += text;
    },
    err: (text) => {
      err += `${text}\n`;
    },
    input: async () => '',
    terminal: false,
    env: { PATH: process.env['PATH'] },
  };
  const code = await main([...args, '--home', home], io);
  return { code, out, err };
}

test('a log that nobody touched verifies, sealed or not; one that somebody changed is told event by event with exit code 4', async () => {
  assert.match((await run('audit', 'seal')).out, /empty/);
  const first = await run('audit', 'verify');
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /as it was written\. 0 events and 0 seals/);
  // Each verification is an event itself.
  assert.match((await run('audit', 'seal')).out, /sealed at event 1/);
  const second = JSON.parse((await run('audit', 'verify', '--format', 'json')).out) as { events: number; seals: number; faults: unknown[] };
  assert.deepEqual({ ...second, head: undefined }, { events: 1, head: undefined, faults: [], seals: 1 });

  const acting = await openActing({ homeDir: home, env: { PATH: process.env['PATH'] }, serves: false });
  const client = new pg.Client({ connectionString: acting.register.ownerUrl });
  await client.connect();
  await client.query(`begin; alter table audit_event disable trigger audit_event_append_only; update audit_event set details = '{"faults": 0, "events": 7}' where seq = 1;
    alter table audit_event enable trigger audit_event_append_only; commit`);
  await client.end();
  await acting.register.close();
  const changed = await run('audit', 'verify');
  assert.equal(changed.code, 4);
  assert.match(changed.out, /edited: Event 1 is not as it was written[\s\S]*NOT as it was written/);

  appendFileSync(join(home, 'audit-seals.jsonl'), '{"seq":9,"hash":"00","at":"2026","mac":"00"}\n');
  const seals = await run('audit', 'verify');
  assert.equal(seals.code, 4);
  assert.match(seals.err, /Line 2 of the audit seals is not as it was written/);
});

test('anything else is asked back', async () => {
  for (const args of [['audit'], ['audit', 'erase'], ['audit', 'verify', 'now']]) assert.equal((await run(...args)).code, 2, args.join(' '));
});
