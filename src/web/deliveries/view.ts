/** A delivery in words and flags. Pure. */
import { type DeliveryEntry, guardedWords, type Manifest } from '../../warehouse/index.ts';
import { urls } from '../urls.ts';
import { bytes, count, moment, shortDay, shortSpan, span } from '../words.ts';
import { STATE_WORDS } from './query.ts';

export interface RowView {
  readonly id: string;
  readonly href: string;
  readonly fileName: string;
  readonly datasetTitle: string;
  readonly period: string;
  readonly received: string;
  readonly state: { readonly text: string; readonly tag: string };
  readonly fictional: boolean;
  readonly counts: DeliveryEntry['counts'];
}

export type Titles = (dataset: string) => string;

export function rowView(delivery: DeliveryEntry, titleOf: Titles): RowView {
  return {
    id: delivery.id,
    href: urls.delivery(delivery.id),
    fileName: delivery.fileName,
    datasetTitle: titleOf(delivery.dataset),
    period: shortSpan(delivery.from, delivery.to),
    received: shortDay(delivery.receivedAt),
    state: STATE_WORDS[delivery.state],
    fictional: delivery.fictional,
    counts: delivery.counts,
  };
}

type Told<T> = T & { readonly told: string };

export interface DeliveryView extends RowView {
  readonly dataset: string;
  readonly longPeriod: string;
  readonly receivedAt: string;
  /** The counts as the sum that they must make, and whether they do. */
  readonly sum: readonly { readonly text: string; readonly label: string; readonly sign: string }[];
  readonly adds: boolean;
  /** Their rows are in figures: counts are guarded. */
  readonly warnings: readonly Told<DeliveryEntry['warnings'][number]>[];
  /** Not in any figure: exact. */
  readonly quarantined: readonly Told<DeliveryEntry['quarantined'][number]>[];
  readonly review: readonly Told<DeliveryEntry['review'][number]>[];
  readonly links: readonly { readonly text: string; readonly href: string; readonly name: string }[];
  readonly notes: readonly string[];
  readonly facts: readonly { readonly key: string; readonly text: string; readonly href?: string; readonly code?: boolean }[];
  readonly quarantineHref: string | null;
}

export function deliveryView(delivery: DeliveryEntry, manifest: Manifest, titleOf: Titles): DeliveryView {
  const { counts } = delivery;
  const holds = manifest.snapshots.filter((snapshot) => snapshot.live.includes(delivery.id)).map((snapshot) => snapshot.id);
  const current = manifest.snapshots.find((snapshot) => snapshot.id === manifest.current);
  const nameOf = (id: string): string => manifest.deliveries.find((each) => each.id === id)?.fileName ?? id;
  const link = (text: string) => (id: string) => ({ text, href: urls.delivery(id), name: nameOf(id) });
  return {
    ...rowView(delivery, titleOf),
    dataset: delivery.dataset,
    longPeriod: span(delivery.from, delivery.to),
    receivedAt: delivery.receivedAt,
    sum: [
      { text: count(counts.read), label: 'read', sign: '' },
      { text: count(counts.accepted), label: 'accepted', sign: '=' },
      { text: count(counts.quarantined), label: 'in quarantine', sign: '+' },
      { text: count(counts.repeats), label: 'exact repeats', sign: '+' },
    ],
    adds: counts.read === counts.accepted + counts.quarantined + counts.repeats,
    warnings: byCount(delivery.warnings, guardedWords),
    quarantined: byCount(delivery.quarantined, count),
    review: byCount(delivery.review, guardedWords),
    links: [...(delivery.supersedes ?? []).map(link('Supersedes')), ...(delivery.supersededBy ? [link('Superseded by')(delivery.supersededBy)] : [])],
    notes: delivery.state === 'superseded' ? [] : (current?.files[delivery.dataset]?.notes ?? []),
    facts: [
      { key: 'Dataset', text: titleOf(delivery.dataset), href: urls.dataset(delivery.dataset) },
      { key: 'Received', text: moment(delivery.receivedAt) },
      { key: 'Period', text: span(delivery.from, delivery.to) || 'None' },
      { key: 'Source', text: delivery.source },
      { key: 'Publisher', text: delivery.fictional ? `None: fictional data in the form of ${delivery.publisher}` : delivery.publisher },
      { key: 'Edition', text: delivery.edition ?? 'Not stated' },
      { key: 'Licence', text: delivery.fictional ? 'None needed: fictional data' : delivery.licence },
      // One row for each: a file of several sources may come in under several.
      ...(delivery.agreements ?? []).map((each) => ({ key: 'Sharing agreement', text: each.reference, href: urls.agreement(each.id) })),
      ...(delivery.agreements === undefined ? [{ key: 'Sharing agreement', text: 'None: open data, which no agreement named when it came in' }] : []),
      { key: 'Layout', text: delivery.layout, code: true },
      { key: 'Contract version', text: delivery.contractVersion },
      { key: 'Size', text: bytes(delivery.bytes) },
      { key: 'SHA-256', text: delivery.sha256, code: true },
      { key: 'Snapshots that hold it', text: holds.length > 0 ? holds.join(', ') : 'None now', href: urls.snapshots },
      { key: 'Delivery', text: `${delivery.id} (number ${delivery.number})`, code: true },
    ],
    quarantineHref: counts.quarantined > 0 ? urls.quarantine(delivery.id) : null,
  };
}

const byCount = <T extends { readonly count: number }>(items: readonly T[], words: (n: number) => string): Told<T>[] =>
  [...items].sort((a, b) => b.count - a.count).map((item) => ({ ...item, told: words(item.count) }));
