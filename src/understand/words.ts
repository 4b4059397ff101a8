/** Numbers as words for findings and tables. Pure. */
import type { Cell, Figure } from '../warehouse/index.ts';

/** `12345.6` as `12,346`. By hand: a board writes some two thousand numbers, and Intl is ten times slower. */
function whole(value: number): string {
  const digits = String(Math.round(Math.abs(value)));
  const sign = value < 0 && digits !== '0' ? '−' : '';
  return sign + (digits.length < 4 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ','));
}

function one(value: number): string {
  const tenths = Math.round(Math.abs(value) * 10);
  const sign = value < 0 && tenths > 0 ? '−' : '';
  return `${sign}${whole(Math.floor(tenths / 10))}.${tenths % 10}`;
}

export type Kind = Figure['measure']['kind'];

/** A value as a table writes it: `12,340`, `8.4`, `31.2%`, `+4.0%`. */
export function written(value: number, kind: Kind): string {
  if (kind === 'count') return whole(value);
  // Small rates would all be 0.1.
  if (kind === 'rate') return value > 0 && value < 1 ? value.toFixed(2) : one(value);
  const percent = `${one(value * 100)}%`;
  return kind === 'change' && value > 0 ? `+${percent}` : percent;
}

/** The same without needless decimals, for an axis. */
export function onAxis(value: number, kind: Kind): string {
  if (kind === 'count' || kind === 'rate') return value >= 100_000 ? `${trimmed(value / 1000)}k` : trimmed(value);
  return `${trimmed(value * 100)}%`;
}

const short = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const trimmed = (value: number) => short.format(value);

/** `[c]` where a number is protected, `[z]` where none applies, as the guidance for spreadsheets has it. */
export function cellText(cell: Pick<Cell, 'state' | 'value'>, kind: Kind): string {
  if (cell.value !== null && cell.state === 'shown') return written(cell.value, kind);
  return cell.state === 'na' || cell.state === 'shown' ? '[z]' : '[c]';
}

/** `about 3 in 10`, `about 1 in 20`: what people read more surely than a percentage. */
export function aboutWords(share: number): string {
  if (share >= 0.995) return 'nearly all';
  if (share >= 0.95) return 'more than 9 in 10';
  if (share > 0.095) return `about ${Math.round(share * 10)} in 10`;
  return share <= 0.0005 ? 'under 1 in 2,000' : `about 1 in ${whole(Math.round(1 / share))}`;
}

/** The first letter as it stands at the head of a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2018-10` as `October 2018`. */
export function monthName(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? month} ${month.slice(0, 4)}`;
}

export function monthOfYear(number: number): string {
  return MONTHS[number - 1] ?? String(number);
}

/** The month `by` months later. */
export function monthShifted(month: string, by: number): string {
  const total = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`;
}

/** First of the candidates that is no longer than ten words; the last one is the floor and must be short by itself. */
export function tenWords(...candidates: readonly string[]): string {
  const fit = candidates.find((each) => each.split(/\s+/).length <= 10);
  return fit ?? candidates.at(-1) ?? '';
}

/** `Violence and sexual offences` as it stands inside a sentence. */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
