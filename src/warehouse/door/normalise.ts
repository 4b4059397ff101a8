/** Any text encoding to UTF-8 with line feeds that a CSV reader takes, in bounded memory. */
import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'cp1252' | 'mixed';

/** By byte-order mark, else by where the NULs of plain Latin text fall in UTF-16. Undefined when it is not UTF-16. */
export function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, 512);
  if (sample.length < 8) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even++;
    if (sample[i + 1] === 0) odd++;
  }
  const pairs = Math.floor(sample.length / 2);
  if (odd > pairs * 0.8 && even < pairs * 0.1) return 'utf-16le';
  if (even > pairs * 0.8 && odd < pairs * 0.1) return 'utf-16be';
  return undefined;
}

export const hasBom = (head: Buffer): boolean => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

/**
 * Decodes line by line: a line that is UTF-8 stays; any other is read as Windows-1252, the encoding of older office software. So a file put
 * together from both keeps the text of both.
 */
function* decodeLines(chunk: Buffer, tally: { utf8: number; cp1252: number }): Generator<string> {
  if (isUtf8(chunk)) {
    tally.utf8++;
    yield chunk.toString('utf8');
    return;
  }
  const cp1252 = new TextDecoder('windows-1252');
  for (let from = 0; from < chunk.length; ) {
    const stop = chunk.indexOf(10, from);
    const line = chunk.subarray(from, stop < 0 ? chunk.length : stop + 1);
    if (isUtf8(line)) yield line.toString('utf8');
    else {
      tally.cp1252++;
      yield cp1252.decode(line);
    }
    from += line.length;
  }
}

export interface Normalised {
  /** Lines that were read as Windows-1252. */
  readonly cp1252Lines: number;
}

/** Writes `from` as UTF-8 without a byte-order mark to `to`. `loneCr` turns old Macintosh line ends into line feeds. */
export async function normalise(from: string, to: string, encoding: Encoding, loneCr: boolean): Promise<Normalised> {
  const tally = { utf8: 0, cp1252: 0 };
  const ends = (text: string) => (loneCr ? text.replaceAll('\r', '\n') : text);
  async function* decoded(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
    if (encoding === 'utf-16le' || encoding === 'utf-16be') {
      const decoder = new TextDecoder(encoding);
      for await (const chunk of source) yield ends(decoder.decode(chunk, { stream: true }));
      yield ends(decoder.decode());
      return;
    }
    let rest: Buffer = Buffer.alloc(0);
    let first = true;
    for await (const chunk of source) {
      let whole: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      if (first && hasBom(whole)) whole = whole.subarray(3);
      first = false;
      const cut = whole.lastIndexOf(loneCr ? 13 : 10) + 1;
      rest = Buffer.from(whole.subarray(cut));
      for (const text of decodeLines(whole.subarray(0, cut), tally)) yield ends(text);
    }
    for (const text of decodeLines(rest, tally)) yield ends(text);
  }
  await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), decoded, createWriteStream(to));
  return { cp1252Lines: tally.cp1252 };
}
