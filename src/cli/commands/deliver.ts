/** `headwater deliver`: files in, a new snapshot out, and what became of every row. */
import { HeadwaterError } from '../../errors.ts';
import { deliveryGate } from '../../service/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { deliver as deliverFiles, type DeliverResult } from '../../warehouse/store/index.ts';
import { oneOf, readArgs } from '../args.ts';
import { deliveredText, progressText } from '../delivery-text.ts';
import type { Io } from '../io.ts';
import { tell } from '../problems.ts';
import { makeProgress } from '../progress.ts';

const OPTIONS = {
  layout: { type: 'string' },
  source: { type: 'string' },
  edition: { type: 'string' },
  part: { type: 'boolean' },
  format: { type: 'string' },
} as const;

export const help = `Delivers files of one dataset. They commit together: afterwards all that could be read is live, or nothing is.

Usage: headwater deliver DATASET FILE... [OPTIONS]

FILE is a .csv, .csv.gz, .geojson, a .zip of them, a folder or a quoted glob. Each row is accepted, or quarantined with its reason, or counted as an
exact repeat. The same file again changes nothing. A corrected file supersedes the earlier one of the same period and source.

A feed that a sharing agreement names comes in only while one is live; data that are not open come in under one only.

  --layout ID    how the file is written, instead of recognising it from its header
  --source NAME  the police force that the rows are from, where the file does not say
  --edition NAME which release it is (mid-2020, census-2021, ...), where the file does not say
  --part         replace only the months that the file holds of an earlier delivery that reaches further
  --format FORMAT table (when not given) or json
  --home DIR     the data home; made when it is not there

Datasets: street, stop, lsoa-month-counts, population, population-ethnicity, deprivation, area, exclusions, published-stops.
Exit code 0 when every file was delivered or known already; that of the first refusal otherwise.

Example: headwater deliver street 2024-*/*-street.csv`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('deliver', args, OPTIONS, true);
  const [dataset, ...inputs] = positionals;
  if (dataset === undefined || inputs.length === 0) {
    throw new HeadwaterError('bad-input', 'cli-deliver', dataset === undefined ? 'Deliver what?' : `Which files of ${dataset}?`, {
      advice: 'Write the dataset and then its files: headwater deliver street 2024-01-norfolk-street.csv',
    });
  }
  const format = oneOf('--format', values.format, ['table', 'json']);
  const { layout, source, edition, part } = values;
  const progress = makeProgress(io);
  const optional = {
    ...(layout === undefined ? {} : { layout }),
    ...(source === undefined ? {} : { source }),
    ...(edition === undefined ? {} : { edition }),
    ...(part === undefined ? {} : { part }),
  };
  const home = openHome(homeDir(values.home, io.env), { create: true });
  const gate = deliveryGate({ homeDir: home.dir, env: io.env });
  try {
    const result = await deliverFiles(home, { dataset, inputs, ...optional, permit: gate.permit, onProgress: (at) => progress.at(progressText(at)) });
    progress.end();
    return report(result, format === 'json', io);
  } finally {
    progress.end();
    await gate.close();
  }
}

function report(result: DeliverResult, asJson: boolean, io: Io): number {
  if (asJson) {
    const refused = result.refused.map(({ fileName, error }) => ({ fileName, ...error.toProblem() }));
    io.out(JSON.stringify({ snapshot: result.snapshot?.id ?? null, delivered: result.delivered, already: result.already, refused }, null, 2));
    return result.refused[0]?.error.exit ?? 0;
  }
  for (const line of deliveredText(result)) io.out(line);
  for (const { fileName, error } of result.refused) {
    io.err(`Refused: ${fileName}`);
    tell(io, error, false);
  }
  return result.refused[0]?.error.exit ?? 0;
}
