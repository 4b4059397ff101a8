/**
 * Receives one source: reads it once, hashes and counts it as it passes, and leaves UTF-8 text on disk for DuckDB.
 *
 * A plain UTF-8 file is read in place and not copied; everything else (packed, another encoding, GeoJSON) becomes a staging file.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';
import { HeadwaterError } from '../../errors.ts';
import { geojsonToCsv } from './geojson.ts';
import type { Source } from './inputs.ts';
import { LIMITS } from './limits.ts';
import type { Encoding } from './normalise.ts';
import { hasBom, normalise, wideEncoding } from './normalise.ts';
import type { Scan } from './scan.ts';
import { scanner } from './scan.ts';

export interface Received {
  readonly source: Source;
  /** Of the unpacked bytes as they came, before any decoding: the same table plain, in a .gz and in a .zip has one fingerprint. */
  readonly sha256: string;
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly cp1252Lines: number;
  /** UTF-8 text for DuckDB. */
  readonly path: string;
  readonly scan: Scan;
  /** True for GeoJSON turned into a table: a record is a feature and its line is that of the table. */
  readonly features: boolean;
  /** Throws when a file that is read in place was changed meanwhile. */
  readonly verify: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

/** Stops a stream that unpacks to far more than a table would. */
function bombGuard(fileName: string, packed: number): Transform {
  let out = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      out += chunk.length;
      if (out > LIMITS.unpacked || (out > LIMITS.ratioFrom && out > packed * LIMITS.ratio)) {
        done(new HeadwaterError('refused', 'zip-bomb', `“${fileName}” unpacks to far more than a table of its size would. It was not read further.`));
      } else done(null, chunk);
    },
  });
}

async function zipMember(source: Source): Promise<{ stream: Readable; packed: number; close: () => void }> {
  const zip = await yauzl.openPromise(source.path, { autoClose: false });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== source.member) continue;
    if (entry.isEncrypted()) {
      zip.close();
      throw new HeadwaterError('bad-input', 'zip-encrypted', `“${source.fileName}” is locked with a password.`, {
        advice: 'Unpack it and deliver the file inside.',
      });
    }
    return { stream: await zip.openReadStreamPromise(entry), packed: entry.compressedSize, close: () => zip.close() };
  }
  zip.close();
  throw new HeadwaterError('not-found', 'file-vanished', `“${source.fileName}” is no longer in the zip.`);
}

/** `from` through `stage`, with faults passed on. */
function compose(from: Readable, stage: Transform): Readable {
  from.on('error', (error) => stage.destroy(error));
  stage.on('close', () => from.destroy());
  return from.pipe(stage);
}

interface Pass {
  readonly sha256: string;
  readonly head: Buffer;
  readonly scan: Scan;
}

/** One pass over the unpacked bytes, copied to `copyTo` when given. */
async function pass(
  stream: Readable,
  through: Transform[],
  copyTo: string | undefined,
  tooLong: ((line: number) => HeadwaterError) | undefined,
  onBytes: (n: number) => void,
): Promise<Pass> {
  const hash = createHash('sha256');
  const count = scanner();
  let head: Buffer = Buffer.alloc(0);
  async function* watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (head.length < 4096) head = Buffer.concat([head, chunk.subarray(0, 4096 - head.length)]);
      hash.update(chunk);
      count.push(chunk);
      onBytes(chunk.length);
      yield chunk;
    }
  }
  async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const _chunk of chunks) {
      // Read for the hash and the count alone.
    }
  }
  // One gathered stream, so that a fault in any of its stages ends the others.
  const gathered = through.reduce<Readable>((from, stage) => compose(from, stage), stream);
  if (copyTo === undefined) await pipeline(gathered, watch, drain);
  else await pipeline(gathered, watch, createWriteStream(copyTo));
  const scan = count.end();
  if (tooLong && scan.longLine > 0 && wideEncoding(head) === undefined && !looksLikeJson(head)) throw tooLong(scan.longLine);
  return { sha256: hash.digest('hex'), head, scan };
}

const looksLikeJson = (head: Buffer): boolean => /^\uFEFF?\s*\{/.test(head.toString('utf8', 0, 64));

export interface ReceiveOptions {
  readonly workDir: string;
  /** A name for staging files that no other source of the batch uses. */
  readonly tag: string;
  readonly onBytes?: (n: number) => void;
}

/** @throws HeadwaterError in the user's words; other errors are the file system's (see `faults.ts`). */
export async function receive(source: Source, options: ReceiveOptions): Promise<Received> {
  const made: string[] = [];
  const staging = (name: string) => {
    const path = join(options.workDir, `${options.tag}-${name}`);
    made.push(path);
    return path;
  };
  const discard = async () => {
    for (const path of made) await rm(path, { force: true });
  };
  try {
    return await receiveInto(source, options, staging, discard);
  } catch (error) {
    await discard();
    throw error;
  }
}

async function receiveInto(source: Source, options: ReceiveOptions, staging: (name: string) => string, discard: () => Promise<void>): Promise<Received> {
  const { fileName } = source;
  const onBytes = options.onBytes ?? (() => {});
  const tooLong = (line: number) =>
    new HeadwaterError(
      'bad-input',
      'line-too-long',
      `Line ${line} of “${fileName}” is longer than ${LIMITS.line.toLocaleString('en-GB')} bytes: this is not a table.`,
    );
  const before = await stat(source.path);
  let path = source.path;
  let first: Pass;
  if (source.packing === 'plain') {
    first = await pass(createReadStream(source.path, { highWaterMark: 1 << 20 }), [], undefined, tooLong, onBytes);
  } else {
    path = staging('unpacked');
    if (source.packing === 'gzip') {
      first = await pass(createReadStream(source.path), [createGunzip() as Transform, bombGuard(fileName, before.size)], path, tooLong, onBytes);
    } else {
      const member = await zipMember(source);
      first = await pass(member.stream, [bombGuard(fileName, member.packed)], path, tooLong, onBytes).finally(member.close);
    }
  }
  const verify = async () => {
    const after = await stat(source.path);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino) {
      throw new HeadwaterError('conflict', 'file-changed', `“${fileName}” was changed while it was read.`, { advice: 'Deliver it again when it is complete.' });
    }
  };
  await verify();
  const { sha256, head } = first;
  const bytes = first.scan.bytes;
  if (bytes === 0) throw new HeadwaterError('bad-input', 'file-empty', `“${fileName}” is empty.`);
  const wide = wideEncoding(head);
  if (wide === undefined && first.scan.nul >= 0) {
    throw new HeadwaterError(
      'bad-input',
      'file-binary',
      `“${fileName}” is not text: it holds binary data from byte ${first.scan.nul.toLocaleString('en-GB')} on.`,
      {
        advice: 'Deliver a CSV, a .csv.gz, a .zip of them or, for boundaries, GeoJSON.',
      },
    );
  }
  const loneCr = first.scan.lf + first.scan.crlf === 0 && head.includes(13);
  let encoding: Encoding = wide ?? (first.scan.utf8 ? (hasBom(head) ? 'utf-8-bom' : 'utf-8') : 'cp1252');
  let cp1252Lines = 0;
  let scan = first.scan;
  if (encoding !== 'utf-8' || loneCr) {
    const to = staging('utf8');
    ({ cp1252Lines } = await normalise(path, to, encoding, loneCr));
    if (encoding === 'cp1252' && hasBom(head)) encoding = 'mixed';
    path = to;
    scan = (await pass(createReadStream(path, { highWaterMark: 1 << 20 }), [], undefined, tooLong, () => {})).scan;
  }
  const features = looksLikeJson(head) || /\.geojson(\.gz)?$/i.test(fileName);
  if (features) {
    const to = staging('table');
    await geojsonToCsv(path, to, fileName);
    path = to;
    scan = (await pass(createReadStream(path, { highWaterMark: 1 << 20 }), [], undefined, undefined, () => {})).scan;
  }
  return { source, sha256, bytes, encoding, cp1252Lines, path, scan, features, verify, discard };
}
