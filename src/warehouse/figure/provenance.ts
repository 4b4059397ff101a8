/** Where a figure's numbers come from, and whether newer ones were due. */
import { itemById } from '../../reference/index.ts';
import type { Session } from '../engine/index.ts';
import type { DeliveryEntry, Manifest } from '../manifest.ts';
import type { SourceNote, Staleness } from './types.ts';

/** When a dataset's next period was due, by its contract. */
export interface Schedule {
  readonly dataset: string;
  readonly title: string;
  /** Days after the end of the next period until its data are published. */
  readonly lagDays: number;
  readonly frequency: 'monthly' | 'yearly' | 'irregular';
}

const ISO_DAY = 10;

function nextPeriodEnd(to: string, frequency: Schedule['frequency']): Date | null {
  const month = /^(\d{4})-(\d{2})$/.exec(to);
  if (frequency === 'monthly' && month) return new Date(Date.UTC(Number(month[1]), Number(month[2]) + 1, 0));
  const year = /^(\d{4})/.exec(to);
  if (frequency === 'yearly' && year) return new Date(Date.UTC(Number(year[1]) + 2, 0, 0));
  return null;
}

/** @returns null while nothing newer is due */
export function stalenessOf(schedule: Schedule, to: string | null, now: Date): Staleness | null {
  const end = to === null ? null : nextPeriodEnd(to, schedule.frequency);
  if (end === null) return null;
  const due = new Date(end.getTime() + schedule.lagDays * 86_400_000);
  if (now.getTime() <= due.getTime()) return null;
  const since = due.toISOString().slice(0, ISO_DAY);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(due);
  return { dataset: schedule.dataset, since, text: `${schedule.title}: stale since ${day}, when newer data were due.` };
}

const known = new WeakMap<Manifest, Map<string, readonly SourceNote[]>>();

/** Sources of a dataset in a snapshot (of some forces, where given), those of the same publisher, source and licence together. Worked out once a manifest. */
export function sourcesOf(session: Pick<Session, 'manifest' | 'snapshot'>, dataset: string, forces?: readonly number[]): readonly SourceNote[] {
  const held = known.get(session.manifest) ?? new Map<string, readonly SourceNote[]>();
  known.set(session.manifest, held);
  const key = `${session.snapshot.id}|${dataset}|${forces?.join() ?? ''}`;
  const found = held.get(key) ?? findSources(session, dataset, forces);
  if (held.size > 500) held.clear();
  held.set(key, found);
  return found;
}

/** A delivery of facts names its forces in `source`, joined by `+`. */
function isFrom(delivery: DeliveryEntry, forces: ReadonlySet<string> | null): boolean {
  return forces === null || delivery.source.split('+').some((source) => forces.has(source));
}

function findSources(session: Pick<Session, 'manifest' | 'snapshot'>, dataset: string, forces: readonly number[] | undefined): SourceNote[] {
  const codes = forces ? new Set(forces.map((force) => itemById('force', force)?.code ?? '')) : null;
  const live = new Set(session.snapshot.live);
  const byKey = new Map<string, DeliveryEntry[]>();
  for (const delivery of session.manifest.deliveries) {
    if (delivery.dataset !== dataset || !live.has(delivery.id) || !isFrom(delivery, codes)) continue;
    const key = [delivery.publisher, delivery.licence, delivery.edition, delivery.fictional].join('|');
    byKey.set(key, [...(byKey.get(key) ?? []), delivery]);
  }
  return [...byKey.values()].map((group) => {
    const [first] = group as [DeliveryEntry];
    const least = (values: (string | null)[]) => values.filter((value) => value !== null).sort()[0] ?? null;
    const most = (values: (string | null)[]) =>
      values
        .filter((value) => value !== null)
        .sort()
        .at(-1) ?? null;
    return {
      dataset,
      publisher: first.publisher,
      source: [...new Set(group.flatMap((each) => each.source.split('+')))].sort().join(', '),
      licence: first.licence,
      edition: first.edition,
      from: least(group.map((each) => each.from)),
      to: most(group.map((each) => each.to)),
      receivedAt: most(group.map((each) => each.receivedAt)),
      fictional: first.fictional,
    };
  });
}
