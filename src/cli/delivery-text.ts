/** One delivery told in full. Pure. */
import type { DeliveryEntry } from '../warehouse/index.ts';
import type { DeliverResult, Progress } from '../warehouse/store/index.ts';
import { textPairs, textTable } from './text-table.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** What it is, how its rows add up, and every problem by field and reason with its count. */
export function deliveryText(entry: DeliveryEntry): string {
  const facts = textPairs([
    ['Delivery', `${entry.id} (${entry.state})`],
    ['Dataset', `${entry.dataset}, contract ${entry.contractVersion}, layout ${entry.layout}`],
    ['File', `${entry.fileName}, ${whole.format(entry.bytes)} bytes, sha256 ${entry.sha256}`],
    ['Received', entry.receivedAt],
    ['Source', `${entry.source}, published by ${entry.publisher} (${entry.licence})${entry.fictional ? '. FICTIONAL DATA' : ''}`],
    ['Edition', entry.edition],
    ['Agreement', entry.agreements?.map((each) => each.reference).join(', ')],
    ['Period', entry.from === null ? null : entry.from === entry.to ? entry.from : `${entry.from} to ${entry.to ?? ''}`],
    ['Rows', sumOf(entry)],
    ['Superseded by', entry.supersededBy],
    ['Supersedes', entry.supersedes?.join(', ')],
  ]);
  return [
    ...facts,
    ...problems('Quarantined rows, by field and reason', entry.quarantined),
    ...problems('Warnings: the row was accepted, the field was not', entry.warnings),
    ...review(entry),
  ].join('\n');
}

/** `read 6,625 = accepted 6,600 + quarantined 5 + exact repeats 20`. */
export function sumOf(entry: Pick<DeliveryEntry, 'counts'>): string {
  const { read, accepted, quarantined, repeats } = entry.counts;
  return `read ${whole.format(read)} = accepted ${whole.format(accepted)} + quarantined ${whole.format(quarantined)} + exact repeats ${whole.format(repeats)}`;
}

function problems(title: string, notes: DeliveryEntry['warnings']): string[] {
  if (notes.length === 0) return [];
  const table = textTable(
    [
      { title: 'field', align: 'left' },
      { title: 'rule', align: 'left' },
      { title: 'rows', align: 'right' },
      { title: 'reason', align: 'left' },
    ],
    notes.map((note) => [note.field, note.rule, whole.format(note.count), note.reason]),
  );
  return ['', title, table];
}

function review(entry: DeliveryEntry): string[] {
  if (entry.review.length === 0) return [];
  const table = textTable(
    [
      { title: 'field', align: 'left' },
      { title: 'list', align: 'left' },
      { title: 'rows', align: 'right' },
      { title: 'value', align: 'left' },
    ],
    entry.review.map((code) => [code.field, code.list, whole.format(code.count), code.value]),
  );
  return ['', 'To review: codes that no list has yet. Their rows are counted as “not yet mapped”', table];
}

/** Where a delivery is, in a line. */
export function progressText(at: Progress): string {
  if ('fileName' in at) {
    const doing = at.step === 'reading' ? `reading, ${whole.format(Math.round(at.bytes / 1_000_000))} MB` : at.step;
    return `${at.dataset}: file ${at.file} of ${at.files}, ${at.fileName}: ${doing}`;
  }
  return { deciding: `${at.dataset}: finding what it supersedes`, writing: `${at.dataset}: writing the data`, committing: `${at.dataset}: committing` }[
    at.step
  ];
}

/** What a delivery did: a line a file with its sum, its problems in short, and the snapshot. Refused files are not in it. */
export function deliveredText(result: DeliverResult): string[] {
  const lines = result.delivered.flatMap((entry) => {
    const count = (notes: DeliveryEntry['warnings']): string => whole.format(notes.reduce((sum, note) => sum + note.count, 0));
    const problems = [
      ...(entry.quarantined.length > 0 ? [`  quarantined: ${entry.quarantined.map((note) => `${note.reason} (${whole.format(note.count)})`).join('; ')}`] : []),
      ...(entry.warnings.length > 0 ? [`  warnings: ${count(entry.warnings)} in ${entry.warnings.length} kinds`] : []),
      ...(entry.review.length > 0 ? [`  to review: ${entry.review.length} codes that no list has yet`] : []),
      ...((entry.supersedes ?? []).length > 0 ? [`  supersedes ${entry.supersedes?.join(', ')}`] : []),
    ];
    return [`${entry.id}  ${entry.fileName}: ${sumOf(entry)}`, ...problems];
  });
  const already = result.already.map(
    ({ fileName, delivery }) => `Already delivered, nothing changed: ${fileName}${delivery === null ? ' (twice in this batch)' : ` (as ${delivery})`}`,
  );
  const last = result.snapshot === null ? 'Nothing changed: the snapshot is the same as before.' : `Snapshot ${result.snapshot.id} is live.`;
  return [...lines, ...already, last];
}
