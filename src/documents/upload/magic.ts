import { damaged, encrypted, refusal, unknownKind } from './refusal.ts';

/** What the first bytes say a file is. */
export type Magic = 'zip' | 'pdf' | 'png' | 'jpeg' | 'other';

const starts = (bytes: Buffer, ...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);

/** Sorts a file by its first bytes, and refuses the kinds that are known and not taken in, each in its own words. */
export function magicOf(bytes: Buffer): Magic {
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'zip';
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return endsWith(bytes, 'IEND\xae\x42\x60\x82', 'png');
  if (starts(bytes, 0xff, 0xd8, 0xff)) return endsWith(bytes, '\xff\xd9', 'jpeg');
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) throw oldOffice(bytes);
  if (isProgram(bytes)) throw refusal('program', 'The file is a program.', 'Programs are never taken in. Upload the document itself.');
  if (starts(bytes, 0x7b, 0x5c, 0x72, 0x74, 0x66))
    throw refusal('kind', 'The file is in Rich Text Format, which is not taken in.', 'Open it, save it as a Word document (.docx) or .odt, and upload that.');
  return 'other';
}

/** A picture that goes on after its end carries something else behind it. */
function endsWith(bytes: Buffer, end: string, kind: 'png' | 'jpeg'): Magic {
  const tail = bytes
    .subarray(-64)
    .toString('latin1')
    .replace(/[\0\s]+$/, '');
  if (!tail.endsWith(end)) throw damaged(`${kind} without its end, or with something after it`);
  return kind;
}

/** DOS and Windows, ELF, Mach-O in its four orders, Java, and scripts that name their interpreter. */
function isProgram(bytes: Buffer): boolean {
  return (
    starts(bytes, 0x4d, 0x5a) ||
    starts(bytes, 0x7f, 0x45, 0x4c, 0x46) ||
    starts(bytes, 0xfe, 0xed, 0xfa) ||
    starts(bytes, 0xce, 0xfa, 0xed, 0xfe) ||
    starts(bytes, 0xcf, 0xfa, 0xed, 0xfe) ||
    starts(bytes, 0xca, 0xfe, 0xba, 0xbe) ||
    starts(bytes, 0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00) ||
    starts(bytes, 0x23, 0x21)
  );
}

/** The container of Word 97 is also that of a Word file under a password (MS-OFFCRYPTO, section 2.3). */
function oldOffice(bytes: Buffer): Error {
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return encrypted('EncryptedPackage');
  return unknownKind('the container of Office 97');
}

/** What a browser takes for HTML (WHATWG MIME Sniffing, section 7.1), and SVG: text that would run scripts on a page of ours. */
export function refuseMarkup(text: string): void {
  const head = /^\s*<(?:!doctype|!--|\?xml|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg)(?:[\s>]|$)/i;
  if (!head.test(text) && !/<(?:script|svg|iframe|html)[\s>]/i.test(text)) return;
  throw refusal('markup', 'The file is a web page or a drawing with code in it.', 'Copy its text into a plain text file or a document, and upload that.');
}
