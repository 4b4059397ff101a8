/** A map of areas in three shades with a legend of ranges. */
import { markAttributes, type Mark, shadeClasses, shadeLegend, shadeOf } from '../charts/index.ts';
import type { ShapePaths } from './geometry.ts';

export interface MapArea extends Mark {
  readonly code: string;
  readonly value: number | null;
  readonly state: 'shown' | 'hidden' | 'none';
}

/**
 * Chosen areas are drawn last, so that their outline is whole.
 * @param among values of a map beside it that must have the same shades
 */
export function choropleth(areas: readonly MapArea[], shapes: ShapePaths, write: (value: number) => string, among: readonly number[] = []): string {
  const drawn = areas.filter((area) => shapes.paths.has(area.code));
  const classes = shadeClasses([...drawn.flatMap((area) => (area.value === null ? [] : [area.value])), ...among]);
  const narrowed = drawn.some((area) => area.chosen);
  const one = (area: MapArea) => `<a ${markAttributes(area, 'hw-area')}><path d="${shapes.paths.get(area.code) ?? ''}" ${fill(area, classes)}/></a>`;
  const known = new Set(drawn.map((area) => area.code));
  const bare = [...shapes.paths].map(([code, path]) => (known.has(code) ? '' : `<path class="hw-bare" d="${path}" fill="url(#hw-nodata)"/>`)).join('');
  const marks = [...drawn.filter((area) => !area.chosen), ...drawn.filter((area) => area.chosen)].map(one).join('');
  return (
    `<svg class="hw-map${narrowed ? ' has-choice' : ''}" viewBox="-2 -2 ${shapes.width + 4} ${shapes.height + 4}" aria-hidden="true" focusable="false">${bare}${marks}</svg>` +
    shadeLegend(classes, write, { hidden: drawn.some((area) => area.state === 'hidden'), none: bare !== '' || drawn.some((area) => area.state === 'none') })
  );
}

function fill(area: MapArea, classes: ReturnType<typeof shadeClasses>): string {
  if (area.state === 'hidden') return 'fill="url(#hw-hidden)"';
  if (area.value === null) return 'fill="url(#hw-nodata)"';
  return `class="hw-shade-${shadeOf(classes, area.value)}"`;
}
