/** Forms of panels: added, changed, closed. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addPanel, closePanel, editPanel, meetingOptions } from '../../../access/meetings/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import type { Field } from '../fields.ts';
import { type Done, recordForms } from '../record-form.ts';
import { numberOrNull } from '../typed.ts';
import { CRUMB, ofPanel } from './around.ts';

const NOBODY = { value: '', text: 'Nobody yet' };

const LABELS = {
  name: 'Name',
  purpose: 'Purpose',
  weeksLeast: 'Weeks at least',
  weeksMost: 'Weeks at most',
  routeIn: 'How a case comes to it',
  decisionsOut: 'What it decides',
  dataUsed: 'Data',
};

const inputOf = (body: FormBody): object => ({
  name: text(body, 'name'),
  purpose: text(body, 'purpose'),
  hostId: text(body, 'hostId') || null,
  chairId: text(body, 'chairId') || null,
  weeksLeast: numberOrNull(body, 'weeksLeast'),
  weeksMost: numberOrNull(body, 'weeksMost'),
  routeIn: text(body, 'routeIn'),
  decisionsOut: text(body, 'decisionsOut'),
  dataUsed: text(body, 'dataUsed'),
  core: texts(body, 'core').includes('yes'),
});

const saved = ({ id }: Done) => ({ href: urls.panel(id), done: 'The panel is saved.' });

export function registerPanelForms(app: FastifyInstance, context: WebContext): void {
  const fields = async (request: FastifyRequest): Promise<Field[]> => {
    const { organisations, people } = await context.acts().read(meetingOptions, {}, request.who);
    const named = (all: readonly { id: string; name: string }[]) => [NOBODY, ...all.map((each) => ({ value: each.id, text: each.name }))];
    return [
      { kind: 'text', name: 'name', label: 'Name', hint: 'Such as: extra-familial harm panel' },
      { kind: 'lines', name: 'purpose', label: 'Purpose', rows: 3 },
      { kind: 'select', name: 'hostId', label: 'Host', options: named(organisations) },
      { kind: 'select', name: 'chairId', label: 'Chair', options: named(people) },
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
  const beginning = recordForms(app, context, {
    access: 'meeting.edit',
    load: async () => null,
    around: () => ({ cancel: urls.meetings, breadcrumbs: [CRUMB] }),
  });
  const form = recordForms(app, context, ofPanel(context));

  beginning<Done>({
    pattern: patterns.panelNew,
    asked: async (_none, request) => ({
      title: 'Add a panel',
      fields: await fields(request),
      button: 'Save',
      values: { weeksLeast: '6', weeksMost: '8' },
    }),
    action: addPanel,
    input: inputOf,
    next: saved,
  });
  form<Done>({
    pattern: patterns.panelEdit,
    asked: async ({ name, purpose, hostId, chairId, weeksLeast, weeksMost, routeIn, decisionsOut, dataUsed, core }, request) => ({
      title: 'Change the panel',
      fields: await fields(request),
      button: 'Save',
      labels: LABELS,
      values: {
        name,
        purpose,
        hostId: hostId ?? '',
        chairId: chairId ?? '',
        weeksLeast: String(weeksLeast),
        weeksMost: String(weeksMost),
        routeIn,
        decisionsOut,
        dataUsed,
        core: core ? ['yes'] : [],
      },
    }),
    action: editPanel,
    input: (body, shown) => ({ ...inputOf(body), ...shown }),
    next: saved,
  });
  form<Done>({
    pattern: patterns.panelClose,
    asked: () => ({
      title: 'Close the panel',
      warning: 'No meeting can be planned afterwards. What is recorded of it stays.',
      fields: [],
      button: 'Close the panel',
      buttonKind: 'warning',
    }),
    action: closePanel,
    next: ({ id }) => ({ href: urls.panel(id), done: 'The panel is closed.' }),
  });
}
