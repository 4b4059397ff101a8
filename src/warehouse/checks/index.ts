/**
 * Checks of a delivery against what is held (requirement R161): is a month far from what the force usually supplies, do parts make their total, is
 * something missing, repeated or suddenly unknown? They judge nothing: what they find is asked of whoever supplied it.
 */
import { codeList, itemById } from '../../reference/index.ts';
import type { Session } from '../engine/index.ts';
import type { FactDataset } from '../figure/dimensions.ts';
import type { DeliveryEntry, Manifest } from '../manifest.ts';
import { missingMonths } from './gaps.ts';
import { ownOutliers } from './outlier.ts';
import { ownTotals, partsCheck, partsOfForce } from './parts.ts';
import { peerOutliers } from './peers.ts';
import {
  hasOwnTotals,
  heldCounts,
  isFact,
  kindsOf,
  monthsOfDelivery,
  ownTotalsOf,
  supplierOf,
  twoLevels,
  unknownCounts,
  watchedFields,
  withoutTogether,
} from './read.ts';
import { repeatedRows } from './repeats.ts';
import { type Check, checkOf } from './types.ts';
import { unknownShares } from './unknowns.ts';

export { guarded, guardedWords } from './told.ts';
export type { Check, CheckCell, CheckFinding, CheckId } from './types.ts';

export interface DeliveryChecks {
  /** The snapshot that it was checked in; null where none that is kept has its rows. */
  readonly snapshot: string | null;
  readonly checks: readonly Check[];
}

/** The snapshot to check a delivery in: the current one, or the last kept one that had its rows. */
export function snapshotFor(manifest: Manifest, delivery: DeliveryEntry): string | null {
  const kept = manifest.snapshots.filter((each) => each.removed === undefined && each.live.includes(delivery.id));
  return kept.find((each) => each.id === manifest.current)?.id ?? kept.at(-1)?.id ?? null;
}

export async function runChecks(session: Session, delivery: DeliveryEntry): Promise<readonly Check[]> {
  const repeats = repeatedRows(delivery.counts);
  if (isFact(delivery.dataset)) return [...(await factChecks(session, delivery.dataset, delivery.number)), repeats];
  if (!hasOwnTotals(delivery.dataset)) return [repeats];
  const totals = await ownTotalsOf(session, delivery.dataset, delivery.number);
  // The Department for Education rounds to 5 and withholds 1 to 4; the tables of stops are exact.
  const findings = ownTotals(totals, delivery.dataset === 'exclusions' ? { step: 5, withheld: 4 } : { step: 0, withheld: 0 });
  return [partsCheck(findings, totals.length > 0, totals.length > 0 ? [] : ['The file has no total of its own beside its parts.']), repeats];
}

const BEFORE = 12;

async function factChecks(session: Session, dataset: FactDataset, delivery: number): Promise<Check[]> {
  const mine = await monthsOfDelivery(session, dataset, delivery);
  const forces = [...mine.keys()].filter((force) => itemById('force', force)?.unknown !== true);
  const months = forces.flatMap((force) => mine.get(force) ?? []);
  if (months.length === 0) return [];
  const [from, to] = [Math.min(...months), Math.max(...months)];
  const held = await heldCounts(session, dataset, forces, from, to);
  const unknown = await unknownCounts(session, dataset, forces, from - BEFORE, to);
  const kinds = kindsOf(dataset);
  const each = await Promise.all(
    forces.map(async (force) => {
      const [supplier, own, its] = [supplierOf(force), held.get(force) ?? new Map(), mine.get(force) ?? []];
      const others = comparable(force).flatMap((other) => (held.has(other) ? [withoutTogether(held.get(other) ?? new Map())] : []));
      const levels = dataset === 'stop' ? [] : await twoLevels(session, force, its);
      const absent =
        dataset === 'stop' || levels.length > 0 ? [] : [`${supplier.name}: street-level records and counts by LSOA are not both held for these months.`];
      return {
        outlier: ownOutliers(supplier, its, own, kinds),
        peers: peerOutliers(supplier, its, withoutTogether(own), others, kinds.slice(1)),
        parts: partsCheck(partsOfForce(supplier, levels), levels.length > 0, absent),
        gaps: missingMonths(supplier, its, [...own.keys()]),
        unknown: unknownShares(supplier, its, unknown.get(force) ?? new Map(), watchedFields(dataset)),
      };
    }),
  );
  const all = (pick: (of: (typeof each)[number]) => Check): Check => joined(each.map(pick));
  return [
    all((of) => of.outlier),
    all((of) => of.peers),
    // Searches come at one level alone, and their file has no total.
    ...(dataset === 'stop' ? [] : [all((of) => of.parts)]),
    all((of) => of.gaps),
    all((of) => of.unknown),
  ];
}

/** Other territorial forces, real ones for a real one. */
function comparable(force: number): number[] {
  const fictional = itemById('force', force)?.fictional ?? false;
  return codeList('force')
    .items.filter((item) => item.id !== force && item.areaCode && (item.fictional ?? false) === fictional)
    .map((item) => item.id);
}

/** The same check of several forces. */
function joined(checks: readonly Check[]): Check {
  const [first] = checks as readonly [Check];
  return checkOf(first, {
    findings: checks.flatMap((check) => check.findings),
    untested: checks.flatMap((check) => check.untested),
    tested: checks.some((check) => check.state !== 'not-tested'),
  });
}
