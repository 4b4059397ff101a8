/** A figure's cells as evidence holds them, and what is different in later ones. Pure. */
import { z } from 'zod';
import type { Figure } from '../../warehouse/index.ts';

const cell = z.object({ key: z.array(z.string()), state: z.enum(['shown', 'hidden', 'withheld', 'na']), value: z.number().nullable() });

export const heldFigure = z.object({
  title: z.string(),
  words: z.string(),
  kind: z.enum(['count', 'rate', 'share', 'change']),
  unit: z.string(),
  snapshot: z.string(),
  asAt: z.string(),
  version: z.string(),
  dimensions: z.array(z.object({ id: z.string(), title: z.string(), labels: z.record(z.string(), z.string()) })),
  cells: z.array(cell),
  total: cell,
});

export type HeldFigure = z.output<typeof heldFigure>;
export type HeldCell = z.output<typeof cell>;

/** At most as many cells as a person can look at: more is no evidence of anything. */
export const MOST_CELLS = 2000;

const held = ({ key, state, value }: Figure['total']): HeldCell => ({ key: [...key], state, value });

export const holdFigure = (figure: Figure): HeldFigure => ({
  title: figure.measure.title,
  words: figure.words,
  kind: figure.measure.kind,
  unit: figure.measure.unit,
  snapshot: figure.snapshot.id,
  asAt: figure.asAt,
  version: figure.measure.version,
  dimensions: figure.dimensions.map(({ id, title, values }) => ({ id, title, labels: Object.fromEntries(values.map(({ code, label }) => [code, label])) })),
  cells: figure.cells.map(held),
  total: held(figure.total),
});

/** What a measure of a plan takes from a figure: its whole, a share as a percentage. Null where it is hidden. */
export function wholeOf({ total, kind }: HeldFigure): number | null {
  if (total.state !== 'shown' || total.value === null) return null;
  return kind === 'share' ? Math.round(total.value * 1000) / 10 : Math.round(total.value * 100) / 100;
}

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** `1,234`, `12.3%`, `hidden`. */
export function cellWords({ state, value }: HeldCell, kind: HeldFigure['kind']): string {
  if (state === 'na') return 'not applicable';
  if (state !== 'shown' || value === null) return 'hidden';
  if (kind === 'share') return `${number.format(Math.round(value * 1000) / 10)}%`;
  if (kind === 'change') return `${value > 0 ? '+' : ''}${number.format(Math.round(value * 1000) / 10)}%`;
  return number.format(value);
}

const nameOf = (one: HeldCell): string => JSON.stringify(one.key);
const sameCell = (a: HeldCell | undefined, b: HeldCell | undefined): boolean =>
  a !== undefined && b !== undefined && a.state === b.state && a.value === b.value;

export interface Comparison {
  readonly same: boolean;
  readonly words: string;
}

export function compareFigures(cited: HeldFigure, now: HeldFigure): Comparison {
  const before = new Map(cited.cells.map((one) => [nameOf(one), one]));
  const after = new Map(now.cells.map((one) => [nameOf(one), one]));
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const different = keys.filter((key) => !sameCell(before.get(key), after.get(key))).length;
  const whole = sameCell(cited.total, now.total) && different === 0;
  if (whole && cited.version === now.version) return { same: true, words: `The same in snapshot ${now.snapshot}.` };
  const parts: string[] = [];
  if (!sameCell(cited.total, now.total)) parts.push(`the whole was ${cellWords(cited.total, cited.kind)} and is ${cellWords(now.total, now.kind)}`);
  if (different > 0 && keys.length > 1) parts.push(`${different} of ${keys.length} values are different`);
  if (cited.version !== now.version) parts.push('the measure is defined in another way now');
  const words = parts.join('; ');
  return { same: false, words: `${words.charAt(0).toUpperCase()}${words.slice(1)} (snapshot ${now.snapshot}).` };
}
