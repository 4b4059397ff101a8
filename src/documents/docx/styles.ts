const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** Blue of the Government Analysis Function: 11:1 on white. */
const INK = '12436D';

/**
 * The part `word/styles.xml`. Real heading styles, so that Word's navigation and a screen reader find the structure. Arial 12 and a line height of 1.15 are what
 * accessibility guides for public documents ask for. Sizes are half-points, spaces twentieths of a point.
 */
export const STYLES = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
  `<w:styles xmlns:w="${W}">`,
  '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
  '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
  '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
  '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
  '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>',
  '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
  styled('Title', 'Title', { after: 320, size: 36, bold: true, ink: true, keep: true }),
  styled('Heading1', 'heading 1', { before: 400, after: 160, size: 32, bold: true, ink: true, keep: true, outline: 0 }),
  styled('Heading2', 'heading 2', { before: 320, after: 120, size: 28, bold: true, ink: true, keep: true, outline: 1 }),
  styled('Heading3', 'heading 3', { before: 240, after: 80, size: 24, bold: true, ink: true, keep: true, outline: 2 }),
  styled('Caption', 'caption', { before: 120, after: 80, size: 24, bold: true, keep: true }),
  styled('ListBullet', 'List Bullet', { after: 80 }),
  styled('ListNumber', 'List Number', { after: 80 }),
  styled('ListLabel', 'List Label', { after: 80, paragraph: '<w:ind w:left="992" w:hanging="850"/>', tab: 992 }),
  styled('Checklist', 'Checklist', { after: 80, paragraph: '<w:ind w:left="567" w:hanging="425"/>' }),
  styled('TableText', 'Table Text', { before: 60, after: 60 }),
  styled('TableHeading', 'Table Heading', { before: 60, after: 60, bold: true }),
  styled('Note', 'Note', { paragraph: '<w:ind w:left="284" w:right="284"/>', border: true }),
  styled('Header', 'header', { after: 0, size: 20 }),
  styled('Footer', 'footer', { after: 0, size: 20 }),
  '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/><w:rPr><w:color w:val="0B5394"/><w:u w:val="single"/></w:rPr></w:style>',
  `<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>${borders()}</w:tblBorders></w:tblPr></w:style>`,
  '</w:styles>',
].join('\n');

interface Look {
  readonly before?: number;
  readonly after?: number;
  readonly size?: number;
  readonly bold?: boolean;
  readonly ink?: boolean;
  readonly keep?: boolean;
  readonly outline?: number;
  readonly paragraph?: string;
  readonly border?: boolean;
  readonly tab?: number;
}

/** Elements stand in the order that ECMA-376 part 1, sections 17.3.1.26 and 17.3.2.28, gives them: Word calls a file damaged where they do not. */
function styled(id: string, name: string, look: Look): string {
  const spacing = look.before === undefined && look.after === undefined ? '' : `<w:spacing w:before="${look.before ?? 0}" w:after="${look.after ?? 160}"/>`;
  const paragraph = [
    look.keep ? '<w:keepNext/><w:keepLines/>' : '',
    look.border ? `<w:pBdr><w:left w:val="single" w:sz="36" w:space="10" w:color="${INK}"/></w:pBdr>` : '',
    look.tab === undefined ? '' : `<w:tabs><w:tab w:val="left" w:pos="${look.tab}"/></w:tabs>`,
    spacing,
    look.paragraph ?? '',
    look.outline === undefined ? '' : `<w:outlineLvl w:val="${look.outline}"/>`,
  ].join('');
  const size = look.size === undefined ? '' : `<w:sz w:val="${look.size}"/><w:szCs w:val="${look.size}"/>`;
  const letters = [look.bold ? '<w:b/><w:bCs/>' : '', look.ink ? `<w:color w:val="${INK}"/>` : '', size].join('');
  return [
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>`,
    paragraph === '' ? '' : `<w:pPr>${paragraph}</w:pPr>`,
    letters === '' ? '' : `<w:rPr>${letters}</w:rPr>`,
    '</w:style>',
  ].join('');
}

function borders(): string {
  return ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="7F8C99"/>`).join('');
}
