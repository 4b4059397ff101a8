/** Cases at panels: bring one, decide, say what was done, and follow it from beginning to end (requirement R009). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can, civilDay } from '../../../access/index.ts';
import {
  type CaseTrace,
  caseChoices,
  closeCase,
  completeCaseAction,
  DECISIONS,
  decideCase,
  decisionIds,
  GROUNDS,
  giveCaseAction,
  groundIds,
  listCases,
  OUTCOMES,
  outcomeIds,
  readCase,
  referCase,
} from '../../../access/cases/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { text, texts } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { MARKING } from '../../figure/clearance.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day, list } from '../../words.ts';
import { dateFields, dateOf, dateValues } from '../dates.ts';
import { type Field, fieldsForm, type Option } from '../fields.ts';
import { asked, partOf } from '../id.ts';
import { STATES, traceSteps } from './view.ts';

const VIEW = 'partnership/form.njk';
const CRUMB = { text: 'Cases at panels', href: urls.cases() };
const NO_NAMES = 'No name, address or anything else that tells who it is';

interface Done {
  readonly caseId: string;
}

const choose = (options: readonly Option[]): Option[] => (options.length === 1 ? [...options] : [{ value: '', text: 'Choose' }, ...options]);

export function registerCases(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());
  const load = (request: FastifyRequest): Promise<CaseTrace> => context.acts().read(readCase, { id: partOf(request) }, request.who);
  const around = (trace: CaseTrace) => ({
    marking: MARKING,
    caption: `Case ${trace.reference}, ${trace.panel}`,
    cancel: urls.case(trace.id),
    breadcrumbs: [CRUMB, { text: `Case ${trace.reference}`, href: urls.case(trace.id) }],
  });
  const next = (done: string) => (result: Done) => ({ href: urls.case(result.caseId), done });

  app.get(patterns.cases, guard('case.read'), async (request, reply) => {
    const all = await context.acts().read(listCases, {}, request.who);
    const wanted = asked(request, 'reference').trim();
    const choices = can(request.who, 'case.refer') ? await context.acts().read(caseChoices, {}, request.who) : null;
    const shown = wanted === '' ? all : all.filter((each) => each.reference?.toLowerCase().includes(wanted.toLowerCase()));
    return context.page(request, reply, 'partnership/cases/list.njk', {
      title: 'Cases at panels',
      marking: MARKING,
      any: all.length > 0,
      refers: choices !== null,
      mayBring: choices !== null && choices.panels.length > 0,
      wanted,
      cases: shown.map((each) => ({ ...each, href: each.reference === null ? null : urls.case(each.id), tag: STATES[each.state] })),
    });
  });

  app.get<{ Params: { id: string } }>(patterns.case, guard('case.read'), async (request, reply) => {
    const trace = await load(request);
    const hosts = trace.hostId !== null && trace.hostId === request.who.organisationId && can(request.who, 'case.decide');
    return context.page(request, reply, 'partnership/cases/one.njk', {
      title: `Case ${trace.reference}`,
      marking: MARKING,
      breadcrumbs: [CRUMB],
      trace,
      tag: STATES[trace.state],
      steps: traceSteps(trace, request.who.organisationId, today()),
      may: {
        decide: hosts && trace.closedOn === null,
        give: hosts && trace.closedOn === null && trace.decisions.length > 0,
        close: hosts && trace.closedOn === null && trace.decisions.length > 0,
        panel: can(request.who, 'meeting.read'),
        agreement: can(request.who, 'agreement.read'),
      },
      others: list(trace.parties.map((each) => each.name)),
    });
  });

  formPage<Done>(app, context, {
    pattern: patterns.caseNew,
    access: 'case.refer',
    view: VIEW,
    load: async (request) => {
      const { panels, agreements } = await context.acts().read(caseChoices, {}, request.who);
      if (panels.length === 0)
        throw new HeadwaterError('conflict', 'no-panel', 'There is no panel that your organisation can bring a case to', {
          advice: 'A live sharing agreement must let it tell the panel’s host about a person. Ask information governance for one.',
        });
      const preset = asked(request, 'panel');
      return fieldsForm({
        title: 'Bring a case to a panel',
        marking: MARKING,
        intro: [
          'Here stands what lets a case be followed, and not who the child is. That, and their story, go from your own system to the panel as the agreement says.',
        ],
        fields: [
          { kind: 'select', name: 'panelId', label: 'Panel', options: choose(panels.map((each) => ({ value: each.id, text: each.name }))) },
          { kind: 'text', name: 'reference', label: 'Your own reference of the case', hint: `Such as YJS/2026/0142. ${NO_NAMES}`, width: 20 },
          {
            kind: 'checkboxes',
            name: 'grounds',
            label: 'Why is it brought?',
            hint: 'All that apply',
            options: groundIds.map((value) => ({ value, text: GROUNDS[value] })),
          },
          { kind: 'lines', name: 'asked', label: 'What is the panel asked?', hint: NO_NAMES, rows: 3 },
          {
            kind: 'select',
            name: 'agreementId',
            label: 'Sharing agreement that it rests on',
            options: choose(agreements.map((each) => ({ value: each.id, text: `${each.reference}: ${each.title}` }))),
          },
          { kind: 'date', name: 'referredOn', label: 'When was it brought?' },
        ],
        button: 'Bring the case',
        cancel: urls.cases(),
        breadcrumbs: [CRUMB],
        values: { ...dateValues('referredOn', today()), panelId: preset },
      });
    },
    action: referCase,
    input: (body) => ({
      panelId: text(body, 'panelId'),
      reference: text(body, 'reference'),
      agreementId: text(body, 'agreementId'),
      grounds: texts(body, 'grounds'),
      asked: text(body, 'asked'),
      referredOn: dateOf(body, 'referredOn', 'The day that it was brought'),
    }),
    fields: dateFields('referredOn'),
    next: next('The case is brought to the panel. Its host has a task to decide on it.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.caseDecide,
    access: 'case.decide',
    view: VIEW,
    load: async (request) => {
      const trace = await load(request);
      if (trace.meetings.length === 0)
        throw new HeadwaterError('conflict', 'no-meeting', 'The panel has held no meeting since the case was brought', {
          advice: 'Record the meeting first, then what was decided at it.',
        });
      return fieldsForm({
        title: 'Record what was decided',
        fields: [
          {
            kind: 'select',
            name: 'meetingId',
            label: 'At which meeting?',
            options: choose(trace.meetings.map((each) => ({ value: each.id, text: day(each.onDay) }))),
          },
          { kind: 'radios', name: 'kind', label: 'What was decided?', options: decisionIds.map((value) => ({ value, text: DECISIONS[value] })) },
          { kind: 'lines', name: 'text', label: 'In a few words', hint: NO_NAMES, rows: 4 },
        ],
        button: 'Record the decision',
        values: {},
        ...around(trace),
      });
    },
    action: decideCase,
    input: (body, request) => ({ caseId: partOf(request), meetingId: text(body, 'meetingId'), kind: text(body, 'kind'), text: text(body, 'text') }),
    next: next('The decision is recorded.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.caseGive,
    access: 'case.decide',
    view: VIEW,
    load: async (request) => {
      const trace = await load(request);
      const decisions = trace.decisions.map((each) => ({ value: each.id, text: `${day(each.onDay)}: ${DECISIONS[each.kind]}` }));
      const fields: Field[] = [
        { kind: 'select', name: 'decisionId', label: 'Which decision does it follow from?', options: choose(decisions) },
        {
          kind: 'select',
          name: 'organisationId',
          label: 'Who does it?',
          hint: `Parties of ${trace.agreement.reference}: nobody else may know of the case`,
          options: choose(trace.parties.map((each) => ({ value: each.id, text: each.name }))),
        },
        { kind: 'lines', name: 'text', label: 'What is to be done?', hint: NO_NAMES, rows: 3 },
        { kind: 'date', name: 'dueOn', label: 'By when?' },
      ];
      return fieldsForm({ title: 'Give somebody something to do', fields, button: 'Save', values: {}, ...around(trace) });
    },
    action: giveCaseAction,
    input: (body, request) => ({
      caseId: partOf(request),
      decisionId: text(body, 'decisionId'),
      organisationId: text(body, 'organisationId'),
      text: text(body, 'text'),
      dueOn: dateOf(body, 'dueOn', 'The day that it is due'),
    }),
    fields: dateFields('dueOn'),
    next: next('It is saved, and they have a task.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.caseActionDone,
    access: 'case.read',
    view: VIEW,
    load: async (request) => {
      const trace = await load(request);
      const action = trace.decisions.flatMap((each) => each.actions).find((each) => each.id === partOf(request, 'action'));
      if (action === undefined)
        throw new HeadwaterError('not-found', 'no-such-record', 'There is nothing like that to be done in this case', { advice: 'Go back to the case.' });
      return fieldsForm({
        title: 'Say what came of it',
        intro: [action.text],
        fields: [
          { kind: 'date', name: 'doneOn', label: 'When was it done?' },
          { kind: 'lines', name: 'result', label: 'What came of it?', hint: `Also that it was not done, and why. ${NO_NAMES}`, rows: 3 },
        ],
        button: 'Save',
        values: dateValues('doneOn', today()),
        version: action.version,
        ...around(trace),
      });
    },
    action: completeCaseAction,
    input: (body, request, version) => ({
      id: partOf(request, 'action'),
      version,
      doneOn: dateOf(body, 'doneOn', 'The day that it was done'),
      result: text(body, 'result'),
    }),
    fields: dateFields('doneOn'),
    next: next('What came of it is saved.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.caseClose,
    access: 'case.decide',
    view: VIEW,
    load: async (request) => {
      const trace = await load(request);
      return fieldsForm({
        title: 'Close the case',
        fields: [
          { kind: 'radios', name: 'outcome', label: 'How did it end?', options: outcomeIds.map((value) => ({ value, text: OUTCOMES[value] })) },
          { kind: 'lines', name: 'outcomeNote', label: 'Anything to add? (optional)', hint: NO_NAMES, rows: 3 },
        ],
        button: 'Close the case',
        values: {},
        version: trace.version,
        ...around(trace),
      });
    },
    action: closeCase,
    input: (body, request, version) => ({ id: partOf(request), version, outcome: text(body, 'outcome'), outcomeNote: text(body, 'outcomeNote') }),
    next: next('The case is closed.'),
  });
}
