/** `headwater snapshots`: what can be cited. */
import { homeDir, openHome, readManifest, type SnapshotEntry } from '../../warehouse/index.ts';
import { listSnapshots, prune } from '../../warehouse/store/index.ts';
import { csvLine } from '../../web/figure/index.ts';
import { oneOf, readArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { type Column, textTable } from '../text-table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'snapshot', align: 'left' },
  { title: 'made at', align: 'left' },
  { title: 'deliveries', align: 'right' },
  { title: 'datasets', align: 'left' },
  { title: 'rows', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'state', align: 'left' },
];

export const help = `Lists the snapshots, the newest first.

Usage: headwater snapshots [--prune] [--format table|csv|json] [--home DIR]

  --prune          first remove what the retention rule no longer keeps; deliveries do so by themselves
  --format FORMAT  table (when not given), csv or json
  --home DIR       the data home

Every delivery that changes something makes a snapshot. A figure's address names its snapshot, and answers from it as long as it is kept.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values } = readArgs('snapshots', args, { format: { type: 'string' }, prune: { type: 'boolean' } } as const, false);
  const format = oneOf('--format', values.format, ['table', 'csv', 'json']);
  const home = openHome(homeDir(values.home, io.env));
  if (values.prune === true) for (const removed of await prune(home)) io.err(`Removed ${removed.id} of ${removed.at}.`);
  const { current } = readManifest(home);
  const newest = listSnapshots(home).toReversed();
  if (format === 'json') io.out(JSON.stringify({ current, snapshots: newest }, null, 2));
  else if (newest.length === 0) io.err('There are no snapshots yet: nothing has been delivered.');
  else {
    const rows = newest.map((each) => row(each, current));
    if (format === 'csv') io.write([COLUMNS.map((column) => column.title), ...rows].map(csvLine).join(''));
    else io.out(textTable(COLUMNS, rows));
  }
  return 0;
}

function row(entry: SnapshotEntry, current: string | null): string[] {
  const files = Object.values(entry.files);
  const sum = (of: (file: (typeof files)[number]) => number): string => String(files.reduce((total, file) => total + of(file), 0));
  const state = entry.id === current ? 'current' : entry.removed === undefined ? 'kept' : `removed ${entry.removed}`;
  return [entry.id, entry.at, String(entry.live.length), Object.keys(entry.files).sort().join(' '), sum((file) => file.rows), sum((file) => file.bytes), state];
}
