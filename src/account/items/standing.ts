/** The status of items from their plans and evidence. Nobody types it: it is worked out each time it is shown. */
import { putBack } from '../../access/sharing/index.ts';
import type { Tx } from '../../register/index.ts';
import { civilDay, type Evidence, itemStatus, type Measure, MEASURE_SETS, type Milestone, type StatusStanding } from '../rules/index.ts';

export interface MilestoneRow {
  readonly id: string;
  readonly itemId: string;
  readonly title: string;
  readonly dueOn: string;
  readonly measure: string | null;
  readonly target: number | null;
  readonly reachedOn: string | null;
}

export interface EvidenceRow {
  readonly id: string;
  readonly itemId: string;
  readonly milestoneId: string | null;
  readonly title: string;
  readonly kind: 'document' | 'figure';
  readonly value: number | null;
  readonly checkState: 'same' | 'changed' | 'failed' | 'refused' | null;
  readonly createdAt: Date;
}

export interface PlanRows {
  readonly milestones: readonly MilestoneRow[];
  readonly evidence: readonly EvidenceRow[];
}

/** Milestones and evidence that hold now (what was withdrawn is left out), by item. */
export async function planRows(tx: Tx, itemIds: readonly string[]): Promise<Map<string, PlanRows>> {
  const plans = new Map<string, { milestones: MilestoneRow[]; evidence: EvidenceRow[] }>(itemIds.map((id) => [id, { milestones: [], evidence: [] }]));
  if (itemIds.length === 0) return plans;
  const milestones = await tx
    .selectFrom('milestone')
    .select(['id', 'itemId', 'title', 'dueOn', 'measure', 'target', 'reachedOn'])
    .where('itemId', 'in', [...itemIds])
    .where('withdrawnOn', 'is', null)
    .orderBy('dueOn')
    .orderBy('createdAt')
    .execute();
  const evidence = await tx
    .selectFrom('evidence as e')
    .leftJoin('milestone as m', 'm.id', 'e.milestoneId')
    .select(['e.id', 'e.itemId', 'e.milestoneId', 'e.title', 'e.kind', 'e.value', 'e.checkState', 'e.createdAt'])
    .where('e.itemId', 'in', [...itemIds])
    .where('e.withdrawnOn', 'is', null)
    .where((row) => row.or([row('e.milestoneId', 'is', null), row('m.withdrawnOn', 'is', null)]))
    .orderBy('e.createdAt')
    .execute();
  for (const row of await putBack(tx, 'milestone', milestones)) plans.get(row.itemId)?.milestones.push(row);
  for (const row of evidence) plans.get(row.itemId)?.evidence.push(row);
  return plans;
}

export interface ItemForStanding {
  readonly dueOn: string | null;
  readonly closedOn: string | null;
  readonly measures: readonly string[];
}

const DEFINED = new Map(MEASURE_SETS.flatMap((set) => set.measures.map((measure) => [measure.code, measure] as const)));

export const measureLabel = (code: string): string => DEFINED.get(code)?.label ?? code;

/** @param today civil date */
export function standingOf(item: ItemForStanding, { milestones, evidence }: PlanRows, today: string): StatusStanding {
  const measureOf = new Map(milestones.map((milestone) => [milestone.id, milestone.measure]));
  const shown = evidence.map(
    ({ id, milestoneId, title, kind, checkState }): Evidence => ({
      id,
      milestoneId,
      measureId: milestoneId === null ? null : (measureOf.get(milestoneId) ?? null),
      title,
      kind,
      // A figure that refuses gives no answer, as one that fails.
      recheck: checkState === 'refused' ? 'failed' : checkState,
    }),
  );
  const measures = item.measures.map((code) => measureNow(code, milestones, evidence));
  return itemStatus(
    { dueOn: item.dueOn, closedOn: item.closedOn, measures },
    milestones.map((milestone) => claim(milestone, evidence)),
    shown,
    today,
  );
}

/** The target is the last milestone's; the value is the newest that evidence gives. */
function measureNow(code: string, milestones: readonly MilestoneRow[], evidence: readonly EvidenceRow[]): Measure {
  const defined = DEFINED.get(code);
  const own = milestones.filter((milestone) => milestone.measure === code);
  const ids = new Set(own.map((milestone) => milestone.id));
  const value = evidence.findLast((piece) => piece.value !== null && piece.milestoneId !== null && ids.has(piece.milestoneId))?.value ?? null;
  return {
    id: code,
    label: defined?.label.split(':')[0] ?? code,
    unit: defined?.unit ?? '',
    better: defined?.better ?? 'higher',
    target: own.findLast((milestone) => milestone.target !== null)?.target ?? null,
    value,
  };
}

/** Where a milestone has a measure and a target, it is reached when the measure meets it, and not because somebody says so (R088). */
function claim(milestone: MilestoneRow, evidence: readonly EvidenceRow[]): Milestone {
  const { id, title, dueOn, measure, target } = milestone;
  if (measure === null || target === null) return { id, title, dueOn, reachedOn: milestone.reachedOn };
  const newest = evidence.findLast((piece) => piece.milestoneId === id && piece.value !== null);
  const value = newest?.value ?? null;
  const met = value !== null && ((DEFINED.get(measure)?.better ?? 'higher') === 'higher' ? value >= target : value <= target);
  return { id, title, dueOn, reachedOn: met && newest !== undefined ? (milestone.reachedOn ?? civilDay(newest.createdAt)) : null };
}
