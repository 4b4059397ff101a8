import type { Doc } from '../model.ts';
import { escapeAttribute, escapeText } from '../xml/text.ts';
import { type Part, zipParts } from '../zip.ts';
import { blockXml } from './body.ts';
import { numbering } from './numbering.ts';
import { paragraphXml, textXml } from './paragraph.ts';
import { STYLES } from './styles.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/**
 * The document as a Word file (Office Open XML, ECMA-376): real headings, heads of tables that repeat, alternative texts, en-GB, the marking and page numbers on
 * every page. The same document gives the same bytes.
 */
export function renderDocx(doc: Doc): Buffer {
  const links: string[] = [];
  const counts = numbering();
  const linkId = (href: string): string => {
    if (!links.includes(href)) links.push(href);
    return `link${links.indexOf(href) + 1}`;
  };
  const body = [paragraphXml('Title', textXml(doc.title, '')), ...doc.blocks.map((block) => blockXml(block, { numbering: counts, linkId }))].join('\n');
  const parts: Part[] = [
    { path: '[Content_Types].xml', text: CONTENT_TYPES },
    { path: '_rels/.rels', text: PACKAGE_RELATIONS },
    { path: 'docProps/core.xml', text: coreProperties(doc) },
    { path: 'docProps/app.xml', text: appProperties(doc) },
    { path: 'word/document.xml', text: documentXml(body) },
    { path: 'word/_rels/document.xml.rels', text: documentRelations(links) },
    { path: 'word/styles.xml', text: STYLES },
    { path: 'word/numbering.xml', text: counts.xml() },
    { path: 'word/settings.xml', text: SETTINGS },
    { path: 'word/header1.xml', text: `${HEAD}<w:hdr xmlns:w="${W}">${header(doc)}</w:hdr>` },
    { path: 'word/footer1.xml', text: `${HEAD}<w:ftr xmlns:w="${W}">${footer(doc)}</w:ftr>` },
  ];
  return zipParts(parts);
}

/** A4 with margins of 2 cm, in twentieths of a point. */
function documentXml(body: string): string {
  const page =
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>';
  const section = `<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/>${page}</w:sectPr>`;
  return `${HEAD}<w:document xmlns:w="${W}" xmlns:r="${R}"><w:body>\n${body}\n${section}</w:body></w:document>`;
}

const CENTRED = '<w:jc w:val="center"/>';

function header(doc: Doc): string {
  return paragraphXml('Header', doc.meta.marking === null ? '' : textXml(doc.meta.marking, '<w:b/>'), CENTRED);
}

/** The organisation at the left, the page at the right, the marking in a line of its own so that a long name cannot push it away. */
function footer(doc: Doc): string {
  const field = (code: string) => `<w:fldSimple w:instr=" ${code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
  const page = `${textXml('Page ', '')}${field('PAGE')}${textXml(' of ', '')}${field('NUMPAGES')}`;
  const stops = '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>';
  const line = paragraphXml('Footer', `${textXml(doc.meta.organisation, '')}<w:r><w:tab/></w:r>${page}`, stops);
  return doc.meta.marking === null ? line : `${line}${paragraphXml('Footer', textXml(doc.meta.marking, '<w:b/>'), CENTRED)}`;
}

function coreProperties(doc: Doc): string {
  const { meta } = doc;
  const when =
    meta.date === null
      ? ''
      : ['created', 'modified'].map((each) => `<dcterms:${each} xsi:type="dcterms:W3CDTF">${escapeText(meta.date ?? '')}T00:00:00Z</dcterms:${each}>`).join('');
  return [
    `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`,
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeText(doc.title)}</dc:title><dc:subject>${escapeText(meta.subject)}</dc:subject><dc:creator>${escapeText(meta.organisation)}</dc:creator>`,
    meta.marking === null ? '' : `<cp:keywords>${meta.marking}</cp:keywords>`,
    `<dc:language>${doc.language}</dc:language>${when}</cp:coreProperties>`,
  ].join('');
}

const appProperties = (doc: Doc): string =>
  `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Headwater</Application><Company>${escapeText(doc.meta.organisation)}</Company></Properties>`;

function documentRelations(links: readonly string[]): string {
  const part = (id: string, target: string) => `<Relationship Id="${id}" Type="${R}/${target.replace(/\d*\.xml$/, '')}" Target="${target}"/>`;
  const parts = [
    part('styles', 'styles.xml'),
    part('numbering', 'numbering.xml'),
    part('settings', 'settings.xml'),
    part('header', 'header1.xml'),
    part('footer', 'footer1.xml'),
  ];
  const outside = links.map(
    (href, index) => `<Relationship Id="link${index + 1}" Type="${R}/hyperlink" Target="${escapeAttribute(href)}" TargetMode="External"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${[...parts, ...outside].join('')}</Relationships>`;
}

const SETTINGS = `${HEAD}<w:settings xmlns:w="${W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>`;

const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="document" Type="${R}/officeDocument" Target="word/document.xml"/><Relationship Id="core" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="app" Type="${R}/extended-properties" Target="docProps/app.xml"/></Relationships>`;

const CONTENT_TYPES = [
  `${HEAD}<Types xmlns="${PACKAGE}/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>',
  `<Override PartName="/word/document.xml" ContentType="${WORD_TYPE}.document.main+xml"/>`,
  ...['styles', 'numbering', 'settings'].map((each) => `<Override PartName="/word/${each}.xml" ContentType="${WORD_TYPE}.${each}+xml"/>`),
  ...['header', 'footer'].map((each) => `<Override PartName="/word/${each}1.xml" ContentType="${WORD_TYPE}.${each}+xml"/>`),
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
  '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>',
  '</Types>',
].join('');
