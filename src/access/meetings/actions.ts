/** Panels, their meetings, what was decided and by whom it is done (requirements R002, R009, R010). */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { type QuorumSeat, quorumOf } from '../seats/quorum.ts';
import { finishTask, openTask } from '../tasks.ts';

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const record = { id: z.uuid(), version: z.number().int() };
const weeks = z
  .number('Enter the weeks as a whole number')
  .int('Enter the weeks as a whole number')
  .min(1, 'Enter at least 1 week')
  .max(60, 'Enter at most 60 weeks');

const panelFields = {
  name: words(200).min(1, 'Enter the panel’s name'),
  purpose: words(4000).min(1, 'Say what the panel is for'),
  hostId: z.uuid().nullable(),
  chairId: z.uuid().nullable(),
  weeksLeast: weeks,
  weeksMost: weeks,
  routeIn: words(2000),
  decisionsOut: words(2000),
  dataUsed: words(2000),
  core: z.boolean(),
};

interface Done {
  readonly id: string;
  readonly version: number;
  readonly changed: string[];
}

const about =
  (type: string) =>
  (_input: unknown, { id, version, changed }: Done) => ({ subject: { type, id, version }, details: { changed } });

function checkWeeks({ weeksLeast, weeksMost }: { weeksLeast: number; weeksMost: number }): void {
  if (weeksMost < weeksLeast) throw badField('weeksMost', 'The longest time between meetings must not be shorter than the shortest');
}

export const addPanel = defineAction({
  name: 'panel.add',
  title: 'Add a panel',
  allowed: 'meeting.edit',
  input: z.object(panelFields),
  async effect(tx, input, setting): Promise<Done> {
    checkWeeks(input);
    return { id: await insertKept(tx, 'panel', input, setting), version: 1, changed: Object.keys(input) };
  },
  audit: about('panel'),
});

export const editPanel = defineAction({
  name: 'panel.edit',
  title: 'Change a panel',
  allowed: 'meeting.edit',
  input: z.object({ ...panelFields, ...record }),
  async effect(tx, { id, version, ...input }, setting): Promise<Done> {
    checkWeeks(input);
    const { version: now, fields } = await changeKept(tx, 'panel', id, version, input, setting);
    return { id, version: now, changed: fields };
  },
  audit: about('panel'),
});

export const closePanel = defineAction({
  name: 'panel.close',
  title: 'Close a panel',
  allowed: 'meeting.edit',
  input: z.object(record),
  async effect(tx, { id, version }, setting): Promise<Done> {
    const planned = await tx.selectFrom('meeting').select('onDay').where('panelId', '=', id).where('state', '=', 'planned').executeTakeFirst();
    if (planned)
      throw new HeadwaterError('conflict', 'meetings-planned', 'The panel still has a meeting planned', {
        advice: 'Record it, or cancel it, and then close the panel.',
      });
    const { version: now, fields } = await changeKept(tx, 'panel', id, version, { closedOn: civilDay(setting.at) }, setting);
    return { id, version: now, changed: fields };
  },
  audit: about('panel'),
});

const onDay = z.iso.date('The day of the meeting must be a real date');

export const planMeeting = defineAction({
  name: 'meeting.plan',
  title: 'Plan a meeting',
  allowed: 'meeting.edit',
  input: z.object({ panelId: z.uuid(), onDay }),
  async effect(tx, input, setting): Promise<Done> {
    const panel = await tx.selectFrom('panel').select('closedOn').where('id', '=', input.panelId).executeTakeFirst();
    if (panel === undefined) throw gone();
    if (panel.closedOn !== null) throw new HeadwaterError('conflict', 'panel-closed', 'The panel is closed', { advice: 'Plan the meeting of another.' });
    await freeDay(tx, input.panelId, input.onDay);
    return { id: await insertKept(tx, 'meeting', input, setting), version: 1, changed: ['onDay'] };
  },
  audit: about('meeting'),
});

async function freeDay(tx: Tx, panelId: string, day: string): Promise<void> {
  const other = await tx.selectFrom('meeting').select('id').where('panelId', '=', panelId).where('onDay', '=', day).executeTakeFirst();
  if (other) throw badField('onDay', 'The panel has a meeting on that day already');
}

const gone = (): HeadwaterError => new HeadwaterError('not-found', 'no-such-record', 'There is no such meeting', { advice: 'Go back to the list.' });

async function meetingOf(tx: Tx, id: string) {
  const found = await tx
    .selectFrom('meeting as m')
    .innerJoin('panel as p', 'p.id', 'm.panelId')
    .select(['m.id', 'm.version', 'm.panelId', 'm.onDay', 'm.state', 'p.core', 'p.name as panel'])
    .where('m.id', '=', id)
    .executeTakeFirst();
  if (found) return found;
  throw gone();
}

const stillPlanned = (state: string): void => {
  if (state !== 'planned') throw new HeadwaterError('conflict', 'meeting-over', 'That meeting is over already', { advice: 'Look at what is recorded of it.' });
};

export const moveMeeting = defineAction({
  name: 'meeting.move',
  title: 'Move a meeting to another day',
  allowed: 'meeting.edit',
  input: z.object({ ...record, onDay }),
  async effect(tx, { id, version, onDay: day }, setting): Promise<Done> {
    const meeting = await meetingOf(tx, id);
    stillPlanned(meeting.state);
    if (day !== meeting.onDay) await freeDay(tx, meeting.panelId, day);
    const { version: now, fields } = await changeKept(tx, 'meeting', id, version, { onDay: day }, setting);
    return { id, version: now, changed: fields };
  },
  audit: about('meeting'),
});

export const cancelMeeting = defineAction({
  name: 'meeting.cancel',
  title: 'Cancel a meeting',
  allowed: 'meeting.edit',
  input: z.object({ ...record, note: words(4000).min(1, 'Say why') }),
  async effect(tx, { id, version, note }, setting): Promise<Done> {
    stillPlanned((await meetingOf(tx, id)).state);
    const { version: now, fields } = await changeKept(tx, 'meeting', id, version, { state: 'cancelled', note }, setting);
    return { id, version: now, changed: fields };
  },
  audit: about('meeting'),
});

export const recordMeeting = defineAction({
  name: 'meeting.record',
  title: 'Record a meeting and who was there',
  allowed: 'meeting.edit',
  /** `snapshot` is the data that the papers showed: `s12`. */
  input: z.object({ ...record, seatIds: z.array(z.uuid()).max(200), note: words(10_000), snapshot: z.string().max(20).nullable() }),
  async effect(tx, { id, version, seatIds, note, snapshot }, setting): Promise<Done> {
    const meeting = await meetingOf(tx, id);
    if (meeting.state === 'cancelled') throw new HeadwaterError('conflict', 'meeting-over', 'That meeting was cancelled', { advice: 'Plan another.' });
    if (meeting.onDay > civilDay(setting.at))
      throw new HeadwaterError('conflict', 'meeting-ahead', 'That meeting is still to come', { advice: 'Record it on its day or afterwards.' });
    const attended = await tx.selectFrom('attendance').select('seatId').where('meetingId', '=', id).execute();
    const before = attended.map((each) => each.seatId).sort();
    const now = [...new Set(seatIds)].sort();
    const moved = JSON.stringify(before) !== JSON.stringify(now);
    if (moved && meeting.state === 'held') {
      const decided = await tx.selectFrom('decision').select('id').where('meetingId', '=', id).executeTakeFirst();
      // The quorum was worked out from who was there: it stays as it was when it was decided.
      if (decided)
        throw new HeadwaterError('conflict', 'decided', 'Decisions are recorded with who was there, so that can no longer be changed', {
          advice: 'Write a correction into the note.',
        });
    }
    const row = await changeKept(tx, 'meeting', id, version, { state: 'held', note, ...(meeting.state === 'held' ? {} : { snapshot }) }, setting);
    if (moved) {
      await tx.deleteFrom('attendance').where('meetingId', '=', id).execute();
      if (now.length > 0)
        await tx
          .insertInto('attendance')
          .values(now.map((seatId) => ({ meetingId: id, seatId })))
          .execute();
    }
    return { id, version: row.version, changed: [...row.fields, ...(moved ? ['attendance'] : [])] };
  },
  audit: about('meeting'),
});

export const recordDecision = defineAction({
  name: 'decision.record',
  title: 'Record a decision',
  allowed: 'meeting.edit',
  input: z.object({
    meetingId: z.uuid(),
    kind: z.enum(['operational', 'funding', 'other'], 'Choose what kind of decision it is'),
    text: words(4000).min(1, 'Enter what was decided'),
  }),
  async effect(tx, { meetingId, kind, text }, setting): Promise<Done & { meetingId: string; quorate: boolean }> {
    const meeting = await meetingOf(tx, meetingId);
    if (meeting.state !== 'held')
      throw new HeadwaterError('conflict', 'meeting-not-held', 'Record who was at the meeting first', { advice: 'A decision is kept with who was there.' });
    const quorum = await quorumAt(tx, meeting, kind);
    const id = await insertKept(tx, 'decision', { meetingId, kind, text, ...quorum }, setting);
    return { id, version: 1, changed: ['kind', 'text'], meetingId, quorate: quorum.quorate };
  },
  audit: (_input, { id, version, meetingId, quorate }) => ({ subject: { type: 'decision', id, version }, details: { meetingId, quorate } }),
});

/**
 * Quorum as it was on the day. Money is the core membership's (R002): such a decision needs its quorum wherever it is taken. Another decision of a
 * panel beside the core membership needs none.
 */
async function quorumAt(tx: Tx, meeting: { id: string; onDay: string; core: boolean }, kind: string) {
  const seats: QuorumSeat[] = await tx.selectFrom('coreSeat').select(['id', 'seat', 'personId', 'voting', 'fromOn', 'toOn']).execute();
  const present = (await tx.selectFrom('attendance').select('seatId').where('meetingId', '=', meeting.id).execute()).map((each) => each.seatId);
  const partnership = await tx.selectFrom('partnership').select(['quorum', 'quorumSeats']).executeTakeFirst();
  const applies = meeting.core || kind === 'funding';
  // Without a rule nobody can say that they were quorate: one member of each voting seat is the least.
  const rule = applies ? { count: partnership?.quorum ?? Math.max(1, seats.length), seats: partnership?.quorumSeats ?? [] } : { count: 0, seats: [] };
  const { quorate, present: there, needed, missingSeats } = quorumOf(seats, present, rule, meeting.onDay);
  return { quorate, present: there, needed, missingSeats: [...missingSeats] };
}

export const addAction = defineAction({
  name: 'meeting-action.add',
  title: 'Give an organisation an action',
  allowed: 'meeting.edit',
  input: z.object({
    meetingId: z.uuid(),
    organisationId: z.uuid('Choose who does it'),
    text: words(2000).min(1, 'Enter what is to be done'),
    dueOn: z.iso.date('The day that it is due must be a real date').nullable(),
  }),
  async effect(tx, input, setting): Promise<Done & { meetingId: string }> {
    const meeting = await meetingOf(tx, input.meetingId);
    if (input.dueOn !== null && input.dueOn < meeting.onDay) throw badField('dueOn', 'It must be due on the day of the meeting or later');
    const id = await insertKept(tx, 'meetingAction', input, setting);
    const title = `Complete the action of ${meeting.panel}: ${input.text.length > 120 ? `${input.text.slice(0, 119)}…` : input.text}`;
    await openTask(
      tx,
      {
        kind: 'meeting-action',
        key: actionKey(id),
        title,
        href: `/partnership/meetings/${input.meetingId}`,
        subjectType: 'meetingAction',
        subjectId: id,
        organisationId: input.organisationId,
        dueOn: input.dueOn,
      },
      setting.at,
    );
    return { id, version: 1, changed: Object.keys(input), meetingId: input.meetingId };
  },
  audit: about('meetingAction'),
});

const actionKey = (id: string): string => `meeting-action:${id}`;

export const completeAction = defineAction({
  name: 'meeting-action.complete',
  title: 'Complete a meeting’s action',
  allowed: 'action.complete',
  input: z.object({ ...record, doneOn: z.iso.date('The day that it was done must be a real date') }),
  subject: async (tx, { id }) => tx.selectFrom('meetingAction').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id, version, doneOn }, setting): Promise<Done & { meetingId: string }> {
    const action = await tx.selectFrom('meetingAction').select(['meetingId', 'doneOn']).where('id', '=', id).executeTakeFirst();
    if (action === undefined) throw gone();
    if (action.doneOn !== null) throw new HeadwaterError('conflict', 'action-done', 'The action is done already', { advice: 'Look at the meeting.' });
    if (doneOn > civilDay(setting.at)) throw badField('doneOn', 'The day that it was done must be today or in the past');
    const { version: now, fields } = await changeKept(tx, 'meetingAction', id, version, { doneOn }, setting);
    await finishTask(tx, actionKey(id), setting.at);
    return { id, version: now, changed: fields, meetingId: action.meetingId };
  },
  audit: about('meetingAction'),
});
