import { readXml } from '../xml/read.ts';
import { counted } from './counting.ts';

const STYLE = 'urn:oasis:names:tc:opendocument:xmlns:style:1.0';
const TEXT = 'urn:oasis:names:tc:opendocument:xmlns:text:1.0';

type Level =
  | { readonly kind: 'bullet' }
  | { readonly kind: 'number'; readonly format: string; readonly prefix: string; readonly suffix: string; readonly start: number };

/** The list styles of an OpenDocument file by name and level: from the common styles, then from those of the content. */
export type OdtListStyles = ReadonlyMap<string, Level>;

export function odtListStyles(...parts: readonly (string | null)[]): OdtListStyles {
  const levels = new Map<string, Level>();
  for (const xml of parts) {
    let name: string | null = null;
    if (xml === null) continue;
    readXml(xml, {
      open(element) {
        if (element.uri !== TEXT) return;
        if (element.local === 'list-style') name = element.attribute(STYLE, 'name');
        const key = `${name} ${element.attribute(TEXT, 'level') ?? 1}`;
        if (element.local === 'list-level-style-bullet') levels.set(key, { kind: 'bullet' });
        if (element.local !== 'list-level-style-number') return;
        levels.set(key, {
          kind: 'number',
          format: element.attribute(STYLE, 'num-format') ?? '',
          prefix: element.attribute(STYLE, 'num-prefix') ?? '',
          suffix: element.attribute(STYLE, 'num-suffix') ?? '',
          start: Number(element.attribute(TEXT, 'start-value') ?? 1),
        });
      },
    });
  }
  return levels;
}

export interface OdtCounter {
  openList(style: string | null, continues: boolean): void;
  closeList(): void;
  /** What stands before an item: "-", "3.", or "" where the style prints nothing. */
  mark(start: string | null): string;
}

/** Counts the items of lists within lists. A list without a style has that of the list around it. */
export function odtCounter(styles: OdtListStyles): OdtCounter {
  const open: { style: string; next: number | null }[] = [];
  const last = new Map<string, number>();
  return {
    openList(style, continues) {
      const name = style ?? open.at(-1)?.style ?? '';
      open.push({ style: name, next: continues ? (last.get(`${name} ${open.length + 1}`) ?? null) : null });
    },
    closeList: () => void open.pop(),
    mark(start) {
      const list = open.at(-1);
      if (list === undefined) return '';
      const key = `${list.style} ${open.length}`;
      const level = styles.get(key);
      if (level === undefined || level.kind === 'bullet') return '-';
      const number = start === null ? (list.next ?? level.start) : Number(start);
      list.next = number + 1;
      last.set(key, list.next);
      return level.format === '' ? '' : `${level.prefix}${counted(number, isLetters(level.format) ? level.format : 'number')}${level.suffix}`;
    },
  };
}

const isLetters = (format: string): format is 'a' | 'A' | 'i' | 'I' => ['a', 'A', 'i', 'I'].includes(format);
