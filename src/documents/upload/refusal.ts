import { HeadwaterError } from '../../errors.ts';

/** A file that is not taken in: why, in the words of whoever sent it, and what they can do. `detail` is for the log. */
export function refusal(code: string, message: string, advice: string, detail?: string): HeadwaterError {
  return new HeadwaterError('refused', `upload-${code}`, message, detail === undefined ? { advice } : { advice, detail });
}

export const damaged = (detail: string): HeadwaterError =>
  refusal('damaged', 'The file is damaged and cannot be read.', 'Open it in the program it was made with, save it again, and upload the new file.', detail);

export const unknownKind = (detail: string): HeadwaterError =>
  refusal(
    'kind',
    'The file is not of a kind that is taken in.',
    'Upload a Word document (.docx), an OpenDocument file (.odt, .ods), an Excel workbook (.xlsx), a PDF, plain text, CSV, or a PNG or JPEG picture.',
    detail,
  );

export const hasMacros = (detail: string): HeadwaterError =>
  refusal(
    'macros',
    'The file contains macros, which are programs.',
    'Save it as an ordinary document without macros, for example .docx, and upload that.',
    detail,
  );

export const hasEmbedded = (detail: string): HeadwaterError =>
  refusal(
    'embedded',
    'The file has another file or a control embedded in it.',
    'Replace the embedded object with a picture or a table (a chart: paste it as a picture) and save again. What is embedded can hold more than the page shows.',
    detail,
  );

export const reachesOut = (detail: string): HeadwaterError =>
  refusal(
    'external',
    'The file fetches a template, picture or data from somewhere else when it is opened.',
    'Break its links to other files and attach the ordinary template, then save again. Links that a reader clicks can stay.',
    detail,
  );

export const encrypted = (detail: string): HeadwaterError =>
  refusal('encrypted', 'The file is protected by a password, so it cannot be checked.', 'Save a copy without the password and upload that.', detail);

export const bomb = (detail: string): HeadwaterError =>
  refusal(
    'unpacked',
    'The file unpacks to far more than a document needs.',
    'Save it again with smaller pictures, or copy its content into a new document.',
    detail,
  );
