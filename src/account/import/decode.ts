/** The border of the import: what was pasted or uploaded, as text, or a clear refusal. */
import { HeadwaterError } from '../../errors.ts';

/** The longest text that is read, in UTF-16 units or bytes. The longest source known is 90 thousand. */
export const LONGEST = 5_000_000;

export interface Decoded {
  readonly text: string;
  readonly notes: readonly string[];
}

const refuse = (code: string, message: string, advice: string): HeadwaterError => new HeadwaterError('bad-input', code, message, { advice });

/**
 * @throws HeadwaterError `import-empty`, `import-too-long`, or `import-not-text` for a PDF, a word-processor file or other bytes
 */
export function readText(input: string | Uint8Array): Decoded {
  if (input.length > LONGEST) {
    throw refuse(
      'import-too-long',
      'The text is too long',
      `The most that can be read at once is ${LONGEST / 1_000_000} million characters: paste the part that has the recommendations.`,
    );
  }
  const { text, notes } = typeof input === 'string' ? { text: input, notes: [] } : decode(input);
  const opening = text.slice(0, 8).trimStart();
  if (opening.startsWith('%PDF-') || opening.startsWith('PK\u0003\u0004') || opening.startsWith('{\\rtf') || text.includes('\0')) {
    throw refuse('import-not-text', 'That is not plain text', 'Open the document, copy its text and paste it here.');
  }
  if (!/[\p{L}\p{N}]/u.test(text)) throw refuse('import-empty', 'There is no text to read', "Paste the report's text, or choose a plain text file.");
  return { text, notes };
}

function decode(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), notes: [] };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), notes: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: [] };
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      notes: ['The file is not UTF-8. It was read as Windows-1252: check quotation marks, dashes and pound signs.'],
    };
  }
}
