/** Scales and ticks. A zero baseline always; ticks at round numbers. */
import { max, quantileSorted, ticks } from 'd3-array';

export interface ValueScale {
  /** Top of the scale in the unit of the data. */
  readonly top: number;
  readonly ticks: readonly number[];
  /** Share (0 to 1) of the scale at a value, held within it. */
  at(value: number): number;
}

/**
 * From zero to the first round number not under the largest value.
 * @param reach largest value of a chart beside it that must have the same scale
 */
export function valueScale(values: Iterable<number>, reach = 0, count = 4): ValueScale {
  const largest = Math.max(reach, max(values) ?? 0);
  if (!(largest > 0)) return { top: 1, ticks: [0], at: () => 0 };
  const marks = ticks(0, largest, count);
  const step = (marks[1] ?? largest) - (marks[0] ?? 0);
  const last = marks.at(-1) ?? 0;
  const top = last < largest ? last + step : last;
  const all = top > last ? [...marks, top] : marks;
  return { top, ticks: all, at: (value) => Math.min(1, Math.max(0, value / top)) };
}

export interface ShadeClass {
  readonly from: number;
  readonly to: number;
  /** 0 is the lightest. */
  readonly shade: 0 | 1 | 2;
}

const SHADES = [0, 1, 2] as const;

/**
 * Up to three classes with equal numbers of values in them (the guidance gives three sequential shades). Bounds are values that
 * occur, so that every legend range is true of the areas in it.
 */
export function shadeClasses(values: readonly number[]): readonly ShadeClass[] {
  const sorted = [...values].sort((a, b) => a - b);
  const lowest = sorted[0];
  const highest = sorted.at(-1);
  if (lowest === undefined || highest === undefined) return [];
  const cuts = [quantileSorted(sorted, 1 / 3) ?? lowest, quantileSorted(sorted, 2 / 3) ?? highest];
  const groups = SHADES.map((shade) => sorted.filter((value) => shadeAt(value, cuts) === shade));
  return groups.flatMap((group, shade) => {
    const from = group[0];
    const to = group.at(-1);
    return from === undefined || to === undefined ? [] : [{ from, to, shade: SHADES[shade] ?? 0 }];
  });
}

const shadeAt = (value: number, cuts: readonly number[]) => cuts.filter((cut) => value > cut).length;

export function shadeOf(classes: readonly ShadeClass[], value: number): 0 | 1 | 2 {
  return classes.find((each) => value <= each.to)?.shade ?? 2;
}
