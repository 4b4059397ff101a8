import type { Doc } from '../model.ts';
import { escapeText } from '../xml/text.ts';
import { zipParts } from '../zip.ts';
import { blockXml } from './body.ts';
import { FONT_FACES, NAMESPACES, stylesXml } from './styles.ts';
import { paragraphXml, textXml } from './text.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const MIMETYPE = 'application/vnd.oasis.opendocument.text';
/** Between the margins of the page in `styles.ts`, in centimetres. */
const TEXT_WIDTH = 17;

/**
 * The document as OpenDocument text (ODF 1.3, the format that gov.uk asks for documents that are edited): headings with outline levels, heads of tables that
 * repeat, titles and descriptions of tables, en-GB, the marking and page numbers on every page. The same document gives the same bytes.
 */
export function renderOdt(doc: Doc): Buffer {
  const styles: string[] = [];
  const add = (shares: readonly number[]): string => {
    const name = `Table${styles.length + 1}`;
    styles.push(tableStyle(name, shares));
    return name;
  };
  const body = [paragraphXml('Title', textXml(doc.title)), ...doc.blocks.map((block) => blockXml(block, { add }))].join('\n');
  return zipParts([
    { path: 'mimetype', text: MIMETYPE, stored: true },
    { path: 'META-INF/manifest.xml', text: MANIFEST },
    { path: 'content.xml', text: contentXml(body, styles) },
    { path: 'styles.xml', text: stylesXml(doc) },
    { path: 'meta.xml', text: metaXml(doc) },
  ]);
}

function tableStyle(name: string, shares: readonly number[]): string {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const columns = shares.map(
    (share, index) =>
      `<style:style style:name="${name}.${index + 1}" style:family="table-column"><style:table-column-properties style:column-width="${((TEXT_WIDTH * share) / whole).toFixed(3)}cm"/></style:style>`,
  );
  return `<style:style style:name="${name}" style:family="table"><style:table-properties style:width="${TEXT_WIDTH}cm" table:align="left" table:border-model="collapsing" fo:margin-bottom="0.1cm"/></style:style>${columns.join('')}`;
}

const BORDER = 'fo:padding-left="0.19cm" fo:padding-right="0.19cm" fo:border="0.5pt solid #7f8c99"';
const CELL_STYLES = [
  `<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties ${BORDER}/></style:style>`,
  `<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties ${BORDER} fo:background-color="#e8eef4"/></style:style>`,
  '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>',
  '<style:style style:name="LongRow" style:family="table-row"><style:table-row-properties fo:keep-together="auto"/></style:style>',
  '<style:style style:name="PageBreak" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:break-before="page" fo:margin-bottom="0cm"/></style:style>',
].join('');

function contentXml(body: string, styles: readonly string[]): string {
  const automatic = `<office:automatic-styles>${CELL_STYLES}${styles.join('')}</office:automatic-styles>`;
  return `${HEAD}<office:document-content ${NAMESPACES} office:version="1.3">${FONT_FACES}${automatic}<office:body><office:text>\n${body}\n</office:text></office:body></office:document-content>`;
}

function metaXml(doc: Doc): string {
  const { meta } = doc;
  const when =
    meta.date === null ? '' : `<meta:creation-date>${escapeText(meta.date)}T00:00:00</meta:creation-date><dc:date>${escapeText(meta.date)}T00:00:00</dc:date>`;
  return [
    `${HEAD}<office:document-meta ${NAMESPACES} office:version="1.3"><office:meta><meta:generator>Headwater</meta:generator>`,
    `<dc:title>${escapeText(doc.title)}</dc:title><dc:subject>${escapeText(meta.subject)}</dc:subject>`,
    meta.marking === null ? '' : `<meta:keyword>${meta.marking}</meta:keyword>`,
    `<meta:initial-creator>${escapeText(meta.organisation)}</meta:initial-creator><dc:creator>${escapeText(meta.organisation)}</dc:creator>${when}`,
    `<dc:language>${doc.language}</dc:language></office:meta></office:document-meta>`,
  ].join('');
}

const MANIFEST = [
  `${HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">`,
  `<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${MIMETYPE}"/>`,
  ...['content.xml', 'styles.xml', 'meta.xml'].map((path) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="text/xml"/>`),
  '</manifest:manifest>',
].join('');
