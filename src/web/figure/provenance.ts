/** Where a figure comes from, as key and words for its own page. Pure. */
import type { Figure } from '../../warehouse/index.ts';
import { urls } from '../urls.ts';
import { moment } from '../words.ts';
import { sourceWords } from './view.ts';

export interface ProvenanceRow {
  readonly key: string;
  readonly text?: string;
  readonly href?: string;
  readonly list?: readonly string[];
  readonly more?: { readonly text: string; readonly href: string };
}

export function provenanceRows(figure: Figure): ProvenanceRow[] {
  const { measure, snapshot } = figure;
  const sources = [...new Set(figure.sources.map(sourceWords))];
  return [
    { key: 'Measure', text: `${measure.title}, version ${measure.version}`, href: urls.measure(measure.id) },
    { key: 'What it counts', text: measure.definition },
    { key: 'Definition in force', text: measure.definitionId },
    { key: 'Basis', text: figure.basis },
    { key: 'Slice', text: figure.words },
    { key: 'As at', text: moment(figure.asAt) },
    { key: 'Snapshot', text: `${snapshot.id}, made on ${moment(snapshot.at)}`, href: `${urls.snapshots}#${snapshot.id}` },
    { key: sources.length === 1 ? 'Source' : 'Sources', list: sources.length > 0 ? sources : ['Not stated'] },
    { key: 'Protection', text: figure.protection.text, more: { text: 'How we protect small numbers', href: urls.protection } },
  ];
}
