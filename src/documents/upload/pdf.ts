import { createInflate } from 'node:zlib';
import { damaged, encrypted, refusal } from './refusal.ts';

/** How far the streams of a PDF are followed: bytes unpacked of one and of all, and how many there may be. */
const STREAM_LIMIT = 16 * 2 ** 20;
const TOTAL_LIMIT = 256 * 2 ** 20;
const STREAMS_LIMIT = 20_000;

/** A name in which any character may be written as #hh (ISO 32000-1, section 7.3.5). */
function named(word: string): string {
  const letters = [...word].map((each) => {
    const code = each.charCodeAt(0).toString(16).padStart(2, '0');
    return `(?:${each}|#${[...code].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')})`;
  });
  return `/${letters.join('')}(?![A-Za-z0-9])`;
}

const REFERENCE = '\\s*(?:<<|\\[|\\d+\\s+\\d+\\s+R)';
const anyOf = (...words: string[]): string => words.map(named).join('|');
const PROGRAMS = new RegExp(`${anyOf('JavaScript', 'Launch', 'Rendition', 'ImportData', 'SubmitForm')}|${named('XFA')}${REFERENCE}`);
const EMBEDDED = new RegExp(`${anyOf('EmbeddedFiles', 'EmbeddedFile', 'RichMedia', 'GoToE')}|${named('EF')}${REFERENCE}`);
const ENCRYPTED = new RegExp(`${named('Encrypt')}${REFERENCE}`);
const OBJECTS = new RegExp(named('ObjStm'), 'g');
const FILTER = new RegExp(named('Filter'));

/**
 * Refuses a PDF that can run something, sends or draws in data, carries other files or is encrypted. The file is read as it lies there and once more inside each of
 * its Flate streams. Limits: a stream under other filters is not followed, but one that holds objects must be readable; of a stream the first 16 MB are read; what
 * a reader repairs in a damaged file cannot be foreseen. So a PDF is kept to be downloaded and is never opened on the server.
 */
export async function inspectPdf(bytes: Buffer): Promise<void> {
  const file = bytes.toString('latin1');
  if (!file.includes('startxref') || !file.includes('%%EOF')) throw damaged('PDF without its end');
  check(file);
  const streams = [...file.matchAll(/(?<!end)stream(?:\r\n|\n|\r)/g)].map((mark) => ({ at: mark.index, data: mark.index + mark[0].length }));
  if (streams.length > STREAMS_LIMIT) throw cannotFollow(`${streams.length} streams`);
  const objects = objectStreams(file, streams);
  let total = 0;
  for (const stream of streams) {
    const inside = isZlib(bytes, stream.data) ? await inflated(bytes.subarray(stream.data)) : null;
    if (inside === null) {
      const filtered = objects.get(stream.at);
      if (filtered === true) throw cannotFollow('objects under a filter that is not followed');
      continue;
    }
    if (!inside.whole && objects.has(stream.at)) throw cannotFollow('objects that do not unpack');
    total += inside.content.length;
    if (total > TOTAL_LIMIT) throw cannotFollow('more than is followed');
    check(inside.content.toString('latin1'));
  }
}

/** Where the streams that hold objects begin, and whether a filter is named near. Looked for from the name on, so that nothing written between can hide one. */
function objectStreams(file: string, streams: readonly { readonly at: number }[]): Map<number, boolean> {
  const found = new Map<number, boolean>();
  let next = 0;
  for (const name of file.matchAll(OBJECTS)) {
    while (next < streams.length && (streams[next]?.at ?? 0) < name.index) next += 1;
    const at = streams[next]?.at;
    if (at !== undefined) found.set(at, FILTER.test(file.slice(Math.max(0, name.index - 512), at)));
  }
  return found;
}

function check(text: string): void {
  if (ENCRYPTED.test(text)) throw encrypted('PDF /Encrypt');
  const program = PROGRAMS.exec(text);
  if (program !== null) {
    throw refusal(
      'active',
      'The PDF contains a script, or an action that starts, fetches or sends something.',
      'Print it to a new PDF ("Print", "Save as PDF") and upload that: scripts and actions stay behind.',
      program[0],
    );
  }
  const embedded = EMBEDDED.exec(text);
  if (embedded !== null) {
    throw refusal(
      'embedded',
      'The PDF has other files attached inside it.',
      'Print it to a new PDF and upload that, and upload the attachments on their own.',
      embedded[0],
    );
  }
}

function cannotFollow(detail: string): Error {
  return refusal('unreadable', 'The PDF is built in a way that cannot be checked.', 'Print it to a new PDF ("Print", "Save as PDF") and upload that.', detail);
}

/** RFC 1950, section 2.2: method 8, and the two bytes are a multiple of 31. */
function isZlib(bytes: Buffer, at: number): boolean {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

/** What a Flate stream holds, up to the limit or to where it breaks. What follows its own end is left alone. */
function inflated(packed: Buffer): Promise<{ content: Buffer; whole: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const unpacking = createInflate({ chunkSize: 64 * 1024 });
    const finish = (whole: boolean) => {
      resolve({ content: Buffer.concat(chunks), whole });
      unpacking.destroy();
    };
    unpacking.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > STREAM_LIMIT) finish(false);
    });
    unpacking.on('end', () => finish(true));
    unpacking.on('error', () => finish(false));
    unpacking.end(packed);
  });
}
