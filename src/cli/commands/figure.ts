/** `headwater figure`: one figure on stdout. */
import { HeadwaterError } from '../../errors.ts';
import { ask, type Clearance, dimension, dimensions, type DimensionId, type Figure, homeDir, openWarehouse, parseSlice } from '../../warehouse/index.ts';
import { figureCsv } from '../../web/figure/index.ts';
import { nearest, oneOf, readArgs } from '../args.ts';
import { figureText, notes } from '../figure/text.ts';
import { whereParams } from '../figure/where.ts';
import type { Io } from '../io.ts';

const REFUSED = 5;

const OPTIONS = {
  by: { type: 'string', multiple: true },
  where: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  as: { type: 'string' },
  format: { type: 'string' },
  snapshot: { type: 'string' },
} as const;

export const help = `Asks for one figure.

Usage: headwater figure MEASURE [--by DIM,DIM] [--where DIM=VALUE,...] [OPTIONS]

  --by DIM,...         what to group by: month, force, crime-type, age-band, ...
  --where DIM=VALUE    what to count: conditions joined by a comma must all hold; values joined by a bar may each hold:
                       --where 'force=norfolk|essex,crime-type=robbery'; months are a period: month=2018-10..2019-02
  --from, --to YYYY-MM the first and the last month, instead of month= in --where
  --as CLEARANCE       partner (when not given) and public hide small counts and round; analyst gives exact counts
  --format FORMAT      table (when not given), csv or json. For csv the notes go to stderr
  --snapshot ID        answer from this snapshot instead of the current one
  --home DIR           the data home

\`headwater catalogue\` lists the measures and the dimensions.
A figure that must not be given is refused with its reason: exit code 5.

Example: headwater figure recorded-offences --by month --where force=norfolk --from 2018-10 --to 2019-02`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('figure', args, OPTIONS, true);
  const [name, ...more] = positionals;
  if (name === undefined)
    throw new HeadwaterError('bad-input', 'cli-measure', 'Which measure?', {
      advice: 'Name one, such as recorded-offences. `headwater catalogue` lists them.',
    });
  if (more.length > 0)
    throw new HeadwaterError('bad-input', 'cli-option', `“${more[0]}” is one word too many here.`, {
      advice: 'Write what to group by after --by, and conditions after --where.',
    });
  const format = oneOf('--format', values.format, ['table', 'csv', 'json']);
  const clearance: Clearance = oneOf('--as', values.as, ['partner', 'public', 'analyst']);
  const slice = parseSlice(whereParams(values.where ?? [], values.from, values.to));
  const by = grouping(values.by ?? []);
  const warehouse = await openWarehouse(homeDir(values.home, io.env));
  try {
    const answer = await ask(warehouse, { measure: name, by, slice, clearance, ...(values.snapshot === undefined ? {} : { snapshot: values.snapshot }) });
    print(answer, format, io);
    return answer.refusal === null ? 0 : REFUSED;
  } finally {
    await warehouse.close();
  }
}

function print(answer: Figure, format: 'table' | 'csv' | 'json', io: Io): void {
  if (format !== 'csv') {
    io.out(format === 'json' ? JSON.stringify(answer, null, 2) : figureText(answer));
    return;
  }
  for (const chunk of figureCsv(answer)) io.write(chunk);
  if (answer.refusal !== null) io.err(`Refused: ${answer.refusal.reason}\nInstead: ${answer.refusal.instead}`);
  for (const line of notes(answer)) io.err(line);
}

function grouping(given: readonly string[]): DimensionId[] {
  const names = given
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return names.map((each) => {
    const found = dimension(each);
    if (found) return found.id;
    const known = dimensions().map((one) => one.id);
    const close = nearest(each, known);
    throw new HeadwaterError(
      'bad-input',
      'dimension-unknown',
      `There is no dimension called “${each}”.${close === undefined ? '' : ` Did you mean ${close}?`}`,
      {
        advice: `The dimensions are: ${known.join(', ')}.`,
      },
    );
  });
}
