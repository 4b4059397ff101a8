/** The register and the key files that belong to it, in one folder; and back. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { HeadwaterError } from '../errors.ts';
import { APP_ROLE, migrate } from '../register/index.ts';
import { installQueue } from '../register/jobs/index.ts';
import { backupRegister, restoreRegister, syncFolder } from '../register/postgres/index.ts';
import { openHome } from '../warehouse/index.ts';
import { HOME_FILES, MANIFEST_FILE, REGISTER_FILE } from './home-files.ts';
import type { ActingOptions } from './index.ts';
import { asOwner } from './owner.ts';

export { HOME_FILES };

const FORMAT = 'headwater-backup';

const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  at: z.string(),
  register: z.object({ tables: z.number(), rows: z.number() }),
  files: z.array(z.object({ name: z.enum([REGISTER_FILE, ...HOME_FILES.map((file) => file.name)]), bytes: z.number(), sha256: z.string() })),
});
export type BackupManifest = z.infer<typeof manifest>;

/**
 * Writes `dir`, which must not be there yet or be empty; it has its name only when it is whole. A server may be running meanwhile.
 * @throws HeadwaterError `backup-there`, `backup-unwritable`
 */
export async function backupHome(options: ActingOptions, wanted: string, at: Date): Promise<BackupManifest> {
  const dir = resolve(wanted);
  const partial = join(dirname(dir), `.${basename(dir)}.partial-${process.pid}`);
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new HeadwaterError('conflict', 'backup-there', `${dir} is there already, and not empty.`, {
      advice: 'Name a new folder: an older backup is never written over.',
    });
  }
  try {
    // What a killed one of our own number left: in a container, every one has the same.
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { mode: 0o700 });
  } catch (cause) {
    throw new HeadwaterError('fault', 'backup-unwritable', `${dir} cannot be made.`, {
      advice: 'Name a place that is there and that this account may write to.',
      cause,
    });
  }
  try {
    // Before the register: a seal that is younger than the copy would say that events are missing.
    const kept = HOME_FILES.filter(({ name }) => existsSync(join(options.homeDir, name)));
    for (const { name } of kept) writeSafely(join(partial, name), readFileSync(join(options.homeDir, name)));
    const register = await asOwner(options, false, (ownerUrl) => backupRegister(ownerUrl, join(partial, REGISTER_FILE)));
    const files: BackupManifest['files'] = [];
    for (const name of [REGISTER_FILE, ...kept.map((file) => file.name)] as const) files.push({ name, ...(await sumOf(join(partial, name))) });
    const written: BackupManifest = { format: FORMAT, version: 1, at: at.toISOString(), register, files };
    writeSafely(join(partial, MANIFEST_FILE), `${JSON.stringify(written, null, 2)}\n`);
    if (existsSync(dir)) rmSync(dir, { recursive: true });
    syncFolder(partial);
    renameSync(partial, dir);
    syncFolder(dirname(dir));
    return written;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * Puts a backup into a data home whose register is empty: a new one, above all. Everything is checked before anything is written.
 * @throws HeadwaterError `backup-foreign`, `backup-damaged`, `restore-other-key` where the home has deliveries made with another secret.key, and what
 * `restoreRegister` refuses
 */
export async function restoreHome(options: ActingOptions, from: string): Promise<BackupManifest> {
  const dir = resolve(from);
  const found = readBackup(dir);
  for (const file of found.files) await check(dir, file);
  const home = openHome(options.homeDir, { create: true });
  const keys = found.files.flatMap(({ name }) => (name === REGISTER_FILE ? [] : [name]));
  refuseOtherSecret(dir, home.dir, keys);
  const staged = keys.map((name) => ({ name, path: `${join(home.dir, name)}.restoring` }));
  try {
    for (const { name, path } of staged) writeSafely(path, readFileSync(join(dir, name)));
    await asOwner({ ...options, homeDir: home.dir }, true, async (ownerUrl) => {
      await migrate(ownerUrl);
      await installQueue(ownerUrl, APP_ROLE);
      // The keys with the rows: rows without them are second factors that nobody can open, in a register that takes no restore any more.
      await restoreRegister(ownerUrl, join(dir, REGISTER_FILE), () => {
        for (const { name, path } of staged) renameSync(path, join(home.dir, name));
        syncFolder(home.dir);
      });
    });
    return found;
  } finally {
    for (const { path } of staged) rmSync(path, { force: true });
  }
}

function readBackup(dir: string): BackupManifest {
  const path = join(dir, MANIFEST_FILE);
  if (!existsSync(path)) {
    throw new HeadwaterError('not-found', 'backup-foreign', `${dir} is not a backup: there is no ${MANIFEST_FILE}.`, {
      advice: 'Name the folder that `headwater backup` wrote. A single file of `headwater register backup` is put back by `headwater register restore`.',
    });
  }
  try {
    return manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw damaged(dir, `${MANIFEST_FILE} cannot be read`, cause);
  }
}

async function check(dir: string, file: BackupManifest['files'][number]): Promise<void> {
  const path = join(dir, file.name);
  if (!existsSync(path)) throw damaged(dir, `${file.name} is missing`);
  const sum = await sumOf(path);
  if (sum.sha256 !== file.sha256 || sum.bytes !== file.bytes) throw damaged(dir, `${file.name} is not as it was written`);
}

/** With another secret.key the same data give other figures; a home without deliveries has none. */
function refuseOtherSecret(dir: string, homeDir: string, keys: readonly string[]): void {
  const mine = join(homeDir, 'secret.key');
  if (!keys.includes('secret.key') || !existsSync(mine) || readFileSync(mine).equals(readFileSync(join(dir, 'secret.key')))) return;
  if (readdirSync(join(homeDir, 'deliveries')).length === 0) return;
  throw new HeadwaterError('conflict', 'restore-other-key', `${homeDir} has deliveries that were made with another secret.key.`, {
    advice: 'Restore into a new data home, or into the one that the backup is of. Nothing was changed.',
  });
}

async function sumOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    // A read stream without an encoding gives buffers.
    const piece = chunk as Buffer;
    bytes += piece.length;
    hash.update(piece);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Mode 600, and on the disk when it returns. */
function writeSafely(path: string, content: string | Buffer): void {
  writeFileSync(path, content, { mode: 0o600 });
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const damaged = (dir: string, how: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError('bad-input', 'backup-damaged', `The backup ${dir} is damaged: ${how}.`, {
    advice: 'Use another copy of it. Nothing was restored.',
    cause,
  });
