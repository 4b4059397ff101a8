/** What the user named, as a flat list of files to open: folders walked, globs expanded, zip members listed. */
import { globSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, posix, resolve } from 'node:path';
import yauzl from 'yauzl';
import { HeadwaterError } from '../../errors.ts';
import { readingFault } from './faults.ts';
import { LIMITS } from './limits.ts';

export type Packing = 'plain' | 'gzip' | 'zip';

export interface Source {
  /** What the user knows it by; for a member, the name inside the zip. */
  readonly fileName: string;
  readonly path: string;
  readonly packing: Packing;
  /** Name inside the zip. */
  readonly member?: string;
  /** Folder that holds it, nearest last: some publishers put the force there. */
  readonly folders: readonly string[];
}

export interface Found {
  readonly sources: readonly Source[];
  readonly refused: readonly { readonly fileName: string; readonly error: HeadwaterError }[];
}

const WANTED = /\.(csv|csv\.gz|zip|geojson|geojson\.gz|tsv|txt)$/i;
const GLOB = /[*?[\]{}]/;

async function magic(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(4);
    const { bytesRead } = await file.read(head, 0, 4, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Member names of a zip, refused when one would climb out of a folder or there are too many. Folders and Mac metadata are passed over. */
async function members(path: string): Promise<string[]> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    const names: string[] = [];
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (name.endsWith('/') || name.startsWith('__MACOSX/') || basename(name).startsWith('.')) continue;
      if (!WANTED.test(name)) continue;
      names.push(name);
      if (names.length > LIMITS.members) throw new HeadwaterError('bad-input', 'zip-too-many', `“${basename(path)}” holds more than ${LIMITS.members} files.`);
    }
    return names.sort();
  } finally {
    zip.close();
  }
}

/** yauzl itself refuses names that climb out (`../`, absolute): say so in the user's words. */
function zipFault(error: unknown, fileName: string): HeadwaterError {
  if (error instanceof HeadwaterError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(detail)) {
    return new HeadwaterError('bad-input', 'zip-unsafe-name', `“${fileName}” holds a file whose name points outside the zip. Nothing of it was read.`, {
      detail,
    });
  }
  if (error instanceof Error && 'code' in error) return readingFault(error, fileName);
  return new HeadwaterError('bad-input', 'file-damaged', `“${fileName}” is not a zip that can be read: it is damaged or cut short.`, {
    detail,
    advice: 'Copy or download it again.',
  });
}

async function walk(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await walk(path)));
    else if (entry.isFile() && WANTED.test(entry.name)) found.push(path);
  }
  return found.sort();
}

async function asSources(path: string): Promise<Source[]> {
  const fileName = basename(path);
  const folders = resolve(dirname(path)).split('/').filter(Boolean);
  const head = await magic(path);
  if (/\.(xlsx|xlsm|ods|docx)$/i.test(fileName) || head.toString('latin1') === '\xd0\xcf\x11\xe0') {
    throw new HeadwaterError('bad-input', 'file-is-spreadsheet', `“${fileName}” is an office file, not a table of text.`, {
      advice: 'Save the sheet as CSV (UTF-8) and deliver that.',
    });
  }
  if (head.toString('latin1').startsWith('PK\x03\x04') || head.toString('latin1').startsWith('PK\x05\x06')) {
    const names = await members(path).catch((error: unknown) => {
      throw zipFault(error, fileName);
    });
    if (names.length === 0) throw new HeadwaterError('bad-input', 'zip-empty', `“${fileName}” holds no CSV or GeoJSON file.`);
    return names.map((member) => ({
      fileName: posix.basename(member),
      path,
      packing: 'zip',
      member,
      folders: [
        ...folders,
        ...posix
          .dirname(member)
          .split('/')
          .filter((part) => part !== '.'),
      ],
    }));
  }
  const packing: Packing = head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'plain';
  return [{ fileName, path, packing, folders }];
}

/** Expands files, folders and globs. What cannot be opened is refused by name, the rest goes on. */
export async function findInputs(inputs: readonly string[]): Promise<Found> {
  const sources: Source[] = [];
  const refused: { fileName: string; error: HeadwaterError }[] = [];
  const seen = new Set<string>();
  for (const input of inputs) {
    try {
      const paths = await expand(input);
      for (const path of paths) {
        if (seen.has(resolve(path))) continue;
        seen.add(resolve(path));
        try {
          sources.push(...(await asSources(path)));
        } catch (error) {
          refused.push({ fileName: basename(path), error: readingFault(error, basename(path)) });
        }
      }
    } catch (error) {
      refused.push({ fileName: basename(input), error: readingFault(error, basename(input)) });
    }
  }
  return { sources, refused };
}

async function expand(input: string): Promise<string[]> {
  const found = await stat(input).catch((error: unknown) => {
    if (GLOB.test(input)) return undefined;
    throw error;
  });
  if (found?.isDirectory()) {
    const files = await walk(input);
    if (files.length === 0) throw new HeadwaterError('bad-input', 'folder-empty', `The folder “${basename(input)}” holds no CSV, zip or GeoJSON file.`);
    return files;
  }
  if (found?.isFile()) return [input];
  if (found) throw new HeadwaterError('bad-input', 'file-not-regular', `“${basename(input)}” is not an ordinary file.`);
  const files = globSync(input).sort();
  if (files.length === 0) throw new HeadwaterError('not-found', 'no-files', `No file matches “${input}”.`);
  const all: string[] = [];
  for (const file of files) all.push(...((await stat(file)).isDirectory() ? await walk(file) : [file]));
  return all;
}
