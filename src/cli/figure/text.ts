/** A figure as text for a person at a terminal: its cells in a table, then everything that has to be known to use them. Pure. */
import type { Cell, Figure } from '../../warehouse/index.ts';
import { largestOf, numberWords, REASONS, SHORTHAND, sourceWords } from '../../web/figure/index.ts';
import { type Column, textTable } from '../text-table.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Cells with their total, then the notes; the refusal takes the table's place. */
export function figureText(figure: Figure): string {
  const body = figure.refusal === null ? table(figure) : [`Refused: ${figure.refusal.reason}`, `Instead: ${figure.refusal.instead}`].join('\n');
  return [`${figure.measure.title}: ${figure.words}`, '', body, '', ...notes(figure)].join('\n');
}

function table(figure: Figure): string {
  const { kind, unit } = figure.measure;
  const everything = [...figure.cells, figure.total];
  const words = numberWords(kind, largestOf(everything));
  const withInterval = everything.some((cell) => words.interval(cell) !== null);
  const withParts = kind !== 'count' && everything.some((cell) => cell.numerator !== null || cell.denominator !== null);
  const columns: Column[] = [
    ...figure.dimensions.map((dimension) => ({ title: dimension.title, align: 'left' as const })),
    { title: unit, align: 'right' },
    ...(withInterval ? [{ title: '95% interval', align: 'right' as const }] : []),
    ...(withParts
      ? [
          { title: 'numerator', align: 'right' as const },
          { title: 'denominator', align: 'right' as const },
        ]
      : []),
  ];
  const value = (cell: Cell): string => (cell.state === 'shown' ? (cell.value === null ? '' : words.value(cell.value)) : SHORTHAND[cell.state]);
  const values = (cell: Cell): string[] => [
    value(cell),
    ...(withInterval ? [words.interval(cell) ?? ''] : []),
    ...(withParts ? [part(cell, cell.numerator), part(cell, cell.denominator)] : []),
  ];
  if (figure.dimensions.length === 0) return textTable(columns, [values(figure.total)]);
  const labels = figure.dimensions.map(
    (dimension) => new Map(dimension.values.map((each) => [each.code, each.unknown ? `${each.label} (unknown)` : each.label])),
  );
  const rows = figure.cells.map((cell) => [...cell.key.map((code, i) => labels[i]?.get(code) ?? code), ...values(cell)]);
  const total = ['All', ...figure.dimensions.slice(1).map(() => ''), ...values(figure.total)];
  return textTable(columns, rows.length === 0 ? [total] : [...rows, null, total]);
}

function part(cell: Cell, value: number | null): string {
  if (value !== null) return whole.format(value);
  return cell.state === 'hidden' || cell.state === 'withheld' ? SHORTHAND[cell.state] : '';
}

/** What must travel with the numbers: definition, unknowns, caveats, what is stale or not covered, protection, and where it all came from. */
export function notes(figure: Figure): string[] {
  const { measure } = figure;
  const states = new Set([...figure.cells, figure.total].map((cell) => cell.state));
  const marks = (['hidden', 'withheld', 'na'] as const).filter((state) => states.has(state)).map((state) => `${SHORTHAND[state]} ${REASONS[state]}`);
  return [
    `Measure: ${measure.id} ${measure.version}. ${measure.definition}`,
    ...(figure.basis === '' ? [] : [`Basis: ${figure.basis}`]),
    ...marks,
    ...figure.unknowns.filter((unknown) => unknown.share !== 0).map((unknown) => unknownNote(figure, unknown)),
    ...figure.coverage.map((text) => `Coverage: ${text}`),
    ...figure.staleness.map((stale) => `Stale: ${stale.text}`),
    ...figure.caveats.map((caveat) => `Caveat: ${caveat.text}`),
    ...(figure.protection.text === '' ? [] : [`Protection: ${figure.protection.text}`]),
    // Forty monthly files of one source are one line.
    ...new Set(figure.sources.map((source) => `Source: ${sourceWords(source)}`)),
    `Snapshot: ${figure.snapshot.id} of ${figure.snapshot.at}, seen as ${figure.clearance}.`,
    `Address: ${figure.address}`,
  ];
}

function unknownNote(figure: Figure, unknown: Figure['unknowns'][number]): string {
  const title = figure.dimensions.find((dimension) => dimension.id === unknown.dimension)?.title ?? unknown.dimension;
  const share = unknown.share === null ? '[c]' : percent.format(unknown.share);
  return `Unknown: ${share} of the whole has no known ${title.toLowerCase()}.`;
}
