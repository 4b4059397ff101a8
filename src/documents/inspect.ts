import { HeadwaterError } from '../errors.ts';
import { readArchive } from './upload/archive.ts';
import { decodeText } from './upload/decode.ts';
import { magicOf, refuseMarkup } from './upload/magic.ts';
import { cleanName, type UploadKind } from './upload/name.ts';
import { inspectOfficeOpen, isOfficeOpenPart } from './upload/office-open.ts';
import { inspectOpenDocument, isOpenDocumentPart } from './upload/open-document.ts';
import { inspectPdf } from './upload/pdf.ts';
import { damaged, unknownKind } from './upload/refusal.ts';

export interface Upload {
  readonly kind: UploadKind;
  /** What to send the file back as; always with `nosniff` and as an attachment. */
  readonly mediaType: string;
  /** Cleaned, with the extension that the content calls for. */
  readonly name: string;
}

/** The largest file taken in unless another limit is given: 20 MB. */
export const MAX_UPLOAD = 20 * 2 ** 20;

const MEDIA_TYPES: Record<UploadKind, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  pdf: 'application/pdf',
  text: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  png: 'image/png',
  jpeg: 'image/jpeg',
};

/**
 * What an uploaded file is, by its content: neither its name nor what the browser said is believed. Throws `HeadwaterError`, in the words of whoever sent it, for
 * what is empty, too large, damaged, protected, or able to run, fetch or hide something. A virus scanner's work it does not do.
 */
export async function inspectUpload(bytes: Buffer, name: string, limits: { readonly bytes: number } = { bytes: MAX_UPLOAD }): Promise<Upload> {
  if (bytes.length === 0)
    throw new HeadwaterError('bad-input', 'upload-empty', 'The file is empty.', { advice: 'Check that you chose the right file, and that it was saved.' });
  if (bytes.length > limits.bytes) {
    throw new HeadwaterError('bad-input', 'upload-too-large', `The file is larger than ${megabytes(limits.bytes)}.`, {
      advice: 'Save it with smaller pictures, or upload it in parts.',
    });
  }
  const kind = await kindOf(bytes, name);
  return { kind, mediaType: MEDIA_TYPES[kind], name: cleanName(name, kind) };
}

async function kindOf(bytes: Buffer, name: string): Promise<UploadKind> {
  const magic = magicOf(bytes);
  if (magic === 'zip') {
    const archive = await readArchive(bytes, (each) => isOfficeOpenPart(each) || isOpenDocumentPart(each));
    const [word, open] = [archive.parts.has('[Content_Types].xml'), archive.parts.has('mimetype')];
    if (word && open) throw damaged('a zip that is two kinds of document');
    if (word) return inspectOfficeOpen(archive);
    if (open) return inspectOpenDocument(archive);
    throw unknownKind('a zip that is no document');
  }
  if (magic === 'pdf') await inspectPdf(bytes);
  if (magic !== 'other') return magic;
  const decoded = decodeText(bytes);
  if (decoded === null) throw unknownKind('neither text nor a kind that is known');
  refuseMarkup(decoded.text);
  // Between two kinds of plain text nothing but the name can tell, and nothing rests on it.
  return /\.csv$/i.test(name.trim()) ? 'csv' : 'text';
}

const megabytes = (bytes: number): string => `${Math.floor((bytes / 2 ** 20) * 10) / 10} MB`;
