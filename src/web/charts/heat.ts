/** A grid of cells in three shades with a legend of ranges. Hidden, unknown and missing cells have patterns, never a shade. */
import { shadeClasses, shadeOf } from './scale.ts';
import { esc, markAttributes, type Mark, percent } from './svg.ts';

export interface HeatCell extends Mark {
  readonly row: number;
  readonly column: number;
  readonly value: number | null;
  readonly state: 'shown' | 'hidden' | 'none';
  /** Row or column of values that are not known. */
  readonly unknown: boolean;
}

export interface HeatAxis {
  readonly label: string;
  /** Left out of the axis where there is little room. */
  readonly minor: boolean;
}

const ROW = 26;

/**
 * @param write how a bound of the legend is written
 * @param among values of a grid beside it that must have the same shades
 */
export function heatChart(
  rows: readonly HeatAxis[],
  columns: readonly HeatAxis[],
  cells: readonly HeatCell[],
  write: (value: number) => string,
  among: readonly number[] = [],
): string {
  const known = cells.flatMap((cell) => (cell.value === null || cell.unknown ? [] : [cell.value]));
  const classes = shadeClasses([...known, ...among]);
  const narrowed = cells.some((cell) => cell.chosen);
  const fill = (cell: HeatCell) => {
    if (cell.state === 'hidden') return 'fill="url(#hw-hidden)"';
    if (cell.state === 'none' || cell.value === null) return 'fill="url(#hw-nodata)"';
    if (cell.unknown) return 'fill="url(#hw-unknown-light)"';
    return `class="hw-shade-${shadeOf(classes, cell.value)}"`;
  };
  const marks = cells
    .map(
      (cell) =>
        `<a ${markAttributes(cell, 'hw-cell')}><rect x="${percent(cell.column / columns.length)}" y="${cell.row * ROW}" width="${percent(1 / columns.length)}" height="${ROW}" ${fill(cell)}/></a>`,
    )
    .join('');
  const across = columns
    .map(
      (column, at) =>
        `<text x="${percent((at + 0.5) / columns.length)}" y="14" text-anchor="middle"${column.minor ? ' class="hw-tick--minor"' : ''}>${esc(column.label)}</text>`,
    )
    .join('');
  const states = {
    hidden: cells.some((cell) => cell.state === 'hidden'),
    none: cells.some((cell) => cell.state === 'none'),
    unknown: cells.some((cell) => cell.unknown && cell.state === 'shown'),
  };
  return (
    `<div class="hw-heat${narrowed ? ' has-choice' : ''}" aria-hidden="true"><ol class="hw-heat__rows">${rows.map((row) => `<li>${esc(row.label)}</li>`).join('')}</ol>` +
    `<div class="hw-heat__grid"><svg width="100%" height="${rows.length * ROW}" focusable="false">${marks}</svg>` +
    `<svg class="hw-axis" width="100%" height="20" focusable="false">${across}</svg></div></div>` +
    shadeLegend(classes, write, states)
  );
}

/** Ranges of the shades with their patterns, used by grids and maps alike. */
export function shadeLegend(
  classes: ReturnType<typeof shadeClasses>,
  write: (value: number) => string,
  states: { readonly hidden?: boolean; readonly none?: boolean; readonly unknown?: boolean },
): string {
  const item = (swatch: string, text: string) =>
    `<li><svg width="20" height="14" focusable="false"><rect width="20" height="14" ${swatch}/></svg> ${esc(text)}</li>`;
  const ranges = classes.map((each) =>
    item(`class="hw-shade-${each.shade}"`, each.from === each.to ? write(each.from) : `${write(each.from)} to ${write(each.to)}`),
  );
  if (states.hidden) ranges.push(item('fill="url(#hw-hidden)"', 'Hidden [c]'));
  if (states.unknown) ranges.push(item('fill="url(#hw-unknown-light)"', 'Not recorded'));
  if (states.none) ranges.push(item('fill="url(#hw-nodata)"', 'No data'));
  return `<ul class="hw-legend" aria-hidden="true">${ranges.join('')}</ul>`;
}
