import type { Doc } from '../model.ts';
import { paragraphXml, textXml } from './text.ts';

/** The namespaces of OpenDocument 1.3 that the parts use. */
export const NAMESPACES = [
  ['office', 'urn:oasis:names:tc:opendocument:xmlns:office:1.0'],
  ['style', 'urn:oasis:names:tc:opendocument:xmlns:style:1.0'],
  ['text', 'urn:oasis:names:tc:opendocument:xmlns:text:1.0'],
  ['table', 'urn:oasis:names:tc:opendocument:xmlns:table:1.0'],
  ['fo', 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'],
  ['svg', 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'],
  ['meta', 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0'],
  ['xlink', 'http://www.w3.org/1999/xlink'],
  ['dc', 'http://purl.org/dc/elements/1.1/'],
]
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');

export const FONT_FACES =
  '<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial" style:font-family-generic="swiss" style:font-pitch="variable"/></office:font-face-decls>';

const INK = '#12436d';

/** The part `styles.xml`: named styles, the A4 page, and the header and footer with marking and page numbers. */
export function stylesXml(doc: Doc): string {
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles ${NAMESPACES} office:version="1.3">${FONT_FACES}<office:styles>`,
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.28cm" fo:line-height="115%" style:tab-stop-distance="1cm"/>',
    '<style:text-properties style:font-name="Arial" fo:font-size="12pt" fo:language="en" fo:country="GB"/></style:default-style>',
    '<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/></style:default-style>',
    '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>',
    named('Title', 'Title', 'fo:margin-bottom="0.56cm" fo:keep-with-next="always"', `fo:font-size="18pt" fo:font-weight="bold" fo:color="${INK}"`),
    named(
      'Heading_20_1',
      'Heading 1',
      'fo:margin-top="0.7cm" fo:margin-bottom="0.28cm" fo:keep-with-next="always"',
      `fo:font-size="16pt" fo:font-weight="bold" fo:color="${INK}"`,
      1,
    ),
    named(
      'Heading_20_2',
      'Heading 2',
      'fo:margin-top="0.56cm" fo:margin-bottom="0.21cm" fo:keep-with-next="always"',
      `fo:font-size="14pt" fo:font-weight="bold" fo:color="${INK}"`,
      2,
    ),
    named(
      'Heading_20_3',
      'Heading 3',
      'fo:margin-top="0.42cm" fo:margin-bottom="0.14cm" fo:keep-with-next="always"',
      `fo:font-size="12pt" fo:font-weight="bold" fo:color="${INK}"`,
      3,
    ),
    named('Caption', 'Caption', 'fo:margin-top="0.21cm" fo:margin-bottom="0.14cm" fo:keep-with-next="always"', 'fo:font-weight="bold"'),
    named('ListItem', 'List Item', 'fo:margin-bottom="0.14cm"', ''),
    named(
      'Labelled',
      'List Label',
      'fo:margin-bottom="0.14cm" fo:margin-left="1.75cm" fo:text-indent="-1.5cm"',
      '',
      null,
      '<style:tab-stops><style:tab-stop style:position="0cm"/></style:tab-stops>',
    ),
    named('Checklist', 'Checklist', 'fo:margin-bottom="0.14cm" fo:margin-left="1cm" fo:text-indent="-0.75cm"', ''),
    named('TableText', 'Table Text', 'fo:margin-top="0.1cm" fo:margin-bottom="0.1cm"', ''),
    named('TableHeading', 'Table Heading', 'fo:margin-top="0.1cm" fo:margin-bottom="0.1cm"', 'fo:font-weight="bold"'),
    named('AfterTable', 'After Table', 'fo:margin-bottom="0cm" fo:line-height="0.2cm"', 'fo:font-size="4pt"'),
    named('Note', 'Note', `fo:margin-left="0.5cm" fo:padding-left="0.35cm" fo:border-left="4.5pt solid ${INK}"`, ''),
    named('Header', 'Header', 'fo:margin-bottom="0cm" fo:text-align="center"', 'fo:font-size="10pt"'),
    named(
      'Footer',
      'Footer',
      'fo:margin-bottom="0cm"',
      'fo:font-size="10pt"',
      null,
      '<style:tab-stops><style:tab-stop style:position="17cm" style:type="right"/></style:tab-stops>',
    ),
    '<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="Italic" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>',
    '<style:style style:name="BoldItalic" style:display-name="Bold Italic" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>',
    '<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text"><style:text-properties fo:color="#0b5394" style:text-underline-style="solid"/></style:style>',
    `<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">${INDENT}</text:list-level-style-bullet></text:list-style>`,
    `<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">${INDENT}</text:list-level-style-number></text:list-style>`,
    '</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"',
    ' style:print-orientation="portrait" fo:margin-top="1cm" fo:margin-bottom="1cm" fo:margin-left="2cm" fo:margin-right="2cm"/>',
    '<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.4cm"/></style:header-style>',
    '<style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>',
    '<style:style style:name="Centred" style:family="paragraph" style:parent-style-name="Footer"><style:paragraph-properties fo:text-align="center"/></style:style>',
    '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">',
    `<style:header>${paragraphXml('Header', marking(doc))}</style:header><style:footer>${footer(doc)}</style:footer>`,
    '</style:master-page></office:master-styles></office:document-styles>',
  ].join('');
}

const INDENT =
  '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1cm" fo:text-indent="-0.75cm" fo:margin-left="1cm"/></style:list-level-properties>';

function named(name: string, display: string, paragraph: string, letters: string, outline: number | null = null, stops = ''): string {
  const level = outline === null ? '' : ` style:default-outline-level="${outline}"`;
  return [
    `<style:style style:name="${name}" style:display-name="${display}" style:family="paragraph" style:parent-style-name="Standard" style:next-style-name="Standard"${level}>`,
    `<style:paragraph-properties ${paragraph}>${stops}</style:paragraph-properties>${letters === '' ? '' : `<style:text-properties ${letters}/>`}</style:style>`,
  ].join('');
}

const marking = (doc: Doc): string => (doc.meta.marking === null ? '' : `<text:span text:style-name="Bold">${doc.meta.marking}</text:span>`);

function footer(doc: Doc): string {
  const page = 'Page <text:page-number text:select-page="current">1</text:page-number> of <text:page-count>1</text:page-count>';
  const line = paragraphXml('Footer', `${textXml(doc.meta.organisation)}<text:tab/>${page}`);
  return doc.meta.marking === null ? line : `${line}${paragraphXml('Centred', marking(doc))}`;
}
