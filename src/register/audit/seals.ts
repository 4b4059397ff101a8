/**
 * Seals of the audit chain: its head, written down in the data home, outside the database, with a keyed hash. Who can rewrite the whole table and
 * its head still cannot make the sealed heads true again. One line a seal, appended and flushed.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../database.ts';
import type { Seal } from './verify.ts';

const FILE = 'audit-seals.jsonl';
const KEY = 'audit-seal.key';

interface Line extends Seal {
  readonly at: string;
  readonly mac: string;
}

const macOf = (key: Buffer, { seq, hash, at }: Seal & { at: string }): string => createHmac('sha256', key).update(`${seq}\n${hash}\n${at}`).digest('hex');

function keyOf(homeDir: string, create: boolean): Buffer | null {
  const path = join(homeDir, KEY);
  if (existsSync(path)) return readFileSync(path);
  if (!create) return null;
  const key = randomBytes(32);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, key, { mode: 0o600, flag: 'wx' });
  return key;
}

/** Writes the present head down; nothing where it has been already. Gives the seal's event number. */
export async function sealAudit(tx: Tx, homeDir: string, at: Date): Promise<number> {
  const head = await tx.selectFrom('auditHead').select(['seq', 'hash']).executeTakeFirstOrThrow();
  const seals = readSeals(homeDir);
  if (head.seq === 0 || seals.at(-1)?.seq === head.seq) return head.seq;
  const key = keyOf(homeDir, true);
  if (key === null) throw new Error('a key that was made is not there');
  const seal = { seq: head.seq, hash: head.hash.toString('hex'), at: at.toISOString() };
  const file = openSync(join(homeDir, FILE), 'a', 0o600);
  try {
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
    if (line === null || key === null || !timingSafeEqual(Buffer.from(line.mac.padEnd(64, '0').slice(0, 64)), Buffer.from(macOf(key, line)))) {
      throw new HeadwaterError('conflict', 'seals-changed', `Line ${at + 1} of the audit seals is not as it was written.`, {
        advice: `Look at ${FILE} and ${KEY} in the data home: somebody has changed one of them, or one is from another home.`,
      });
    }
    return { seq: line.seq, hash: line.hash };
  });
}

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
