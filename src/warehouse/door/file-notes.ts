/** What was odd about a file as a whole and put right without loss. */
import { HeadwaterError } from '../../errors.ts';
import type { FieldNote } from '../manifest.ts';
import type { Received } from './receive.ts';
import type { Fit } from './recognise.ts';

export function emptyFile(fileName: string): HeadwaterError {
  return new HeadwaterError('bad-input', 'file-header-only', `“${fileName}” has a header and no rows.`, { advice: 'Check that it was exported whole.' });
}

export function fileNotes(received: Received, fit: Fit, mended: boolean): FieldNote[] {
  const { scan, encoding, cp1252Lines } = received;
  const notes: FieldNote[] = [];
  const add = (rule: string, reason: string, count: number) => notes.push({ field: 'File', rule, reason, count });
  if (encoding === 'utf-8-bom' || encoding === 'mixed') add('byte-order-mark', 'Begins with a byte-order mark, which was taken off', 1);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') add('encoding', 'Is in UTF-16, and was turned into UTF-8', 1);
  if (cp1252Lines > 0) add('encoding', 'Lines that are not UTF-8 were read as Windows-1252', cp1252Lines);
  if (scan.crlf > 0 && !received.features) add('line-ends', scan.lf > 0 ? 'Mixed line ends (CRLF and LF)' : 'Windows line ends (CRLF)', scan.crlf);
  if (scan.blankLines > 0) add('blank-lines', 'Blank lines were passed over', scan.blankLines);
  if (mended && !(scan.crlf > 0 && scan.lf > 0)) add('not-well-formed', 'Is not a well-formed CSV: its records were taken apart one by one', 1);
  const surplus = fit.extra.filter((name) => name.trim() !== '');
  if (surplus.length > 0) add('extra-columns', `Columns that the layout does not know were not held: ${surplus.slice(0, 8).join(', ')}`, surplus.length);
  return notes;
}
