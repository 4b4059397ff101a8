/** Forms of a meeting: planned, moved, cancelled, recorded. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cancelMeeting, type MeetingPage, moveMeeting, planMeeting, recordMeeting } from '../../../access/meetings/index.ts';
import { seatTitle } from '../../../access/seats/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { dateOf, dateValues } from '../dates.ts';
import type { Field } from '../fields.ts';
import { type Done, recordForms } from '../record-form.ts';
import { ofMeeting, ofPanel } from './around.ts';
import { dayWarning, rhythmWords } from './view.ts';

const ON_DAY = { onDay: 'The day of the meeting' };

export function registerMeetingForms(app: FastifyInstance, context: WebContext): void {
  const ofItsPanel = recordForms(app, context, ofPanel(context));
  const form = recordForms(app, context, ofMeeting(context));

  ofItsPanel<Done>({
    pattern: patterns.meetingNew,
    asked: (panel) => {
      const bullets = panel.suggested.map((on) => day(on));
      return {
        title: 'Plan a meeting',
        intro: [`${rhythmWords(panel)}.${bullets.length > 0 ? ' Days that suit, without weekends and bank holidays:' : ''}`],
        bullets,
        fields: [{ kind: 'date', name: 'onDay', label: 'When does it meet?' }],
        button: 'Plan the meeting',
        values: dateValues('onDay', panel.suggested[0] ?? null),
      };
    },
    action: planMeeting,
    input: (_body, { id }) => ({ panelId: id }),
    dates: ON_DAY,
    next: planned,
  });
  form<Done>({
    pattern: patterns.meetingMove,
    asked: ({ meeting }) => ({
      title: 'Move the meeting',
      fields: [{ kind: 'date', name: 'onDay', label: 'When does it meet instead?' }],
      button: 'Move it',
      labels: { onDay: 'Day' },
      values: dateValues('onDay', meeting.onDay),
    }),
    action: moveMeeting,
    dates: ON_DAY,
    next: planned,
  });
  form<Done>({
    pattern: patterns.meetingCancel,
    asked: () => ({
      title: 'Cancel the meeting',
      fields: [{ kind: 'lines', name: 'note', label: 'Why', rows: 3 }],
      button: 'Cancel the meeting',
      buttonKind: 'warning',
    }),
    action: cancelMeeting,
    input: (body, shown) => ({ ...shown, note: text(body, 'note') }),
    next: ({ id }) => ({ href: urls.meeting(id), done: 'The meeting is cancelled.' }),
  });
  form<Done>({
    pattern: patterns.meetingRecord,
    asked: (page) => ({
      title: 'Record the meeting',
      fields: [attendanceField(page), { kind: 'lines', name: 'note', label: 'Note', hint: noteHint(page), rows: 8 }],
      button: 'Save',
      labels: { note: 'Note' },
      values: { seats: page.seats.filter((seat) => seat.there).map((seat) => seat.id), note: page.meeting.note },
    }),
    action: recordMeeting,
    input: (body, shown) => ({ ...shown, seatIds: texts(body, 'seats'), note: text(body, 'note'), snapshot: context.warehouse.manifest().current }),
    next: ({ id }) => ({ href: urls.meeting(id), done: 'The meeting is recorded.' }),
  });
}

function attendanceField({ meeting, seats }: MeetingPage): Field {
  if (seats.length === 0) return { kind: 'words', text: 'The core membership has no seats yet, so nobody’s attendance can be recorded.' };
  const once = 'Decisions are kept with who was there, so this cannot be changed after the first';
  return {
    kind: 'checkboxes',
    name: 'seats',
    label: 'Which seats of the core membership were there?',
    hint: meeting.core ? once : `This panel is not the core membership: only a decision on money needs them. ${once}`,
    options: seats.map((seat) => ({
      value: seat.id,
      text: `${seatTitle(seat.seat)}: ${seat.organisation}`,
      hint: `${seat.person ?? 'Vacant'}${seat.voting ? '' : ', no vote'}`,
    })),
  };
}

const noteHint = ({ meeting }: MeetingPage): string => `What was discussed${meeting.core ? '' : ', and who else came'}. No names of children or families`;

function planned({ id }: Done, request: FastifyRequest) {
  const on = dateOf(request.body as FormBody, 'onDay', ON_DAY.onDay);
  const warning = dayWarning(on);
  return { href: urls.meeting(id), done: `The meeting is planned for ${day(on)}.${warning === '' ? '' : ` ${warning}.`}` };
}
