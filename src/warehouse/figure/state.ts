/** The state of the data, for Home: what is here, how fresh, what is late, what is missing and what it would add (R048, R057). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFile, Manifest } from '../manifest.ts';
import type { Setting } from './ask.ts';
import { sourcesOf, stalenessOf } from './provenance.ts';
import type { SourceNote, Staleness } from './types.ts';

export interface DatasetState {
  readonly dataset: string;
  readonly title: string;
  readonly rows: number;
  readonly from: string | null;
  readonly to: string | null;
  /** ISO instant of the newest live delivery. */
  readonly receivedAt: string | null;
  readonly frequency: string | null;
  readonly staleness: Staleness | null;
  readonly sources: readonly SourceNote[];
  readonly notes: readonly string[];
  readonly fictional: boolean;
}

export interface MissingFeed {
  readonly id: string;
  readonly title: string;
  readonly adds: string;
  /** True when Headwater can take it today. */
  readonly deliverable: boolean;
}

export interface DataState {
  readonly snapshot: { readonly id: string; readonly at: string } | null;
  readonly datasets: readonly DatasetState[];
  readonly missing: readonly MissingFeed[];
  readonly fictional: boolean;
}

interface Feed {
  readonly id: string;
  readonly title: string;
  readonly dataset: string | null;
  readonly adds: string;
}

const FEEDS = (JSON.parse(readFileSync(join(import.meta.dirname, '../../../reference/feeds.json'), 'utf8')) as { feeds: Feed[] }).feeds;

export function describe(manifest: Manifest, setting: Setting): DataState {
  const snapshot = manifest.snapshots.find((each) => each.id === manifest.current);
  const here = new Set(Object.keys(snapshot?.files ?? {}));
  const missing = FEEDS.filter((feed) => feed.dataset === null || !here.has(feed.dataset)).map(({ id, title, adds, dataset }) => ({
    id,
    title,
    adds,
    deliverable: dataset !== null,
  }));
  if (!snapshot) return { snapshot: null, datasets: [], missing, fictional: false };
  const datasets = FEEDS.flatMap((feed) => {
    const file = feed.dataset === null ? undefined : snapshot.files[feed.dataset];
    return file ? [stateOf(feed, file, manifest, setting)] : [];
  });
  return { snapshot: { id: snapshot.id, at: snapshot.at }, datasets, missing, fictional: datasets.some((each) => each.fictional) };
}

function stateOf(feed: Feed, file: DataFile, manifest: Manifest, setting: Setting): DatasetState {
  const snapshot = manifest.snapshots.find((each) => each.id === manifest.current);
  const schedule = setting.schedules.get(file.dataset);
  const sources = snapshot ? sourcesOf({ manifest, snapshot }, file.dataset) : [];
  return {
    dataset: file.dataset,
    title: feed.title,
    rows: file.rows,
    from: file.from,
    to: file.to,
    receivedAt:
      sources
        .map((each) => each.receivedAt)
        .filter((at) => at !== null)
        .sort()
        .at(-1) ?? null,
    frequency: schedule?.frequency ?? null,
    staleness: schedule ? stalenessOf(schedule, file.to, setting.now()) : null,
    sources,
    notes: file.notes,
    fictional: sources.some((each) => each.fictional),
  };
}
