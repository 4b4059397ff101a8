/** Writes and reads the lines of a backup file. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { HeadwaterError } from '../../errors.ts';
import {
  type BackupSequence,
  type BackupTable,
  END_OF_ROWS,
  FORMAT,
  type Header,
  header,
  line,
  sequenceLine,
  type Trailer,
  tableLine,
  trailer,
  VERSION,
} from './backup-format.ts';
import { syncFolder } from './paths.ts';
import { codeOf } from './troubles.ts';

const PIECE = 1 << 16;

export interface BackupWriter {
  /** Returns a promise when the disk needs time. */
  write(bytes: Buffer): Promise<void> | undefined;
  /** Writes the trailer, forces all to the disk, and gives the file its name. */
  finish(sums: Omit<Trailer, 'sha256'>): Promise<void>;
  /** Leaves nothing. */
  abandon(): Promise<void>;
}

/** Mode 600: it holds all that the register holds. */
export function writeBackup(wanted: string): BackupWriter {
  const file = resolve(wanted);
  const partial = `${file}.partial`;
  try {
    rmSync(partial, { force: true });
  } catch (cause) {
    throw unwritable(file, cause);
  }
  const sums = createHash('sha256');
  const gzip = createGzip({ chunkSize: PIECE });
  const out = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
  let failure: unknown;
  const piped = pipeline(gzip, out).catch((cause: unknown) => {
    failure = unwritable(file, cause);
  });
  const push = async (bytes: Buffer): Promise<void> => {
    if (failure !== undefined) throw failure;
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain').catch(() => undefined), piped]);
    if (failure !== undefined) throw failure;
  };
  let held: Buffer[] = [];
  let size = 0;
  const flush = (): Promise<void> => {
    const bytes = Buffer.concat(held);
    held = [];
    size = 0;
    return push(bytes);
  };
  return {
    write(bytes) {
      sums.update(bytes);
      held.push(bytes);
      size += bytes.length;
      return size < PIECE ? undefined : flush();
    },
    async finish(end) {
      held.push(line({ end: { ...end, sha256: sums.digest('hex') } }));
      await flush();
      gzip.end();
      await piped;
      if (failure !== undefined) throw failure;
      renameSync(partial, file);
      syncFolder(dirname(file));
    },
    async abandon() {
      gzip.destroy();
      await piped;
      rmSync(partial, { force: true });
    },
  };
}

export type BackupPart =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'table'; readonly table: BackupTable }
  | { readonly kind: 'rows'; readonly lines: Buffer; readonly count: number }
  | { readonly kind: 'table-end' }
  | { readonly kind: 'sequence'; readonly sequence: BackupSequence }
  | { readonly kind: 'end'; readonly end: Trailer };

/** In order; the end comes only when the sums agree. Throws `backup-missing`, `backup-foreign`, `backup-newer`, `backup-damaged`. */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const sums = createHash('sha256');
  const counts: number[] = [];
  let place: 'start' | 'between' | 'rows' | 'over' = 'start';
  for await (const batch of batches(file)) {
    let rows: Buffer[] = [];
    for (const text of batch) {
      if (place === 'over') throw damaged(file, 'there is more after its end');
      if (place === 'rows' && text.toString('latin1') !== `${END_OF_ROWS}\n`) {
        sums.update(text);
        rows.push(text);
        continue;
      }
      if (rows.length > 0) yield take(rows);
      rows = [];
      if (place === 'rows') {
        sums.update(text);
        place = 'between';
        yield { kind: 'table-end' };
        continue;
      }
      const part = parse(file, text, place === 'start');
      if (part.kind === 'end') {
        check(file, part.end, counts, sums.digest('hex'));
        place = 'over';
      } else {
        sums.update(text);
        if (part.kind === 'table') counts.push(0);
        place = part.kind === 'table' ? 'rows' : 'between';
      }
      yield part;
    }
    if (rows.length > 0) yield take(rows);
  }
  if (place !== 'over') throw damaged(file, 'it ends too early');

  function take(lines: Buffer[]): BackupPart {
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + lines.length;
    return { kind: 'rows', lines: Buffer.concat(lines), count: lines.length };
  }
}

function parse(file: string, text: Buffer, first: boolean): BackupPart {
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    throw first ? foreign(file) : damaged(file, 'a line cannot be read');
  }
  if (first) {
    const head = header.safeParse(value);
    if (!head.success) throw foreign(file);
    if (head.data.version > VERSION) {
      throw new HeadwaterError('refused', 'backup-newer', `${file} was written by a later version of Headwater.`, { advice: 'Restore it with that version.' });
    }
    return { kind: 'header', header: head.data };
  }
  const table = tableLine.safeParse(value);
  if (table.success) return { kind: 'table', ...table.data };
  const sequence = sequenceLine.safeParse(value);
  if (sequence.success) return { kind: 'sequence', ...sequence.data };
  const end = trailer.safeParse(value);
  if (end.success) return { kind: 'end', ...end.data };
  throw damaged(file, 'a line cannot be read');
}

function check(file: string, end: Trailer, counts: readonly number[], sha256: string): void {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const same = end.sha256 === sha256 && end.tables === counts.length && end.rows === rows && end.counts.join() === counts.join();
  if (!same) throw damaged(file, 'its sums do not agree with what it holds');
}

/** The whole lines of each piece that is unpacked, each with its line feed. */
async function* batches(file: string): AsyncGenerator<Buffer[]> {
  const source = createReadStream(file);
  const gunzip = createGunzip({ chunkSize: PIECE });
  source.once('error', (cause) => gunzip.destroy(cause));
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of source.pipe(gunzip)) {
      // A gunzip stream gives buffers.
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      const lines: Buffer[] = [];
      let from = 0;
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
        lines.push(bytes.subarray(from, at + 1));
        from = at + 1;
      }
      rest = bytes.subarray(from);
      yield lines;
    }
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  if (rest.length > 0) throw damaged(file, 'it ends in the middle of a line');
}

function unreadable(file: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === 'ENOENT') return new HeadwaterError('not-found', 'backup-missing', `There is no file ${file}.`);
  if (code === 'Z_BUF_ERROR') return damaged(file, 'it ends too early');
  if (code === 'Z_DATA_ERROR') return /header/.test(String(cause)) ? foreign(file) : damaged(file, 'it cannot be unpacked');
  return cause;
}

function unwritable(file: string, cause: unknown): HeadwaterError {
  const full = ['ENOSPC', 'EDQUOT'].includes(codeOf(cause));
  return new HeadwaterError('fault', 'backup-unwritable', `The backup ${file} could not be written${full ? ': the disk is full' : ''}.`, {
    advice: full ? 'Free some space, or name a place on another disk.' : 'Name a folder that exists and that this account may write.',
    cause,
  });
}

const foreign = (file: string): HeadwaterError =>
  new HeadwaterError('bad-input', 'backup-foreign', `${file} is not a backup of Headwater’s register (${FORMAT}).`);

const damaged = (file: string, how: string): HeadwaterError =>
  new HeadwaterError('bad-input', 'backup-damaged', `The backup ${file} is damaged: ${how}.`, { advice: 'Use another copy of it. Nothing was restored.' });
