/** Gathers the words of a document in reading order: blocks parted by a blank line, list items and rows a line each, a tab between cells. */
export interface Gather {
  /** One paragraph; an item of a list follows the item before it without a blank line. */
  paragraph(text: string, item: boolean): void;
  openTable(): void;
  openRow(): void;
  openCell(): void;
  closeCell(): void;
  closeTable(): void;
  text(): string;
}

interface Piece {
  readonly text: string;
  readonly item: boolean;
}

export function gather(): Gather {
  const places: Piece[][] = [[]];
  const tables: string[][][] = [];
  const here = (): Piece[] => places.at(-1) ?? [];
  return {
    paragraph(text, item) {
      if (text.trim() !== '') here().push({ text, item });
    },
    openTable: () => void tables.push([]),
    openRow: () => void tables.at(-1)?.push([]),
    openCell: () => void places.push([]),
    closeCell() {
      const cell = places.length > 1 ? places.pop() : undefined;
      tables
        .at(-1)
        ?.at(-1)
        ?.push(joined(cell ?? []));
    },
    closeTable() {
      const rows = tables.pop() ?? [];
      here().push({ text: rows.map((cells) => cells.join('\t')).join('\n'), item: false });
    },
    text: () => joined(places[0] ?? []),
  };
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map((piece, index) => (index === 0 ? '' : piece.item && pieces[index - 1]?.item ? '\n' : '\n\n') + piece.text).join('');
}
