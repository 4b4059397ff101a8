/** Samples, their quantiles, and the table that a benchmark prints. */

export interface Line {
  readonly what: string;
  readonly median: number;
  readonly p95: number;
  readonly unit: 'ms' | 's' | 'x' | '%';
  /** The number that is held against the target: `median` or `p95`. */
  readonly judged?: 'median' | 'p95' | 'max';
  readonly max?: number;
  /** At most this; absent where the line is for information. */
  readonly target?: number;
}

/** Quantile by linear interpolation (Hyndman and Fan's type 7). */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** A line from samples in milliseconds. */
export function line(what: string, samples: readonly number[], more: Partial<Pick<Line, 'judged' | 'target' | 'unit'>> = {}): Line {
  return { what, median: quantile(samples, 0.5), p95: quantile(samples, 0.95), max: Math.max(...samples), unit: 'ms', ...more };
}

export const judgedValue = (each: Line): number => (each.judged === 'max' ? (each.max ?? each.p95) : each.judged === 'median' ? each.median : each.p95);
export const missed = (each: Line): boolean => each.target !== undefined && !(judgedValue(each) <= each.target);

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** What, measured, target, ratio to the target, verdict. */
export function tableText(title: string, lines: readonly Line[]): string {
  const number = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
  const rows = [
    ['what', 'median', 'p95', 'max', 'target', 'ratio', ''],
    ...lines.map((each) => [
      each.what,
      `${number(each.median)} ${each.unit}`,
      `${number(each.p95)} ${each.unit}`,
      each.max === undefined ? '' : `${number(each.max)} ${each.unit}`,
      each.target === undefined ? '' : `${each.judged ?? 'p95'} <= ${each.target} ${each.unit}`,
      each.target === undefined ? '' : number(judgedValue(each) / each.target),
      each.target === undefined ? '' : missed(each) ? 'MISS' : 'pass',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const text = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...text].join('\n');
}
