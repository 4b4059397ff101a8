import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { HeadwaterError } from '../../errors.ts';
import { bomb, damaged, encrypted } from './refusal.ts';

/** How far a zip is followed. A long report with pictures stays a long way below all of these. */
export const ARCHIVE_LIMITS = {
  entries: 2000,
  /** Bytes unpacked, all parts together. */
  unpacked: 128 * 2 ** 20,
  /** Bytes unpacked of a part whose words are read. */
  part: 24 * 2 ** 20,
  /** Unpacked bytes for each packed one, counted from 4 MB on: XML packs to about a twentieth, a bomb to a thousandth. */
  ratio: 150,
} as const;

const RATIO_FROM = 4 * 2 ** 20;

export interface Archive {
  /** Every entry's path, in the order of the central directory. */
  readonly names: readonly string[];
  /** The parts that were wanted, unpacked. */
  readonly parts: ReadonlyMap<string, Buffer>;
}

/**
 * Unpacks a zip within limits: declared sizes are added up first, then every entry is unpacked and counted, since a header can say anything. Only what `wanted`
 * says is kept. Throws a refusal for encryption, bombs, double names and damage.
 */
export async function readArchive(bytes: Buffer, wanted: (name: string) => boolean): Promise<Archive> {
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
    if (zip.entryCount > ARCHIVE_LIMITS.entries) throw bomb(`${zip.entryCount} entries`);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    checkDirectory(entries, bytes.length);
    const parts = new Map<string, Buffer>();
    let total = 0;
    for (const entry of entries) {
      const keep = wanted(entry.fileName);
      const { size, content } = await unpack(zip, entry, keep, ARCHIVE_LIMITS.unpacked - total);
      total += size;
      if (keep) parts.set(entry.fileName, content);
    }
    return { names: entries.map((entry) => entry.fileName), parts };
  } catch (error) {
    if (error instanceof HeadwaterError) throw error;
    throw damaged(`zip: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkDirectory(entries: readonly Entry[], packed: number): void {
  if (entries.some((entry) => entry.isEncrypted())) throw encrypted('an encrypted entry');
  const declared = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (declared > ARCHIVE_LIMITS.unpacked) throw bomb(`${declared} bytes declared`);
  if (declared > RATIO_FROM && declared / packed > ARCHIVE_LIMITS.ratio) throw bomb(`ratio ${Math.round(declared / packed)}`);
  // Two programs can disagree on which of two entries of one name counts, so what was checked need not be what is opened.
  const names = new Set(entries.map((entry) => entry.fileName.toLowerCase()));
  if (names.size !== entries.length) throw damaged('two entries of one name');
}

async function unpack(zip: ZipFile, entry: Entry, keep: boolean, budget: number): Promise<{ size: number; content: Buffer }> {
  if (keep && entry.uncompressedSize > ARCHIVE_LIMITS.part) throw bomb(`${entry.fileName} declares ${entry.uncompressedSize} bytes`);
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream) {
    const piece = Buffer.from(chunk);
    size += piece.length;
    if (size > budget) throw bomb(`more than ${ARCHIVE_LIMITS.unpacked} bytes`);
    if (keep) chunks.push(piece);
  }
  return { size, content: Buffer.concat(chunks) };
}
