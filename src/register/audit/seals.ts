/**
 * Seals of the audit chain: its head, written down in the data home, outside the database, with a keyed hash. Who can rewrite the whole table and
 * its head still cannot make the sealed heads true again. One line a seal, appended and flushed.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../database.ts';
import { syncFolder } from '../postgres/paths.ts';
import { codeOf } from '../postgres/troubles.ts';
import type { Seal } from './verify.ts';

const FILE = 'audit-seals.jsonl';
const KEY = 'audit-seal.key';
const KEY_BYTES = 32;

interface Line extends Seal {
  readonly at: string;
  readonly mac: string;
}

const macOf = (key: Buffer, { seq, hash, at }: Seal & { at: string }): string => createHmac('sha256', key).update(`${seq}\n${hash}\n${at}`).digest('hex');

function keyOf(homeDir: string, create: boolean): Buffer | null {
  const path = join(homeDir, KEY);
  if (create && !existsSync(path)) makeKey(path);
  if (!existsSync(path)) return null;
  const key = readFileSync(path);
  // With a shorter one, anybody could make seals that hold.
  if (key.length !== KEY_BYTES) throw changed(`${KEY} is ${key.length} bytes long, and must be ${KEY_BYTES}.`);
  return key;
}

/** The whole file or nothing, whatever kills us, and never over one that another process made first. */
function makeKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new-${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(fresh, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
    linkSync(fresh, path);
    syncFolder(dirname(path));
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Writes the present head down; nothing where it has been already. Gives the seal's event number. */
export async function sealAudit(tx: Tx, homeDir: string, at: Date): Promise<number> {
  const head = await tx.selectFrom('auditHead').select(['seq', 'hash']).executeTakeFirstOrThrow();
  const seals = readSeals(homeDir);
  if (head.seq === 0 || seals.at(-1)?.seq === head.seq) return head.seq;
  const key = keyOf(homeDir, true);
  if (key === null) throw new Error('a key that was made is not there');
  const seal = { seq: head.seq, hash: head.hash.toString('hex'), at: at.toISOString() };
  const path = join(homeDir, FILE);
  const file = openSync(path, 'a', 0o600);
  try {
    // A line that a crash cut short was never a seal; what is written after it would be read as part of it.
    ftruncateSync(file, readFileSync(path).lastIndexOf('\n') + 1);
    writeSync(file, `${JSON.stringify({ ...seal, mac: macOf(key, seal) })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return head.seq;
}

/** Every seal. @throws HeadwaterError `seals-changed` for a line that is not as we wrote it; a last line cut short by a crash is passed over */
export function readSeals(homeDir: string): readonly Seal[] {
  const path = join(homeDir, FILE);
  if (!existsSync(path)) return [];
  const key = keyOf(homeDir, false);
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop();
  return lines.map((text, at) => {
    const line = parse(text);
    if (line === null || key === null || !isSame(line.mac, macOf(key, line))) throw changed(`Line ${at + 1} of the audit seals is not as it was written.`);
    return { seq: line.seq, hash: line.hash };
  });
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const changed = (message: string): HeadwaterError =>
  new HeadwaterError('conflict', 'seals-changed', message, {
    advice: `Look at ${FILE} and ${KEY} in the data home: somebody has changed one of them, or one is from another home.`,
  });

function parse(text: string): Line | null {
  try {
    // Checked field by field below.
    const line = JSON.parse(text) as Partial<Line> | null;
    if (typeof line?.seq !== 'number' || typeof line.hash !== 'string' || typeof line.at !== 'string' || typeof line.mac !== 'string') return null;
    return { seq: line.seq, hash: line.hash, at: line.at, mac: line.mac };
  } catch {
    return null;
  }
}
