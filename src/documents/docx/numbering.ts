/** Word keeps how lists are counted in a part of its own; a list that jumps (3, then 7) needs a count that starts again at 7. */
export interface Numbering {
  /** The `w:numId` under which an item with this number comes next; the same one as before when the number follows on. */
  numberId(number: number, first: boolean): number;
  /** The part `word/numbering.xml` for what was asked so far. */
  xml(): string;
}

export const BULLET_ID = 1;
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export function numbering(): Numbering {
  const starts: number[] = [];
  let next = Number.NaN;
  return {
    numberId(number, first) {
      if (first || number !== next) starts.push(number);
      next = number + 1;
      return BULLET_ID + starts.length;
    },
    xml() {
      const counts = starts.map(
        (start, index) =>
          `<w:num w:numId="${BULLET_ID + 1 + index}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="${start}"/></w:lvlOverride></w:num>`,
      );
      return [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        `<w:numbering xmlns:w="${W}">`,
        abstract(0, 'bullet', '•'),
        abstract(1, 'decimal', '%1.'),
        `<w:num w:numId="${BULLET_ID}"><w:abstractNumId w:val="0"/></w:num>`,
        ...counts,
        '</w:numbering>',
      ].join('\n');
    },
  };
}

function abstract(id: number, format: string, text: string): string {
  return [
    `<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/>`,
    `<w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>`,
  ].join('');
}
