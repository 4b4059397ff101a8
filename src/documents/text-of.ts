import { HeadwaterError } from '../errors.ts';
import { docxText } from './extract/docx-text.ts';
import { odtText } from './extract/odt-text.ts';
import { readArchive } from './upload/archive.ts';
import { decodeText, decodeXml } from './upload/decode.ts';
import type { UploadKind } from './upload/name.ts';
import { damaged } from './upload/refusal.ts';

/**
 * The plain text of a file that `inspectUpload` has let in, laid out as `plainText` lays out a document. Throws `upload-no-text` for a kind whose text is not read: of a
 * PDF the order of its words is a guess, and an import that guesses would file the wrong words.
 */
export async function textOf(bytes: Buffer, kind: UploadKind): Promise<string> {
  if (kind === 'text' || kind === 'csv') {
    const decoded = decodeText(bytes);
    if (decoded === null) throw damaged('not text');
    return decoded.text.replace(/\r\n?/g, '\n');
  }
  if (kind === 'docx') {
    const part = await partsOf(bytes, ['word/document.xml', 'word/numbering.xml', 'word/styles.xml']);
    return docxText({
      document: part('word/document.xml') ?? missing('word/document.xml'),
      numbering: part('word/numbering.xml'),
      styles: part('word/styles.xml'),
    });
  }
  if (kind === 'odt') {
    const part = await partsOf(bytes, ['content.xml', 'styles.xml']);
    return odtText(part('content.xml') ?? missing('content.xml'), part('styles.xml'));
  }
  const what = kind === 'pdf' ? 'a PDF' : kind === 'png' || kind === 'jpeg' ? 'a picture' : 'a spreadsheet';
  throw new HeadwaterError('bad-input', 'upload-no-text', `The text of ${what} cannot be read in.`, {
    advice: 'Open the file, select and copy its text, and paste it into the form; or upload a Word document, an OpenDocument text or plain text.',
  });
}

async function partsOf(bytes: Buffer, wanted: readonly string[]): Promise<(name: string) => string | null> {
  const { parts } = await readArchive(bytes, (name) => wanted.includes(name));
  return (name) => {
    const part = parts.get(name);
    return part === undefined ? null : decodeXml(part);
  };
}

function missing(part: string): never {
  throw damaged(`${part} is missing`);
}
