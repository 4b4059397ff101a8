import { damaged } from './refusal.ts';

/** Text and the encoding it was found in. */
export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * The text of a file that should be text: UTF-16 with its mark, else UTF-8 if it is valid, else Windows-1252, which older Windows programs write. Null if it holds
 * characters that no text has.
 */
export function decodeText(bytes: Buffer): Decoded | null {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const decoded =
    marked !== null
      ? strictly(bytes, marked)
      : (strictly(bytes, 'utf-8') ?? { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' as const });
  return decoded === null || isBinary(decoded.text) ? null : decoded;
}

/** The text of an XML part: UTF-8 or marked UTF-16, which are what the office formats allow. */
export function decodeXml(bytes: Buffer): string {
  const decoded = decodeText(bytes);
  if (decoded === null || decoded.encoding === 'windows-1252') throw damaged('an XML part in an encoding that the format does not have');
  return decoded.text;
}

function strictly(bytes: Buffer, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): Decoded | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: text has tabs, line ends, form feeds and, from some printers, a last Ctrl-Z; no others
const CONTROL = /[\u0000-\u0008\u000B\u000E-\u0019\u001B-\u001F\u007F]/;

const isBinary = (text: string): boolean => CONTROL.test(text);
