/** `headwater catalogue`: what can be asked about, by what, and what the data are. */
import { HeadwaterError } from '../../errors.ts';
import {
  type DataState,
  type Dimension,
  describeData,
  dimension,
  dimensions,
  homeDir,
  type Measure,
  measure,
  measures,
  openWarehouse,
  validDimensions,
} from '../../warehouse/index.ts';
import { nearest, oneOf, readArgs } from '../args.ts';
import { datasetText, dimensionText, listText, measureText } from '../catalogue-text.ts';
import type { Io } from '../io.ts';

export const help = `Lists the datasets that are here, the measures and the dimensions; with the id of one of them, tells all about it.

Usage: headwater catalogue [ID] [--format table|json] [--home DIR]

Examples: headwater catalogue
          headwater catalogue find-rate`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('catalogue', args, { format: { type: 'string' } } as const, true);
  const format = oneOf('--format', values.format, ['table', 'json']);
  const [id, ...more] = positionals;
  if (more.length > 0) throw new HeadwaterError('bad-input', 'cli-option', 'One entry at a time, please.');
  const state = await stateOf(homeDir(values.home, io.env));
  const print = (value: unknown, text: () => string): number => {
    io.out(format === 'json' ? JSON.stringify(value, null, 2) : text());
    return 0;
  };
  if (id === undefined) {
    return print({ ...state, measures: measures().map(withDimensions), dimensions: dimensions() }, () => listText(state, measures(), dimensions()));
  }
  const asked = measure(id);
  if (asked) return print(withDimensions(asked), () => measureText(asked, validDimensions(asked)));
  const split = dimension(id);
  if (split) return print(split, () => dimensionText(split, measuresBy(split)));
  const dataset = state?.datasets.find((each) => each.dataset === id);
  if (dataset) return print(dataset, () => datasetText(dataset));
  throw unknown(id, state);
}

/** The state of the home's data; null where there is no home yet, which is no obstacle to reading about measures. */
async function stateOf(dir: string): Promise<DataState | null> {
  try {
    const warehouse = await openWarehouse(dir);
    try {
      return await describeData(warehouse);
    } finally {
      await warehouse.close();
    }
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'home-missing') return null;
    throw error;
  }
}

const withDimensions = (each: Measure): Measure & { by: string[] } => ({ ...each, by: validDimensions(each).map((one) => one.id) });

const measuresBy = (split: Dimension): Measure[] => measures().filter((each) => validDimensions(each).includes(split));

function unknown(id: string, state: DataState | null): HeadwaterError {
  const known = [...measures().map((each) => each.id), ...dimensions().map((each) => each.id), ...(state?.datasets.map((each) => each.dataset) ?? [])];
  const close = nearest(id, known);
  return new HeadwaterError(
    'not-found',
    'catalogue-unknown',
    `The catalogue has nothing called “${id}”.${close === undefined ? '' : ` Did you mean ${close}?`}`,
    {
      advice: '`headwater catalogue` lists everything in it.',
    },
  );
}
