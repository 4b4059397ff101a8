import { cellWords, type HeldFigure } from '../../../account/plan/index.ts';

const MOST_DIFFERENCES = 50;

/** The values that are different, as they were cited and as they are now. Pure. */
export function differences(cited: HeldFigure, now: HeldFigure): { label: string; cited: string; now: string }[] {
  const key = (parts: readonly string[]): string => JSON.stringify(parts);
  const label = (parts: readonly string[]): string =>
    parts.map((code, at) => now.dimensions[at]?.labels[code] ?? cited.dimensions[at]?.labels[code] ?? code).join(', ');
  const before = new Map(cited.cells.map((cell) => [key(cell.key), cell]));
  const after = new Map(now.cells.map((cell) => [key(cell.key), cell]));
  const all = new Map([...before, ...after]);
  const rows = [...all].flatMap(([name, { key: parts }]) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (parts.length === 0 || (was?.state === is?.state && was?.value === is?.value)) return [];
    return [
      {
        label: label(parts),
        cited: was === undefined ? 'not there' : cellWords(was, cited.kind),
        now: is === undefined ? 'not there' : cellWords(is, now.kind),
      },
    ];
  });
  return [{ label: 'The whole', cited: cellWords(cited.total, cited.kind), now: cellWords(now.total, now.kind) }, ...rows.slice(0, MOST_DIFFERENCES)];
}
