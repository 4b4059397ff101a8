/** Forms of what comes out of a meeting: its decisions, and its actions until they are done. */
import type { FastifyInstance } from 'fastify';
import { civilDay } from '../../../access/index.ts';
import { addAction, completeAction, meetingOptions, readAction, recordDecision } from '../../../access/meetings/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import { dateValues } from '../dates.ts';
import { partOf } from '../id.ts';
import { recordForms } from '../record-form.ts';
import { CRUMB, ofMeeting } from './around.ts';
import { kindOptions } from './view.ts';

export function registerOutcomeForms(app: FastifyInstance, context: WebContext): void {
  const form = recordForms(app, context, ofMeeting(context));
  const ofAction = recordForms(app, context, {
    access: 'action.complete',
    load: (request) => context.acts().read(readAction, { id: partOf(request) }, request.who),
    around: ({ meetingId, version }) => ({ cancel: urls.meeting(meetingId), breadcrumbs: [CRUMB], version }),
  });

  form<{ quorate: boolean }>({
    pattern: patterns.meetingDecision,
    asked: () => ({
      title: 'Record a decision',
      intro: ['It is kept with who was there and whether they were quorate, and cannot be changed afterwards.'],
      fields: [
        { kind: 'radios', name: 'kind', label: 'What is it about?', options: kindOptions },
        { kind: 'lines', name: 'text', label: 'What was decided?' },
      ],
      button: 'Record the decision',
    }),
    action: recordDecision,
    input: (body, { id }) => ({ meetingId: id, kind: text(body, 'kind'), text: text(body, 'text') }),
    next: ({ quorate }, request) => ({
      href: urls.meeting(partOf(request)),
      done: quorate ? 'The decision is recorded.' : 'The decision is recorded, and marked: the meeting was not quorate.',
    }),
  });
  form({
    pattern: patterns.meetingAction,
    asked: async (_page, request) => {
      const { organisations } = await context.acts().read(meetingOptions, {}, request.who);
      return {
        title: 'Give an organisation an action',
        fields: [
          {
            kind: 'select',
            name: 'organisationId',
            label: 'Who does it?',
            options: [{ value: '', text: 'Choose' }, ...organisations.map((each) => ({ value: each.id, text: each.name }))],
          },
          { kind: 'lines', name: 'text', label: 'What is to be done?', rows: 3 },
          { kind: 'date', name: 'dueOn', label: 'By when?', hint: 'Leave it empty where there is no date' },
        ],
        button: 'Save',
      };
    },
    action: addAction,
    input: (body, { id }) => ({ meetingId: id, text: text(body, 'text'), organisationId: text(body, 'organisationId') }),
    datesOrNone: { dueOn: 'The day that it is due' },
    next: (_result, request) => ({ href: urls.meeting(partOf(request)), done: 'The action is saved. It is a task of the organisation now.' }),
  });
  ofAction<{ meetingId: string }>({
    pattern: patterns.meetingActionDone,
    asked: (action) => ({
      title: 'Complete the action',
      intro: [action.text],
      fields: [{ kind: 'date', name: 'doneOn', label: 'When was it done?' }],
      button: 'Complete the action',
      values: dateValues('doneOn', civilDay(context.acts().register.now())),
    }),
    action: completeAction,
    dates: { doneOn: 'The day that it was done' },
    next: ({ meetingId }) => ({ href: urls.meeting(meetingId), done: 'The action is done.' }),
  });
}
