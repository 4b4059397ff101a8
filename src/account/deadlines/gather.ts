/** Every deadline of the room in one list: responses, recommendations, milestones, comments of the chief officer. */
import { reachOf } from '../../access/index.ts';
import type { Tx, Who } from '../../register/index.ts';
import { bodiesOf } from '../inspections/index.ts';
import { planRows, standingOf } from '../items/index.ts';
import { civilDay, type DeadlineState, deadlineState, embargoState, isOwn, itemName, OWNER_WORDS, statutoryLastDay } from '../rules/index.ts';

export const DEADLINE_KINDS = {
  response: 'Response under section 55',
  comment: 'Comments of the chief officer',
  item: 'Recommendation or other item',
  milestone: 'Milestone',
} as const;

export type DeadlineKind = keyof typeof DEADLINE_KINDS;

export interface Deadline {
  readonly kind: DeadlineKind;
  /** Of the report, the item, the milestone or the response. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** The same without the report: `Recommendation 3`. */
  readonly short: string;
  /** The report's title. */
  readonly report: string;
  readonly slug: string;
  /** Of the item, where it is about one. */
  readonly itemId: string | null;
  readonly state: DeadlineState;
  readonly met: boolean;
  readonly organisationId: string | null;
  /** Who is to meet it, in words. */
  readonly organisation: string;
  /** Owned elsewhere, and only tracked here. */
  readonly external: boolean;
  readonly embargoed: boolean;
  /** Organisations whose business it is, where not everybody sees it. */
  readonly parties: readonly (string | null)[];
}

/** Every deadline that the transaction may see. Narrow it by {@link seenBy} before anybody is shown it. */
export async function gatherDeadlines(tx: Tx, at: Date): Promise<Deadline[]> {
  const all = [...(await ofReports(tx, at)), ...(await ofItems(tx, at)), ...(await ofComments(tx, at))];
  return all.sort((a, b) => (a.state.lastDay < b.state.lastDay ? -1 : a.state.lastDay > b.state.lastDay ? 1 : a.title < b.title ? -1 : 1));
}

/** Milestones are seen as plans are, comments by the force and the policing body; the rest by everybody. */
export function seenBy(who: Who, deadlines: readonly Deadline[]): Deadline[] {
  const plans = reachOf(who, 'plan.read');
  const comments = reachOf(who, 'chief-comment.read');
  const theirs = (deadline: Deadline): boolean => who.organisationId !== null && deadline.parties.includes(who.organisationId);
  return deadlines.filter((deadline) => {
    if (deadline.kind === 'milestone') return plans === 'partnership' || (plans === 'organisation' && theirs(deadline));
    if (deadline.kind === 'comment') return comments === 'partnership' || (comments === 'organisation' && theirs(deadline));
    return true;
  });
}

async function ofReports(tx: Tx, at: Date): Promise<Deadline[]> {
  const { policingBody } = await bodiesOf(tx);
  const rows = await tx
    .selectFrom('inspection as n')
    .select(['n.id', 'n.version', 'n.slug', 'n.title', 'n.publishedOn', 'n.embargoAt'])
    .select((row) =>
      row
        .selectFrom('response as r')
        .select((each) => each.fn.min('r.publishedAt').as('at'))
        .whereRef('r.inspectionId', '=', 'n.id')
        .where('r.organisationId', '=', policingBody?.id ?? null)
        .as('publishedAt'),
    )
    .where('n.responseNeeded', '=', true)
    .execute();
  return rows.map((row) => {
    const metOn = row.publishedAt === null ? null : civilDay(row.publishedAt);
    return {
      kind: 'response',
      id: row.id,
      version: row.version,
      title: `Publish the response to “${row.title}”`,
      short: 'Publish the response',
      report: row.title,
      slug: row.slug,
      itemId: null,
      state: deadlineState(statutoryLastDay(row.publishedOn), at, metOn),
      met: metOn !== null,
      organisationId: policingBody?.id ?? null,
      organisation: policingBody?.name ?? 'The local policing body',
      external: false,
      embargoed: embargoState(row.embargoAt, at) === 'embargoed',
      parties: [],
    };
  });
}

async function ofItems(tx: Tx, at: Date): Promise<Deadline[]> {
  const rows = await tx
    .selectFrom('inspectionItem as i')
    .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
    .leftJoin('organisation as o', 'o.id', 'i.organisationId')
    .selectAll('i')
    .select(['n.slug', 'n.title as report', 'n.embargoAt', 'n.organisationId as filer', 'o.name as organisation'])
    .execute();
  const plans = await planRows(
    tx,
    rows.map((row) => row.id),
  );
  const milestones = await milestoneParts(
    tx,
    rows.map((row) => row.id),
  );
  const today = civilDay(at);
  return rows.flatMap((row): Deadline[] => {
    const plan = plans.get(row.id) ?? { milestones: [], evidence: [] };
    const standing = standingOf(row, plan, today);
    const name = itemName({ kind: row.kind, number: row.number === '' ? null : row.number });
    const common = { report: row.report, slug: row.slug, itemId: row.id, embargoed: embargoState(row.embargoAt, at) === 'embargoed' };
    const reached = plan.milestones.flatMap((each) => each.reachedOn ?? []).sort();
    const metOn = row.closedOn ?? (standing.status === 'done' ? (reached.at(-1) ?? row.dueOn) : null);
    const external = !isOwn(row.owner) && row.organisationId === null;
    const own: Deadline[] =
      row.dueOn === null
        ? []
        : [
            {
              ...common,
              kind: 'item',
              id: row.id,
              version: row.version,
              title: `${name} of “${row.report}”`,
              short: name,
              state: deadlineState(row.dueOn, at, metOn),
              met: metOn !== null,
              organisationId: row.organisationId,
              organisation: row.organisation ?? (row.ownerName || OWNER_WORDS[row.owner]),
              external,
              parties: [],
            },
          ];
    const steps = standing.milestones.flatMap((step): Deadline[] => {
      const held = plan.milestones.find((each) => each.id === step.id);
      const part = milestones.get(step.id);
      if (held === undefined || part === undefined) return [];
      const done = step.state === 'done' ? (held.reachedOn ?? held.dueOn) : null;
      return [
        {
          ...common,
          kind: 'milestone',
          id: held.id,
          version: part.version,
          title: `${held.title} (${name} of “${row.report}”)`,
          short: held.title,
          state: deadlineState(held.dueOn, at, done),
          met: done !== null,
          organisationId: part.organisationId,
          organisation: part.organisation,
          external: false,
          parties: [part.organisationId, row.organisationId ?? row.filer],
        },
      ];
    });
    return [...own, ...steps];
  });
}

async function milestoneParts(tx: Tx, itemIds: readonly string[]) {
  if (itemIds.length === 0) return new Map<string, never>();
  const rows = await tx
    .selectFrom('milestone as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['m.id', 'm.version', 'm.organisationId', 'o.name as organisation'])
    .where('m.itemId', 'in', [...itemIds])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function ofComments(tx: Tx, at: Date): Promise<Deadline[]> {
  const rows = await tx
    .selectFrom('chiefComment as c')
    .innerJoin('response as r', 'r.id', 'c.responseId')
    .innerJoin('inspection as n', 'n.id', 'r.inspectionId')
    .innerJoin('organisation as o', 'o.id', 'c.organisationId')
    .select([
      'c.responseId',
      'c.version',
      'c.organisationId',
      'c.bodyId',
      'c.replyBy',
      'c.receivedOn',
      'n.slug',
      'n.title',
      'n.embargoAt',
      'o.name as organisation',
    ])
    .execute();
  return rows.map((row) => ({
    kind: 'comment',
    id: row.responseId,
    version: row.version,
    title: `Comment on “${row.title}” as chief officer`,
    short: 'Comment as chief officer',
    report: row.title,
    slug: row.slug,
    itemId: null,
    state: deadlineState(row.replyBy, at, row.receivedOn),
    met: row.receivedOn !== null,
    organisationId: row.organisationId,
    organisation: row.organisation,
    external: false,
    embargoed: embargoState(row.embargoAt, at) === 'embargoed',
    parties: [row.organisationId, row.bodyId],
  }));
}
