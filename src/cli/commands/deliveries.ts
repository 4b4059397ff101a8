/** `headwater deliveries`: what came in; one of them in full. */
import { HeadwaterError } from '../../errors.ts';
import { type DeliveryEntry, homeDir, openHome, readManifest } from '../../warehouse/index.ts';
import { csvLine } from '../../web/figure/index.ts';
import { nearest, oneOf, readArgs } from '../args.ts';
import { deliveryText } from '../delivery-text.ts';
import type { Io } from '../io.ts';
import { type Column, textTable } from '../text-table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'delivery', align: 'left' },
  { title: 'dataset', align: 'left' },
  { title: 'received', align: 'left' },
  { title: 'file', align: 'left' },
  { title: 'period', align: 'left' },
  { title: 'read', align: 'right' },
  { title: 'accepted', align: 'right' },
  { title: 'quarantined', align: 'right' },
  { title: 'repeats', align: 'right' },
  { title: 'state', align: 'left' },
];

export const help = `Lists the deliveries, the newest first; with an id, tells all about one.

Usage: headwater deliveries [ID] [--format table|csv|json] [--home DIR]

read = accepted + quarantined + repeats, where "read" was counted by the intake and not by the loader.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('deliveries', args, { format: { type: 'string' } } as const, true);
  const format = oneOf('--format', values.format, ['table', 'csv', 'json']);
  const all = readManifest(openHome(homeDir(values.home, io.env))).deliveries.toReversed();
  const [id, ...more] = positionals;
  if (more.length > 0) throw new HeadwaterError('bad-input', 'cli-option', 'One delivery at a time, please.');
  if (id !== undefined) one(find(all, id), format, io);
  else if (format === 'json') io.out(JSON.stringify(all, null, 2));
  else if (all.length === 0) io.err('Nothing has been delivered yet.');
  else if (format === 'csv') io.write(csv(all));
  else io.out(textTable(COLUMNS, all.map(row)));
  return 0;
}

function find(all: readonly DeliveryEntry[], id: string): DeliveryEntry {
  const found = all.find((entry) => entry.id === id);
  if (found) return found;
  const close = nearest(
    id,
    all.map((entry) => entry.id),
  );
  throw new HeadwaterError('not-found', 'delivery-unknown', `There is no delivery “${id}”.${close === undefined ? '' : ` Did you mean ${close}?`}`, {
    advice: '`headwater deliveries` lists them.',
  });
}

function one(entry: DeliveryEntry, format: 'table' | 'csv' | 'json', io: Io): void {
  if (format === 'json') io.out(JSON.stringify(entry, null, 2));
  else if (format === 'csv') io.write(csv([entry]));
  else io.out(deliveryText(entry));
}

function csv(entries: readonly DeliveryEntry[]): string {
  return [COLUMNS.map((column) => column.title), ...entries.map(row)].map(csvLine).join('');
}

function row(entry: DeliveryEntry): string[] {
  const { read, accepted, quarantined, repeats } = entry.counts;
  return [entry.id, entry.dataset, entry.receivedAt, entry.fileName, period(entry), ...[read, accepted, quarantined, repeats].map(String), entry.state];
}

function period(entry: DeliveryEntry): string {
  if (entry.from === null) return entry.edition ?? '';
  return entry.to === null || entry.to === entry.from ? entry.from : `${entry.from} to ${entry.to}`;
}
