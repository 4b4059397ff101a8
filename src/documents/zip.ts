import { strToU8, type Zippable, zipSync } from 'fflate';

export interface Part {
  readonly path: string;
  readonly text: string;
  /** Written as it is, uncompressed: OpenDocument 1.3 part 2, section 3.3 asks it of `mimetype`. */
  readonly stored?: true;
}

/** A zip of text parts in the order given. The same parts give the same bytes, so that a hash of the file names its content. */
export function zipParts(parts: readonly Part[]): Buffer {
  // A zip holds the time of the clock on the wall, so noon by the clock is the same bytes in every zone.
  const mtime = new Date(2000, 0, 1, 12, 0, 0);
  const entries: Zippable = {};
  for (const part of parts) entries[part.path] = [strToU8(part.text), { level: part.stored ? 0 : 6, mtime }];
  return Buffer.from(zipSync(entries));
}
