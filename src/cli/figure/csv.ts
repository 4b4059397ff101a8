/** A figure as tidy CSV: a line a cell, provenance in every line so that it survives filtering and joining. Pure. */
import type { Cell, Figure } from '../../warehouse/index.ts';
import { csvLine } from '../csv.ts';

/**
 * Columns: code and label of each grouping dimension; value, lower and upper (in the measure's unit; a share is 0 to 1); the parts it was
 * made of; `mark` (`[c]` confidential, `[z]` not applicable, else empty); what was asked and where it comes from. A figure that is not
 * grouped has one line. A refused figure has the head alone.
 */
export function figureCsv(figure: Figure): string {
  const dimensions = figure.dimensions.flatMap((dimension) => [dimension.id, `${dimension.id}-label`]);
  const head = [...dimensions, 'value', 'lower', 'upper', 'numerator', 'denominator', 'mark', 'unit', 'measure', 'version', 'slice', 'clearance', 'snapshot', 'as-at', 'stale-since', 'address'];
  const cells = figure.refusal !== null ? [] : figure.dimensions.length === 0 ? [figure.total] : figure.cells;
  const labels = figure.dimensions.map((dimension) => new Map(dimension.values.map((value) => [value.code, value.label])));
  const stale = figure.staleness.map((each) => `${each.dataset} ${each.since}`).join('; ');
  const provenance = [figure.measure.unit, figure.measure.id, figure.measure.version, figure.words, figure.clearance, figure.snapshot.id, figure.asAt, stale, figure.address];
  const lines = cells.map((cell) =>
    csvLine([...cell.key.flatMap((code, i) => [code, labels[i]?.get(code) ?? code]), cell.value, cell.lower, cell.upper, cell.numerator, cell.denominator, mark(cell), ...provenance]),
  );
  return [csvLine(head), ...lines].join('\r\n');
}

function mark(cell: Cell): string {
  if (cell.state === 'shown') return '';
  return cell.state === 'na' ? '[z]' : '[c]';
}
