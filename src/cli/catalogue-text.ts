/** The catalogue as text. Pure. */
import type { DataState, Dimension, Measure } from '../warehouse/index.ts';
import { type Column, textPairs, textTable } from './text-table.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const left = (title: string): Column => ({ title, align: 'left' });

/** Datasets, what is missing, measures and dimensions. `state` is null where there is no data home yet. */
export function listText(state: DataState | null, measures: readonly Measure[], dimensions: readonly Dimension[]): string {
  return [
    'Datasets',
    datasets(state),
    '',
    'Measures',
    textTable(
      [left('measure'), left('title'), left('dataset'), left('unit')],
      measures.map((each) => [each.id, each.title, each.dataset, each.unit]),
    ),
    '',
    'Dimensions',
    textTable(
      [left('dimension'), left('title'), left('datasets')],
      dimensions.map((each) => [each.id, each.title, each.datasets.join(' ')]),
    ),
  ].join('\n');
}

function datasets(state: DataState | null): string {
  if (state === null) return 'None: there is no data home here yet.';
  const here = state.datasets.map((each) => [
    each.dataset,
    whole.format(each.rows),
    period(each.from, each.to),
    each.staleness?.text ?? '',
    each.fictional ? 'FICTIONAL' : '',
  ]);
  const missing = state.missing.map((each) => `Missing: ${each.title}${each.deliverable ? '' : ' (cannot be delivered yet)'}. ${each.adds}`);
  const table = textTable([left('dataset'), { title: 'rows', align: 'right' }, left('period'), left('stale'), left('')], here);
  return [here.length === 0 ? 'None: nothing has been delivered yet.' : table, ...(missing.length > 0 ? ['', ...missing] : [])].join('\n');
}

const period = (from: string | null, to: string | null): string => (from === to ? (from ?? '') : `${from ?? ''} to ${to ?? ''}`);

export function measureText(measure: Measure, by: readonly Dimension[]): string {
  return [
    `${measure.title} (${measure.id} ${measure.version})`,
    measure.definition,
    '',
    ...textPairs([
      ['Unit', measure.unit],
      ['Dataset', measure.dataset],
      ['Numerator', measure.numerator],
      ['Denominator', measure.denominator],
      ['Basis', measure.basis],
      ['Definition', measure.definitionId],
      ['By', by.map((each) => each.id).join(', ')],
    ]),
    ...measure.caveats.map((caveat) => `Caveat: ${caveat.text}`),
  ].join('\n');
}

export function dimensionText(dimension: Dimension, measures: readonly Measure[]): string {
  return [
    `${dimension.title} (${dimension.id})`,
    ...textPairs([
      ['Datasets', dimension.datasets.join(', ')],
      ['Measures', measures.map((each) => each.id).join(', ')],
      ['Note', dimension.note],
    ]),
  ].join('\n');
}

export function datasetText(dataset: DataState['datasets'][number]): string {
  return [
    `${dataset.title} (${dataset.dataset})${dataset.fictional ? ': FICTIONAL DATA' : ''}`,
    ...textPairs([
      ['Rows', whole.format(dataset.rows)],
      ['Period', period(dataset.from, dataset.to)],
      ['Received', dataset.receivedAt],
      ['Expected', dataset.frequency],
      ['Stale', dataset.staleness?.text],
    ]),
    ...[...new Set(dataset.sources.map((source) => `Source: ${source.publisher}, ${source.source} (${source.licence})`))],
    ...dataset.notes.map((note) => `Note: ${note}`),
  ].join('\n');
}
