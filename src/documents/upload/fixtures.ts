import { strToU8, type Zippable, zipSync } from 'fflate';
import { document, paragraph } from '../model.ts';
import { renderDocx } from '../docx/package.ts';
import { renderOdt } from '../odt/package.ts';
import { unzipSync } from 'fflate';

const PLAIN = document('Minutes', { organisation: 'Northshire', subject: '', date: null, marking: null }, [paragraph('Words.')]);

/** A harmless Word file. */
export const DOCX = renderDocx(PLAIN);
/** A harmless OpenDocument text. */
export const ODT = renderOdt(PLAIN);

export const zip = (parts: Record<string, string | Uint8Array>): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])) satisfies Zippable),
  );

/** A package with parts changed: a string replaces or adds a part, a function rewrites one. */
export function changed(file: Buffer, changes: Record<string, string | ((part: string) => string)>): Buffer {
  const parts: Record<string, Uint8Array | string> = unzipSync(file);
  for (const [name, change] of Object.entries(changes)) parts[name] = typeof change === 'string' ? change : change(Buffer.from(parts[name] ?? []).toString());
  return zip(parts);
}

const before = (mark: string, added: string) => (part: string) => part.replace(mark, `${added}${mark}`);

export const withType = (type: string) => ({ '[Content_Types].xml': before('</Types>', type) });
export const withRelation = (type: string, target: string, mode = '') => ({
  'word/_rels/document.xml.rels': before(
    '</Relationships>',
    `<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${mode}/>`,
  ),
});
export const withBody = (added: string) => ({ 'word/document.xml': before('<w:sectPr', added) });
export const withContent = (added: string) => ({ 'content.xml': before('</office:text>', added) });

/** A PDF of the objects given, numbered from 1. Readers repair the missing table of offsets; what matters here is what it holds. */
export function pdf(...objects: (string | Buffer)[]): Buffer {
  const body = objects.map((object, index) => Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]));
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...body, Buffer.from('trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n')]);
}

export const stream = (dictionary: string, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`<< ${dictionary} /Length ${data.length} >>\nstream\n`), data, Buffer.from('\nendstream')]);
