/** What is asked about panels and meetings. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Tx, Who } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { isLive } from '../live.ts';
import { putBack, shareable } from '../sharing/index.ts';
import { type Gap, longGaps, type Standing, standingOf, suggestedDays } from './schedule.ts';

export interface PanelRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly purpose: string;
  readonly core: boolean;
  readonly host: string | null;
  readonly hostId: string | null;
  readonly chair: string | null;
  readonly chairId: string | null;
  readonly weeksLeast: number;
  readonly weeksMost: number;
  readonly routeIn: string;
  readonly decisionsOut: string;
  readonly dataUsed: string;
  readonly closedOn: string | null;
  readonly standing: Standing;
  readonly gaps: readonly Gap[];
  /** Days that suit for the next meeting. */
  readonly suggested: readonly string[];
}

interface MeetingLine {
  readonly id: string;
  readonly panelId: string;
  readonly onDay: string;
  readonly state: 'planned' | 'held' | 'cancelled';
  readonly decisions: number;
  readonly openActions: number;
}

export async function loadPanels(tx: Tx, today: string, ids?: readonly string[]): Promise<PanelRow[]> {
  let query = tx
    .selectFrom('panel as p')
    .leftJoin('organisation as o', 'o.id', 'p.hostId')
    .leftJoin('person as c', 'c.id', 'p.chairId')
    .select([
      'p.id',
      'p.version',
      'p.name',
      'p.purpose',
      'p.core',
      'p.hostId',
      'p.chairId',
      'p.weeksLeast',
      'p.weeksMost',
      'p.routeIn',
      'p.decisionsOut',
      'p.dataUsed',
      'p.closedOn',
    ])
    .select(['o.name as host', 'c.name as chair'])
    .orderBy('p.core', 'desc')
    .orderBy('p.name');
  if (ids !== undefined) query = query.where('p.id', 'in', [...ids]);
  const panels = await query.execute();
  const meetings = await tx.selectFrom('meeting').select(['panelId', 'onDay', 'state']).execute();
  return panels.map((panel) => {
    const of = (state: string): string[] => meetings.filter((each) => each.panelId === panel.id && each.state === state).map((each) => each.onDay);
    const standing = standingOf({ held: of('held'), planned: of('planned') }, panel, today);
    return { ...panel, standing, gaps: longGaps(of('held'), panel), suggested: suggestedDays(standing.last, panel, today) };
  });
}

export const listPanels = defineRead({
  name: 'panel.list',
  title: 'See panels and when they meet',
  allowed: 'meeting.read',
  input: z.object({}),
  answer: (tx, _input, { at }): Promise<PanelRow[]> => loadPanels(tx, civilDay(at)),
});

export const readPanel = defineRead({
  name: 'panel.read',
  title: 'See a panel and its meetings',
  allowed: 'meeting.read',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, { at }): Promise<{ panel: PanelRow; meetings: MeetingLine[] }> {
    const [panel] = await loadPanels(tx, civilDay(at), [id]);
    if (panel === undefined)
      throw new HeadwaterError('not-found', 'no-such-record', 'There is no such panel', { advice: 'The list has all of them, closed ones too.' });
    const meetings = await tx
      .selectFrom('meeting as m')
      .select(['m.id', 'm.panelId', 'm.onDay', 'm.state'])
      .select((eb) => [
        eb
          .selectFrom('decision as d')
          .select((d) => d.fn.countAll<number>().as('n'))
          .whereRef('d.meetingId', '=', 'm.id')
          .as('decisions'),
        eb
          .selectFrom('meetingAction as a')
          .select((a) => a.fn.countAll<number>().as('n'))
          .whereRef('a.meetingId', '=', 'm.id')
          .where('a.doneOn', 'is', null)
          .as('openActions'),
      ])
      .where('m.panelId', '=', id)
      .orderBy('m.onDay', 'desc')
      .execute();
    return { panel, meetings: meetings.map((each) => ({ ...each, decisions: each.decisions ?? 0, openActions: each.openActions ?? 0 })) };
  },
});

export interface SeatLine {
  readonly id: string;
  readonly seat: string;
  readonly organisation: string;
  readonly person: string | null;
  readonly voting: boolean;
  readonly there: boolean;
}

export interface ActionLine {
  readonly id: string;
  readonly version: number;
  readonly meetingId: string;
  readonly panel: string;
  readonly onDay: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly text: string;
  readonly dueOn: string | null;
  readonly doneOn: string | null;
  /** What stands for other organisations instead of its words; null where nothing is withheld. */
  readonly withheld: string | null;
}

export interface MeetingPage {
  readonly meeting: {
    readonly id: string;
    readonly version: number;
    readonly panelId: string;
    readonly panel: string;
    readonly core: boolean;
    readonly onDay: string;
    readonly state: 'planned' | 'held' | 'cancelled';
    readonly note: string;
    readonly snapshot: string | null;
  };
  /** Seats of the core membership that were held on the day, with who was there. */
  readonly seats: readonly SeatLine[];
  readonly decisions: readonly {
    readonly id: string;
    readonly kind: 'operational' | 'funding' | 'other';
    readonly text: string;
    readonly quorate: boolean;
    readonly present: number;
    readonly needed: number;
    readonly missingSeats: readonly string[];
  }[];
  readonly actions: readonly ActionLine[];
}

export const readMeeting = defineRead({
  name: 'meeting.read',
  title: 'See a meeting',
  allowed: 'meeting.read',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, { who }): Promise<MeetingPage> {
    const meeting = await tx
      .selectFrom('meeting as m')
      .innerJoin('panel as p', 'p.id', 'm.panelId')
      .select(['m.id', 'm.version', 'm.panelId', 'm.onDay', 'm.state', 'm.note', 'm.snapshot', 'p.name as panel', 'p.core'])
      .where('m.id', '=', id)
      .executeTakeFirst();
    if (meeting === undefined) throw new HeadwaterError('not-found', 'no-such-record', 'There is no such meeting', { advice: 'Go back to the list.' });
    const there = new Set((await tx.selectFrom('attendance').select('seatId').where('meetingId', '=', id).execute()).map((each) => each.seatId));
    const seats = await tx
      .selectFrom('coreSeat as s')
      .innerJoin('organisation as o', 'o.id', 's.organisationId')
      .leftJoin('person as p', 'p.id', 's.personId')
      .select(['s.id', 's.seat', 's.voting', 's.fromOn', 's.toOn', 'o.name as organisation', 'p.name as person'])
      .orderBy('o.name')
      .execute();
    const decisions = await tx
      .selectFrom('decision')
      .select(['id', 'kind', 'text', 'quorate', 'present', 'needed', 'missingSeats'])
      .where('meetingId', '=', id)
      .orderBy('createdAt')
      .execute();
    return {
      meeting,
      seats: seats
        .filter((seat) => isLive(seat, meeting.onDay) || there.has(seat.id))
        .map(({ fromOn: _f, toOn: _t, ...seat }) => ({ ...seat, there: there.has(seat.id) })),
      decisions: decisions.map((each) => shareable('decision', each, who.organisationId, null)),
      actions: (await actionLines(tx, who)).filter((each) => each.meetingId === id),
    };
  },
});

/** Every action, first due first, as `who` may see it. */
export async function actionLines(tx: Tx, who: Who): Promise<ActionLine[]> {
  const rows = await tx
    .selectFrom('meetingAction as a')
    .innerJoin('meeting as m', 'm.id', 'a.meetingId')
    .innerJoin('panel as p', 'p.id', 'm.panelId')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .select(['a.id', 'a.version', 'a.meetingId', 'a.organisationId', 'a.text', 'a.dueOn', 'a.doneOn', 'm.onDay', 'p.name as panel', 'o.name as organisation'])
    .orderBy('a.dueOn', (order) => order.asc().nullsLast())
    .orderBy('a.createdAt')
    .execute();
  return (await putBack(tx, 'meetingAction', rows)).map((row) => shareable('meetingAction', row, who.organisationId, row.organisationId));
}

export const readAction = defineRead({
  name: 'meeting-action.read',
  title: 'See a meeting’s action',
  allowed: 'action.complete',
  input: z.object({ id: z.uuid() }),
  subject: async (tx, { id }) => tx.selectFrom('meetingAction').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async answer(tx, { id }, { who }): Promise<Omit<ActionLine, 'panel' | 'onDay' | 'organisation'>> {
    const row = await tx
      .selectFrom('meetingAction')
      .select(['id', 'version', 'meetingId', 'organisationId', 'text', 'dueOn', 'doneOn'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const [action] = await putBack(tx, 'meetingAction', [row]);
    return shareable('meetingAction', action ?? { ...row, withheld: null }, who.organisationId, row.organisationId);
  },
});

export interface Papers {
  readonly openActions: readonly ActionLine[];
  /** What is due, first due first. */
  readonly deadlines: readonly { readonly on: string; readonly what: string; readonly who: string }[];
  readonly previous: { readonly id: string; readonly onDay: string } | null;
}

/** What a meeting has before it: open actions, and what is due of products, agreements and recommendations. */
export const readPapers = defineRead({
  name: 'meeting.papers',
  title: 'See the papers of a meeting',
  allowed: 'meeting.read',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, { who }): Promise<Papers> {
    const meeting = await tx.selectFrom('meeting').select(['panelId', 'onDay']).where('id', '=', id).executeTakeFirst();
    if (meeting === undefined) throw new HeadwaterError('not-found', 'no-such-record', 'There is no such meeting', { advice: 'Go back to the list.' });
    const previous = await tx
      .selectFrom('meeting')
      .select(['id', 'onDay'])
      .where('panelId', '=', meeting.panelId)
      .where('state', '=', 'held')
      .where('onDay', '<', meeting.onDay)
      .orderBy('onDay', 'desc')
      .executeTakeFirst();
    const products = await tx
      .selectFrom('product as p')
      .innerJoin('organisation as o', 'o.id', 'p.ownerId')
      .select(['p.title', 'p.dueOn', 'o.name'])
      .where('p.approvedOn', 'is', null)
      .where('p.dueOn', 'is not', null)
      .execute();
    const agreements = await tx
      .selectFrom('agreement')
      .select(['reference', 'title', 'reviewOn'])
      .where('signedOn', 'is not', null)
      .where('endedOn', 'is', null)
      .where('reviewOn', 'is not', null)
      .execute();
    const items = await tx
      .selectFrom('inspectionItem as i')
      .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
      .leftJoin('organisation as o', 'o.id', 'i.organisationId')
      .select(['i.number', 'i.dueOn', 'n.title', 'o.name'])
      .where('i.closedOn', 'is', null)
      .where('i.dueOn', 'is not', null)
      .execute();
    const deadlines = [
      ...products.map((each) => ({ on: each.dueOn ?? '', what: `Product: ${each.title}`, who: each.name })),
      ...agreements.map((each) => ({
        on: each.reviewOn ?? '',
        what: `Review of sharing agreement ${each.reference}: ${each.title}`,
        who: 'Information governance',
      })),
      ...items.map((each) => ({ on: each.dueOn ?? '', what: `Recommendation ${each.number} of ${each.title}`, who: each.name ?? 'Outside the partnership' })),
    ];
    return {
      openActions: (await actionLines(tx, who)).filter((each) => each.doneOn === null),
      deadlines: deadlines.sort((a, b) => a.on.localeCompare(b.on)),
      previous: previous ?? null,
    };
  },
});

/** Who may host, chair or be given an action. */
export const meetingOptions = defineRead({
  name: 'meeting.options',
  title: 'See who may host, chair or act',
  allowed: 'meeting.edit',
  input: z.object({}),
  async answer(tx): Promise<{ organisations: { id: string; name: string }[]; people: { id: string; name: string }[] }> {
    const organisations = await tx
      .selectFrom('organisation')
      .select(['id', 'name'])
      .where('outside', '=', false)
      .where('closedOn', 'is', null)
      .orderBy('name')
      .execute();
    const people = await tx.selectFrom('person').select(['id', 'name']).where('status', '=', 'active').orderBy('name').execute();
    return { organisations, people };
  },
});
