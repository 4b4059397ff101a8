import { readXml, type XmlElement } from '../xml/read.ts';
import { counted } from './counting.ts';

/** Where a paragraph stands in a list. */
export interface ListPlace {
  readonly numId: string;
  readonly level: number;
}

export interface DocxLists {
  /** The place that a paragraph style gives, or null. */
  styled(styleId: string): ListPlace | null;
  /** What Word would print before the next paragraph at this place; null for nothing. Counts on each call. */
  mark(place: ListPlace): string | null;
}

interface Level {
  readonly format: string;
  readonly text: string;
  readonly start: number;
}

const FORMATS = { lowerLetter: 'a', upperLetter: 'A', lowerRoman: 'i', upperRoman: 'I' } as const;

/** How Word counts: `word/numbering.xml`, and the styles that are numbered (ECMA-376 part 1, section 17.9). Either part may be missing. */
export function docxLists(numberingXml: string | null, stylesXml: string | null): DocxLists {
  const { levels, numbers, overrides } = readNumbering(numberingXml);
  const styles = readStyles(stylesXml);
  const counts = new Map<string, number[]>();
  const begun = new Set<string>();
  return {
    styled: (styleId) => styles.get(styleId) ?? null,
    mark({ numId, level }) {
      const list = numbers.get(numId);
      const look = list === undefined ? undefined : levels.get(`${list} ${level}`);
      if (list === undefined || look === undefined || look.format === 'none') return null;
      if (look.format === 'bullet') return '-';
      const at = counts.get(list) ?? [];
      counts.set(list, at);
      const override = overrides.get(`${numId} ${level}`);
      const restarts = override !== undefined && !begun.has(`${numId} ${level}`);
      begun.add(`${numId} ${level}`);
      at[level] = restarts ? override : (at[level] ?? look.start - 1) + 1;
      at.length = level + 1;
      return look.text.replace(/%(\d)/g, (_, digit: string) => {
        const which = Number(digit) - 1;
        const other = levels.get(`${list} ${which}`) ?? look;
        return counted(at[which] ?? other.start, styleOf(other.format));
      });
    },
  };
}

function styleOf(format: string): 'number' | 'a' | 'A' | 'i' | 'I' {
  return format in FORMATS ? FORMATS[format as keyof typeof FORMATS] : 'number';
}

/** Attributes of WordprocessingML are all in its own namespace, of which there are two (transitional and strict): the local name is enough. */
export function wordAttribute(element: XmlElement, local: string): string | null {
  return element.attributes.find((each) => each.local === local)?.value ?? null;
}

function readNumbering(xml: string | null): { levels: Map<string, Level>; numbers: Map<string, string>; overrides: Map<string, number> } {
  const levels = new Map<string, Level>();
  const numbers = new Map<string, string>();
  const overrides = new Map<string, number>();
  let [abstract, number, level]: [string | null, string | null, number] = [null, null, 0];
  const change = (part: Partial<Level>) => {
    if (abstract === null) return;
    const key = `${abstract} ${level}`;
    levels.set(key, { ...(levels.get(key) ?? { format: 'decimal', text: '', start: 0 }), ...part });
  };
  if (xml !== null) {
    readXml(xml, {
      open(element) {
        const value = wordAttribute(element, 'val');
        if (element.local === 'abstractNum') abstract = wordAttribute(element, 'abstractNumId');
        else if (element.local === 'num') number = wordAttribute(element, 'numId');
        else if (element.local === 'lvl' || element.local === 'lvlOverride') level = Number(wordAttribute(element, 'ilvl') ?? 0);
        else if (element.local === 'abstractNumId' && number !== null) numbers.set(number, value ?? '');
        else if (element.local === 'startOverride' && number !== null) overrides.set(`${number} ${level}`, Number(value ?? 1));
        else if (element.local === 'numFmt') change({ format: value ?? 'decimal' });
        else if (element.local === 'lvlText') change({ text: value ?? '' });
        else if (element.local === 'start') change({ start: Number(value ?? 0) });
      },
      close(name) {
        if (name.local === 'abstractNum') abstract = null;
        if (name.local === 'num') number = null;
      },
    });
  }
  return { levels, numbers, overrides };
}

function readStyles(xml: string | null): Map<string, ListPlace> {
  const places = new Map<string, ListPlace>();
  let style: string | null = null;
  let level = 0;
  if (xml !== null) {
    readXml(xml, {
      open(element) {
        if (element.local === 'style') [style, level] = [wordAttribute(element, 'styleId'), 0];
        else if (element.local === 'ilvl') level = Number(wordAttribute(element, 'val') ?? 0);
        else if (element.local === 'numId' && style !== null) places.set(style, { numId: wordAttribute(element, 'val') ?? '0', level });
      },
      close(name) {
        if (name.local === 'style') style = null;
      },
    });
  }
  return places;
}
