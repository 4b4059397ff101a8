/** A figure as text for a person at a terminal: its cells in a table, then everything that has to be known to use them. Pure. */
import type { Cell, Figure } from '../../warehouse/index.ts';
import { type Column, textTable } from '../text-table.ts';

type Kind = Figure['measure']['kind'];

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const signed = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });

/** The marks of the Government's guide to statistics in spreadsheets. */
export const HIDDEN = '[c]';
export const NOT_APPLICABLE = '[z]';

/** One number in the unit of its measure: `12,345`, `7.31`, `12.5 %`, `+3.0 %`. */
export function number(value: number, kind: Kind): string {
  if (kind === 'count') return whole.format(value);
  if (kind === 'rate') return hundredths.format(value);
  return `${kind === 'share' ? tenths.format(value * 100) : signed.format(value * 100)} %`;
}

function shown(cell: Cell, value: number | null, kind: Kind): string {
  if (cell.state === 'hidden' || cell.state === 'withheld') return HIDDEN;
  if (value === null) return cell.state === 'na' ? NOT_APPLICABLE : '';
  return number(value, kind);
}

function interval(cell: Cell, kind: Kind): string {
  return cell.state === 'shown' && cell.lower !== null && cell.upper !== null ? `${number(cell.lower, kind)} to ${number(cell.upper, kind)}` : '';
}

/** Cells with their total, then the notes; the refusal takes the table's place. */
export function figureText(figure: Figure): string {
  const body = figure.refusal === null ? table(figure) : [`Refused: ${figure.refusal.reason}`, `Instead: ${figure.refusal.instead}`].join('\n');
  return [`${figure.measure.title}: ${figure.words}`, '', body, '', ...notes(figure)].join('\n');
}

function table(figure: Figure): string {
  const { kind } = figure.measure;
  const everything = [...figure.cells, figure.total];
  const withInterval = everything.some((cell) => interval(cell, kind) !== '');
  const withParts = kind !== 'count' && everything.some((cell) => cell.numerator !== null || cell.denominator !== null);
  const columns: Column[] = [
    ...figure.dimensions.map((dimension) => ({ title: dimension.title, align: 'left' as const })),
    { title: figure.measure.unit, align: 'right' },
    ...(withInterval ? [{ title: '95 % interval', align: 'right' as const }] : []),
    ...(withParts ? [{ title: 'of', align: 'right' as const }, { title: 'out of', align: 'right' as const }] : []),
  ];
  const values = (cell: Cell): string[] => [
    shown(cell, cell.value, kind),
    ...(withInterval ? [interval(cell, kind)] : []),
    ...(withParts ? [part(cell, cell.numerator), part(cell, cell.denominator)] : []),
  ];
  const labels = figure.dimensions.map((dimension) => new Map(dimension.values.map((value) => [value.code, value.unknown ? `${value.label} (unknown)` : value.label])));
  const rows = figure.cells.map((cell) => [...cell.key.map((code, i) => labels[i]?.get(code) ?? code), ...values(cell)]);
  if (figure.dimensions.length === 0) return textTable(columns, [values(figure.total)]);
  const total = ['All', ...figure.dimensions.slice(1).map(() => ''), ...values(figure.total)];
  return textTable(columns, rows.length === 0 ? [total] : [...rows, null, total]);
}

function part(cell: Cell, value: number | null): string {
  if (value !== null) return whole.format(value);
  return cell.state === 'hidden' || cell.state === 'withheld' ? HIDDEN : '';
}

/** What must travel with the numbers: definition, unknowns, caveats, what is stale or not covered, protection, and where it all came from. */
export function notes(figure: Figure): string[] {
  const { measure } = figure;
  const hidden = [...figure.cells, figure.total].some((cell) => cell.state === 'hidden' || cell.state === 'withheld');
  const none = [...figure.cells, figure.total].some((cell) => cell.state === 'na');
  return [
    `Measure: ${measure.id} ${measure.version}. ${measure.definition}`,
    `Basis: ${figure.basis}`,
    ...(hidden ? [`${HIDDEN}: confidential. A small count, or one that would give a small count back.`] : []),
    ...(none ? [`${NOT_APPLICABLE}: not applicable. There is nothing to divide by.`] : []),
    ...figure.unknowns.map((unknown) => unknownNote(figure, unknown)),
    ...figure.coverage.map((text) => `Coverage: ${text}`),
    ...figure.staleness.map((stale) => `Stale: ${stale.text}`),
    ...figure.caveats.map((caveat) => `Caveat: ${caveat.text}`),
    `Protection: ${figure.protection.text}`,
    ...sources(figure),
    `Snapshot: ${figure.snapshot.id} of ${figure.snapshot.at}, seen as ${figure.clearance}.`,
    `Address: ${figure.address}`,
  ];
}

function unknownNote(figure: Figure, unknown: Figure['unknowns'][number]): string {
  const title = figure.dimensions.find((dimension) => dimension.id === unknown.dimension)?.title ?? unknown.dimension;
  const share = unknown.share === null ? HIDDEN : `${tenths.format(unknown.share * 100)} %`;
  return `Unknown: ${share} of the whole has no known ${title.toLowerCase()}.`;
}

/** One line a publisher and edition: forty monthly files of one source are one source. */
function sources(figure: Figure): string[] {
  const lines = figure.sources.map((source) => {
    const edition = source.edition === null ? '' : `, ${source.edition}`;
    return `Source: ${source.publisher}, ${source.source}${edition} (${source.licence})${source.fictional ? '. Fictional data' : ''}`;
  });
  return [...new Set(lines)];
}
