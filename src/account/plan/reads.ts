/** The plan of one item, as far as somebody may see it: milestones, evidence, and why the status is what it is. */
import { z } from 'zod';
import { defineRead } from '../../access/index.ts';
import { putBack, shareable } from '../../access/sharing/index.ts';
import type { Setting, Tx } from '../../register/index.ts';
import { civilDay, type MeasureStanding, type MilestoneStanding } from '../rules/index.ts';
import { noSuchItem, planRows, standingOf } from '../items/index.ts';
import { cellWords, type HeldFigure, heldFigure } from './cells.ts';
import { trackerOf } from './who.ts';

export interface EvidenceView {
  readonly id: string;
  readonly version: number;
  readonly milestoneId: string | null;
  readonly kind: 'document' | 'figure';
  readonly title: string;
  readonly organisation: string;
  readonly addedBy: string | null;
  readonly addedAt: Date;
  readonly value: number | null;
  readonly document: { readonly id: string; readonly name: string; readonly bytes: number; readonly sha256: string } | null;
  readonly figure: {
    readonly address: string;
    readonly snapshot: string | null;
    readonly cited: HeldFigure | null;
    readonly now: HeldFigure | null;
    /** The whole, as cited and as it is now: `12.3%`. */
    readonly total: string | null;
    readonly totalNow: string | null;
    readonly state: 'same' | 'changed' | 'failed' | 'refused' | null;
    readonly note: string | null;
    readonly checkedAt: Date | null;
  } | null;
  readonly withdrawnOn: string | null;
  readonly withdrawnReason: string | null;
  readonly organisationId: string;
  /** What stands for other organisations instead of its title; the document is not theirs to see then. Null where nothing is withheld. */
  readonly withheld: string | null;
}

export interface MilestoneView {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly dueOn: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly measure: string | null;
  readonly target: number | null;
  readonly reachedOn: string | null;
  readonly withdrawnOn: string | null;
  readonly withdrawnReason: string | null;
  /** What stands for other organisations instead of its words; null where nothing is withheld. */
  readonly withheld: string | null;
  /** Null for one that was withdrawn. */
  readonly standing: MilestoneStanding | null;
}

export interface PlanView {
  /** The whole plan, or only what is theirs of another organisation's. */
  readonly whole: boolean;
  /** Whoever asks acts for the organisation that answers for the item. */
  readonly mine: boolean;
  readonly because: readonly string[];
  readonly measures: readonly MeasureStanding[];
  readonly milestones: readonly MilestoneView[];
  readonly evidence: readonly EvidenceView[];
}

export const readPlan = defineRead({
  name: 'plan.read',
  title: 'See a plan and its evidence',
  allowed: 'plan.read',
  input: z.object({ itemId: z.uuid() }),
  async answer(tx, { itemId }, setting): Promise<PlanView> {
    const item = await trackerOf(tx, itemId);
    if (item === undefined) throw noSuchItem();
    const { organisationId } = setting.who;
    const mine = organisationId !== null && item.organisationId === organisationId;
    const whole = mine || setting.reach === 'partnership' || setting.reach === 'system';
    const seen = (organisations: readonly (string | null)[]): boolean => whole || (organisationId !== null && organisations.includes(organisationId));
    const milestones = (await putBack(tx, 'milestone', await milestonesOf(tx, itemId)))
      .filter((each) => seen([each.organisationId]))
      .map((each) => shareable('milestone', each, organisationId, each.organisationId));
    const shown = new Set(milestones.map((each) => each.id));
    const evidence = (await putBack(tx, 'evidence', await evidenceOf(tx, itemId))).filter(
      (each) => seen([each.organisationId]) || (each.milestoneId !== null && shown.has(each.milestoneId)),
    );
    const standing = await standingNow(tx, itemId, setting);
    const ofMilestone = new Map(standing.milestones.map((each) => [each.id, each]));
    return {
      whole,
      mine,
      because: whole ? standing.because : [],
      measures: whole ? standing.measures : [],
      milestones: milestones.map((each) => ({ ...each, standing: each.withdrawnOn === null ? (ofMilestone.get(each.id) ?? null) : null })),
      evidence: evidence.map((each) => shareable('evidence', each, organisationId, each.organisationId)),
    };
  },
});

async function standingNow(tx: Tx, itemId: string, { at }: Setting) {
  const item = await tx.selectFrom('inspectionItem').select(['dueOn', 'closedOn', 'measures']).where('id', '=', itemId).executeTakeFirstOrThrow();
  const plan = (await planRows(tx, [itemId])).get(itemId) ?? { milestones: [], evidence: [] };
  return standingOf(item, plan, civilDay(at));
}

const milestonesOf = (tx: Tx, itemId: string) =>
  tx
    .selectFrom('milestone as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['m.id', 'm.version', 'm.title', 'm.dueOn', 'm.organisationId', 'o.name as organisation', 'm.measure', 'm.target', 'm.reachedOn'])
    .select(['m.withdrawnOn', 'm.withdrawnReason'])
    .where('m.itemId', '=', itemId)
    .orderBy('m.dueOn')
    .orderBy('m.createdAt')
    .execute();

async function evidenceOf(tx: Tx, itemId: string): Promise<Omit<EvidenceView, 'withheld'>[]> {
  const rows = await tx
    .selectFrom('evidence as e')
    .innerJoin('organisation as o', 'o.id', 'e.organisationId')
    .leftJoin('person as p', 'p.id', 'e.createdBy')
    .leftJoin('document as d', 'd.id', 'e.documentId')
    .selectAll('e')
    .select(['o.name as organisation', 'p.name as addedBy', 'd.name as documentName', 'd.bytes', 'd.sha256'])
    .where('e.itemId', '=', itemId)
    .orderBy('e.createdAt')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    milestoneId: row.milestoneId,
    kind: row.kind,
    title: row.title,
    organisationId: row.organisationId,
    organisation: row.organisation,
    addedBy: row.addedBy,
    addedAt: row.createdAt,
    value: row.value,
    document:
      // One that is withheld is not there for anybody of another organisation.
      row.documentId === null || row.documentName === null
        ? null
        : { id: row.documentId, name: row.documentName, bytes: row.bytes ?? 0, sha256: row.sha256?.toString('hex') ?? '' },
    figure: row.kind === 'figure' ? figureView(row) : null,
    withdrawnOn: row.withdrawnOn,
    withdrawnReason: row.withdrawnReason,
  }));
}

interface FigureRow {
  readonly figureAddress: string | null;
  readonly figureSnapshot: string | null;
  readonly figureCells: unknown;
  readonly checkCells: unknown;
  readonly checkState: 'same' | 'changed' | 'failed' | 'refused' | null;
  readonly checkNote: string | null;
  readonly checkedAt: Date | null;
}

function figureView(row: FigureRow): EvidenceView['figure'] {
  const cited = heldFigure.safeParse(row.figureCells).data ?? null;
  const now = heldFigure.safeParse(row.checkCells).data ?? null;
  return {
    address: row.figureAddress ?? '',
    snapshot: row.figureSnapshot,
    cited,
    now,
    total: cited === null ? null : cellWords(cited.total, cited.kind),
    totalNow: now === null ? null : cellWords(now.total, now.kind),
    state: row.checkState,
    note: row.checkNote,
    checkedAt: row.checkedAt,
  };
}
