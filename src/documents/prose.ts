import { type CellBlock, type Item, paragraph, run } from './model.ts';

const BULLET = /^[ \t]*[-*•–]\s+(?<text>.+)$/;
const NUMBERED = /^[ \t]*(?<number>\d{1,4})[.)]\s+(?<text>.+)$/;

/**
 * Typed text as blocks. A blank line ends a paragraph; lines that begin with "- " or "•" are bullets, with "3. " or "3)" items that keep their number; a line
 * that follows an item without a blank line belongs to it. Single line ends within a paragraph are kept, since a person typed them.
 */
export function paragraphs(text: string): CellBlock[] {
  const blocks: CellBlock[] = [];
  let lines: string[] = [];
  let items: Item[] = [];
  const closeLines = () => {
    if (lines.length > 0) blocks.push(paragraph(lines.join('\n')));
    lines = [];
  };
  const closeItems = () => {
    if (items.length > 0) blocks.push({ kind: 'list', items });
    items = [];
  };
  let gap = true;
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const item = itemOf(line);
    if (line.trim() === '') {
      closeLines();
      gap = true;
    } else if (item !== null) {
      closeLines();
      if (items[0] !== undefined && items[0].mark !== item.mark) closeItems();
      items.push(item);
      gap = false;
    } else if (items.length > 0 && !gap) {
      items.push(longer(items.pop(), line.trim()));
    } else {
      closeItems();
      lines.push(line.trim());
      gap = false;
    }
  }
  closeLines();
  closeItems();
  return blocks;
}

function itemOf(line: string): Item | null {
  const bullet = BULLET.exec(line)?.groups?.['text'];
  if (bullet !== undefined) return { mark: 'bullet', runs: [run(bullet.trim())] };
  const numbered = NUMBERED.exec(line)?.groups;
  if (numbered === undefined) return null;
  return { mark: 'number', number: Number(numbered['number']), runs: [run((numbered['text'] ?? '').trim())] };
}

function longer(item: Item | undefined, line: string): Item {
  if (item === undefined) return { mark: 'bullet', runs: [run(line)] };
  return { ...item, runs: [...item.runs, run(` ${line}`)] };
}
