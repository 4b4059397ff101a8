/**
 * A figure as files: one tidy CSV without comments, its CSV on the Web metadata, and JSON. Each carries the provenance and the caveats, so that a
 * file that travels alone still says what it is (R158, R160). The columns are those of `headwater figure --format csv`, and four more.
 * https://www.w3.org/TR/tabular-data-primer/
 */
import type { Cell, Figure } from '../../warehouse/index.ts';
import { csvCell, type CsvValue, csvLine } from '../csv.ts';
import { SHORTHAND } from './number.ts';
import { sourceWords } from './view.ts';

interface Column {
  readonly title: string;
  readonly description: string;
  readonly datatype?: 'number';
}

function columnsOf(figure: Figure): Column[] {
  const dimensions = figure.dimensions.flatMap((each): Column[] => [
    { title: each.id, description: `${each.title}: code` },
    { title: `${each.id}-label`, description: each.title },
  ]);
  const { definition, unit } = figure.measure;
  return [
    ...dimensions,
    { title: 'value', description: `${definition} In ${unit}; a share or a change is a fraction.`, datatype: 'number' },
    { title: 'lower', description: 'Lower end of the 95% interval', datatype: 'number' },
    { title: 'upper', description: 'Upper end of the 95% interval', datatype: 'number' },
    { title: 'numerator', description: 'What was divided', datatype: 'number' },
    { title: 'denominator', description: 'What it was divided by', datatype: 'number' },
    { title: 'mark', description: 'Why there is no value: [c] confidential, [z] not applicable' },
    { title: 'unit', description: 'Unit of the measure' },
    { title: 'measure', description: 'Id of the measure' },
    { title: 'version', description: 'Version of the measure' },
    { title: 'slice', description: 'What was asked about, in words' },
    { title: 'clearance', description: 'Public and partner: small counts are hidden and the others are rounded. Analyst: exact, OFFICIAL-SENSITIVE' },
    { title: 'snapshot', description: 'Id of the snapshot of the data' },
    { title: 'as-at', description: 'How recent the data are' },
    { title: 'stale-since', description: 'Datasets that are late, with the day since when' },
    { title: 'address', description: 'Permanent address of the figure on this service' },
    { title: 'sources', description: 'Publisher, source, period, edition and licence of the data' },
    { title: 'coverage', description: 'Forces and months that were asked for and are not in the data' },
    { title: 'caveats', description: 'What must be known to read the value' },
    { title: 'refusal', description: 'Why the figure is not given, and what could be asked instead' },
  ];
}

const LINES_A_CHUNK = 500;

/** A line a cell, in pieces. A refused figure is one line that says why. The total of a grouped figure is not among the lines: it is in the metadata. */
export function* figureCsv(figure: Figure): Generator<string> {
  const labels = figure.dimensions.map((each) => new Map(each.values.map((value) => [value.code, value.label])));
  const about: CsvValue[] = [
    figure.measure.unit,
    figure.measure.id,
    figure.measure.version,
    figure.words,
    figure.clearance,
    figure.snapshot.id,
    figure.asAt,
    figure.staleness.map((stale) => `${stale.dataset} ${stale.since}`).join('; '),
    figure.address,
    figure.sources.map(sourceWords).join('; '),
    figure.coverage.join(' '),
    notesOf(figure).join(' '),
    figure.refusal ? `${figure.refusal.reason} ${figure.refusal.instead}`.trim() : null,
  ];
  let chunk = csvLine(columnsOf(figure).map((column) => column.title));
  if (figure.refusal) {
    yield chunk + csvLine([...figure.dimensions.flatMap(() => [null, null]), null, null, null, null, null, null, ...about]);
    return;
  }
  // The same on every line, so written once.
  const tail = csvLine(about);
  const cells = figure.dimensions.length === 0 ? [figure.total] : figure.cells;
  for (const [at, cell] of cells.entries()) {
    const heads = cell.key.flatMap((code, place): CsvValue[] => [code, labels[place]?.get(code) ?? code]);
    chunk += `${[...heads, ...numbersOf(cell)].map(csvCell).join(',')},${tail}`;
    if (at % LINES_A_CHUNK === LINES_A_CHUNK - 1) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

const notesOf = (figure: Figure): string[] => [...figure.caveats.map((caveat) => caveat.text), figure.protection.text].filter((text) => text !== '');

/** Seven significant digits: more would claim a precision that no count here has. */
const short = (n: number | null): number | null => (n === null ? null : Number(n.toPrecision(7)));

const numbersOf = (cell: Cell): CsvValue[] => [
  short(cell.value),
  short(cell.lower),
  short(cell.upper),
  cell.numerator,
  cell.denominator,
  cell.state === 'shown' ? null : SHORTHAND[cell.state],
];

/** CSV on the Web metadata for the CSV at `url` (absolute). */
export function csvwMetadata(figure: Figure, url: string): object {
  const total = { value: figure.total.value, lower: figure.total.lower, upper: figure.total.upper, state: figure.total.state };
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url,
    'dc:title': `${figure.measure.title}: ${figure.words}`,
    'dc:description': figure.measure.definition,
    'dc:source': figure.sources.map(sourceWords),
    'dc:license': [...new Set(figure.sources.map((source) => source.licence))],
    'dc:date': figure.asAt,
    'schema:total': total,
    'rdfs:comment': [...figure.coverage, ...figure.staleness.map((stale) => stale.text), ...notesOf(figure)],
    dialect: { header: true, encoding: 'utf-8', lineTerminators: ['\r\n'] },
    tableSchema: {
      columns: columnsOf(figure).map((column) => ({
        // A column's name may hold no hyphen: it stands in URI templates (RFC 6570).
        name: column.title.replaceAll('-', '_'),
        titles: column.title,
        'dc:description': column.description,
        datatype: column.datatype ?? 'string',
      })),
    },
  };
}
