/** Forms of panels and meetings. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay } from '../../../access/index.ts';
import {
  addAction,
  addPanel,
  cancelMeeting,
  closePanel,
  completeAction,
  editPanel,
  meetingOptions,
  type MeetingPage,
  moveMeeting,
  type PanelRow,
  planMeeting,
  readAction,
  readMeeting,
  readPanel,
  recordDecision,
  recordMeeting,
} from '../../../access/meetings/index.ts';
import { seatTitle } from '../../../access/seats/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { dateFields, dateOf, dateOrNull, dateValues } from '../dates.ts';
import { type Field, fieldsForm } from '../fields.ts';
import { dayWarning, kindOptions, rhythmWords } from './view.ts';

const VIEW = 'partnership/form.njk';
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const none = { value: '', text: 'Nobody yet' };

interface Done {
  readonly id: string;
  readonly meetingId?: string;
}

export function registerMeetingForms(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());
  const options = (request: FastifyRequest) => context.acts().read(meetingOptions, {}, request.who);
  const panelOf = async (request: FastifyRequest): Promise<PanelRow> => (await context.acts().read(readPanel, { id: idOf(request) }, request.who)).panel;
  const meetingOf = (request: FastifyRequest): Promise<MeetingPage> => context.acts().read(readMeeting, { id: idOf(request) }, request.who);
  const crumb = { text: 'Meetings', href: urls.meetings };
  const aroundPanel = (panel: PanelRow) => ({
    caption: panel.name,
    cancel: urls.panel(panel.id),
    version: panel.version,
    breadcrumbs: [crumb, { text: panel.name, href: urls.panel(panel.id) }],
  });
  const aroundMeeting = ({ meeting }: MeetingPage) => {
    const name = `${meeting.panel}, ${day(meeting.onDay)}`;
    return { caption: name, cancel: urls.meeting(meeting.id), version: meeting.version, breadcrumbs: [crumb, { text: name, href: urls.meeting(meeting.id) }] };
  };

  const panelFields = async (request: FastifyRequest): Promise<Field[]> => {
    const { organisations, people } = await options(request);
    return [
      { kind: 'text', name: 'name', label: 'Name', hint: 'Such as: extra-familial harm panel' },
      { kind: 'lines', name: 'purpose', label: 'Purpose', rows: 3 },
      { kind: 'select', name: 'hostId', label: 'Host', options: [none, ...organisations.map((each) => ({ value: each.id, text: each.name }))] },
      { kind: 'select', name: 'chairId', label: 'Chair', options: [none, ...people.map((each) => ({ value: each.id, text: each.name }))] },
      { kind: 'text', name: 'weeksLeast', label: 'Weeks between meetings: at least', width: 4, numeric: true },
      { kind: 'text', name: 'weeksMost', label: 'Weeks between meetings: at most', hint: 'After this many it is overdue', width: 4, numeric: true },
      { kind: 'lines', name: 'routeIn', label: 'How a case comes to it', rows: 3 },
      { kind: 'lines', name: 'decisionsOut', label: 'What it decides, and who is told', rows: 3 },
      { kind: 'lines', name: 'dataUsed', label: 'What data it uses', rows: 3 },
      {
        kind: 'checkboxes',
        name: 'core',
        label: 'Core membership',
        options: [
          {
            value: 'yes',
            text: 'The core membership meets here',
            hint: 'Its decisions are kept with the quorum of the core membership, and attendance counts',
          },
        ],
      },
    ];
  };
  const panelInput = (body: FormBody): object => ({
    name: text(body, 'name'),
    purpose: text(body, 'purpose'),
    hostId: text(body, 'hostId') || null,
    chairId: text(body, 'chairId') || null,
    weeksLeast: number(body, 'weeksLeast'),
    weeksMost: number(body, 'weeksMost'),
    routeIn: text(body, 'routeIn'),
    decisionsOut: text(body, 'decisionsOut'),
    dataUsed: text(body, 'dataUsed'),
    core: texts(body, 'core').includes('yes'),
  });
  const panelLabels = {
    name: 'Name',
    purpose: 'Purpose',
    weeksLeast: 'Weeks at least',
    weeksMost: 'Weeks at most',
    routeIn: 'How a case comes to it',
    decisionsOut: 'What it decides',
    dataUsed: 'Data',
  };

  formPage<Done>(app, context, {
    pattern: patterns.panelNew,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) =>
      fieldsForm({
        title: 'Add a panel',
        fields: await panelFields(request),
        button: 'Save',
        cancel: urls.meetings,
        breadcrumbs: [crumb],
        values: { weeksLeast: '6', weeksMost: '8' },
      }),
    action: addPanel,
    input: panelInput,
    next: ({ id }) => ({ href: urls.panel(id), done: 'The panel is saved.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.panelEdit,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) => {
      const panel = await panelOf(request);
      const values = {
        name: panel.name,
        purpose: panel.purpose,
        hostId: panel.hostId ?? '',
        chairId: panel.chairId ?? '',
        weeksLeast: String(panel.weeksLeast),
        weeksMost: String(panel.weeksMost),
        routeIn: panel.routeIn,
        decisionsOut: panel.decisionsOut,
        dataUsed: panel.dataUsed,
        core: panel.core ? ['yes'] : [],
      };
      return fieldsForm({ title: 'Change the panel', fields: await panelFields(request), button: 'Save', labels: panelLabels, values, ...aroundPanel(panel) });
    },
    action: editPanel,
    input: (body, request, version) => ({ ...panelInput(body), id: idOf(request), version }),
    next: ({ id }) => ({ href: urls.panel(id), done: 'The panel is saved.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.panelClose,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) =>
      fieldsForm({
        title: 'Close the panel',
        warning: 'No meeting can be planned afterwards. What is recorded of it stays.',
        fields: [],
        button: 'Close the panel',
        buttonKind: 'warning',
        values: {},
        ...aroundPanel(await panelOf(request)),
      }),
    action: closePanel,
    input: (_body, request, version) => ({ id: idOf(request), version }),
    next: ({ id }) => ({ href: urls.panel(id), done: 'The panel is closed.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.meetingNew,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) => {
      const panel = await panelOf(request);
      const bullets = panel.suggested.map((on) => day(on));
      return fieldsForm({
        title: 'Plan a meeting',
        intro: [`${rhythmWords(panel)}.${bullets.length > 0 ? ' Days that suit, without weekends and bank holidays:' : ''}`],
        bullets,
        fields: [{ kind: 'date', name: 'onDay', label: 'When does it meet?' }],
        button: 'Plan the meeting',
        values: dateValues('onDay', panel.suggested[0] ?? null),
        ...aroundPanel(panel),
      });
    },
    action: planMeeting,
    input: (body, request) => ({ panelId: idOf(request), onDay: dateOf(body, 'onDay', 'The day of the meeting') }),
    fields: dateFields('onDay'),
    next: ({ id }, request) => ({ href: urls.meeting(id), done: planned(request) }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.meetingMove,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) => {
      const page = await meetingOf(request);
      return fieldsForm({
        title: 'Move the meeting',
        fields: [{ kind: 'date', name: 'onDay', label: 'When does it meet instead?' }],
        button: 'Move it',
        labels: { onDay: 'Day' },
        values: dateValues('onDay', page.meeting.onDay),
        ...aroundMeeting(page),
      });
    },
    action: moveMeeting,
    input: (body, request, version) => ({ id: idOf(request), version, onDay: dateOf(body, 'onDay', 'The day of the meeting') }),
    fields: dateFields('onDay'),
    next: ({ id }, request) => ({ href: urls.meeting(id), done: planned(request) }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.meetingCancel,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) =>
      fieldsForm({
        title: 'Cancel the meeting',
        fields: [{ kind: 'lines', name: 'note', label: 'Why', rows: 3 }],
        button: 'Cancel the meeting',
        buttonKind: 'warning',
        values: {},
        ...aroundMeeting(await meetingOf(request)),
      }),
    action: cancelMeeting,
    input: (body, request, version) => ({ id: idOf(request), version, note: text(body, 'note') }),
    next: ({ id }) => ({ href: urls.meeting(id), done: 'The meeting is cancelled.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.meetingRecord,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) => {
      const page = await meetingOf(request);
      return fieldsForm({
        title: 'Record the meeting',
        fields: [
          ...(page.seats.length > 0
            ? [
                {
                  kind: 'checkboxes' as const,
                  name: 'seats',
                  label: 'Which seats of the core membership were there?',
                  hint: 'Decisions are kept with who was there, so this cannot be changed after the first',
                  options: page.seats.map((seat) => ({
                    value: seat.id,
                    text: `${seatTitle(seat.seat)}: ${seat.organisation}`,
                    hint: `${seat.person ?? 'Vacant'}${seat.voting ? '' : ', no vote'}`,
                  })),
                },
              ]
            : [{ kind: 'words' as const, text: 'The core membership has no seats yet, so nobody’s attendance can be recorded.' }]),
          { kind: 'lines', name: 'note', label: 'Note', hint: 'What was discussed. No names of children or families', rows: 8 },
        ],
        button: 'Save',
        labels: { note: 'Note' },
        values: { seats: page.seats.filter((seat) => seat.there).map((seat) => seat.id), note: page.meeting.note },
        ...aroundMeeting(page),
      });
    },
    action: recordMeeting,
    input: (body, request, version) => ({
      id: idOf(request),
      version,
      seatIds: texts(body, 'seats'),
      note: text(body, 'note'),
      snapshot: context.warehouse.manifest().current,
    }),
    next: ({ id }) => ({ href: urls.meeting(id), done: 'The meeting is recorded.' }),
  });
  formPage<Done & { quorate: boolean }>(app, context, {
    pattern: patterns.meetingDecision,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) => {
      const { version: _version, ...around } = aroundMeeting(await meetingOf(request));
      return fieldsForm({
        title: 'Record a decision',
        intro: ['It is kept with who was there and whether they were quorate, and cannot be changed afterwards.'],
        fields: [
          { kind: 'radios', name: 'kind', label: 'What is it about?', options: kindOptions },
          { kind: 'lines', name: 'text', label: 'What was decided?' },
        ],
        button: 'Record the decision',
        values: {},
        ...around,
      });
    },
    action: recordDecision,
    input: (body, request) => ({ meetingId: idOf(request), kind: text(body, 'kind'), text: text(body, 'text') }),
    next: ({ quorate }, request) => ({
      href: urls.meeting(idOf(request)),
      done: quorate ? 'The decision is recorded.' : 'The decision is recorded, and marked: the meeting was not quorate.',
    }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.meetingAction,
    access: 'meeting.edit',
    view: VIEW,
    load: async (request) => {
      const { version: _version, ...around } = aroundMeeting(await meetingOf(request));
      const { organisations } = await options(request);
      return fieldsForm({
        title: 'Give an organisation an action',
        fields: [
          { kind: 'lines', name: 'text', label: 'What is to be done?', rows: 3 },
          {
            kind: 'select',
            name: 'organisationId',
            label: 'Who does it?',
            options: [{ value: '', text: 'Choose' }, ...organisations.map((each) => ({ value: each.id, text: each.name }))],
          },
          { kind: 'date', name: 'dueOn', label: 'By when?', hint: 'Leave it empty where there is no date' },
        ],
        button: 'Save',
        values: {},
        ...around,
      });
    },
    action: addAction,
    input: (body, request) => ({
      meetingId: idOf(request),
      text: text(body, 'text'),
      organisationId: text(body, 'organisationId'),
      dueOn: dateOrNull(body, 'dueOn', 'The day that it is due'),
    }),
    fields: dateFields('dueOn'),
    next: (_result, request) => ({ href: urls.meeting(idOf(request)), done: 'The action is saved. It is a task of the organisation now.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.meetingActionDone,
    access: 'action.complete',
    view: VIEW,
    load: async (request) => {
      const action = await context.acts().read(readAction, { id: idOf(request) }, request.who);
      return fieldsForm({
        title: 'Complete the action',
        intro: [action.text],
        fields: [{ kind: 'date', name: 'doneOn', label: 'When was it done?' }],
        button: 'Complete the action',
        cancel: urls.meeting(action.meetingId),
        breadcrumbs: [crumb],
        version: action.version,
        values: dateValues('doneOn', today()),
      });
    },
    action: completeAction,
    input: (body, request, version) => ({ id: idOf(request), version, doneOn: dateOf(body, 'doneOn', 'The day that it was done') }),
    fields: dateFields('doneOn'),
    next: ({ meetingId }) => ({ href: meetingId === undefined ? urls.meetings : urls.meeting(meetingId), done: 'The action is done.' }),
  });
}

/** An empty field is no number, so that it is asked for. */
const number = (body: FormBody, field: string): number | null => (text(body, field) === '' ? null : Number(text(body, field)));

function planned(request: FastifyRequest): string {
  const on = dateOf(request.body as FormBody, 'onDay', 'The day of the meeting');
  const warning = dayWarning(on);
  return `The meeting is planned for ${day(on)}.${warning === '' ? '' : ` ${warning}.`}`;
}
