/** Forms of cases: brought, decided on, given to somebody to act in, done, closed. Each says not to name anybody. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay, type PolicyKey } from '../../../access/index.ts';
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
  OUTCOMES,
  outcomeIds,
  readCase,
  referCase,
} from '../../../access/cases/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { MARKING } from '../../figure/clearance.ts';
import { text, texts } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { dateValues } from '../dates.ts';
import type { FieldsAround, Option } from '../fields.ts';
import { asked as askedOf, partOf } from '../id.ts';
import { recordForms } from '../record-form.ts';

export const CRUMB = { text: 'Cases at panels', href: urls.cases() };
const NO_NAMES = 'No name, address or anything else that tells who it is';

interface Done {
  readonly caseId: string;
}

const choose = (options: readonly Option[]): Option[] => (options.length === 1 ? [...options] : [{ value: '', text: 'Choose' }, ...options]);

const said = (done: string) => (result: Done) => ({ href: urls.case(result.caseId), done });

const aroundCase = ({ id, version, reference, panel }: CaseTrace): FieldsAround => ({
  marking: MARKING,
  caption: `Case ${reference}, ${panel}`,
  cancel: urls.case(id),
  version,
  breadcrumbs: [CRUMB, { text: `Case ${reference}`, href: urls.case(id) }],
});

export function registerCaseForms(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());
  const load = (request: FastifyRequest): Promise<CaseTrace> => context.acts().read(readCase, { id: partOf(request) }, request.who);
  const ofCase = (access: PolicyKey) => recordForms(app, context, { access, load, around: aroundCase });
  const ofHost = ofCase('case.decide');

  recordForms(app, context, {
    access: 'case.refer',
    load: (request) => context.acts().read(caseChoices, {}, request.who),
    around: () => ({ marking: MARKING, cancel: urls.cases(), breadcrumbs: [CRUMB] }),
  })<Done>({
    pattern: patterns.caseNew,
    asked({ panels, agreements }, request) {
      if (panels.length === 0)
        throw new HeadwaterError('conflict', 'no-panel', 'There is no panel that your organisation can bring a case to', {
          advice: 'A live sharing agreement must let it tell the panel’s host about a person. Ask information governance for one.',
        });
      return {
        title: 'Bring a case to a panel',
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
        values: { ...dateValues('referredOn', today()), panelId: askedOf(request, 'panel') },
      };
    },
    action: referCase,
    input: (body) => ({
      panelId: text(body, 'panelId'),
      reference: text(body, 'reference'),
      agreementId: text(body, 'agreementId'),
      grounds: texts(body, 'grounds'),
      asked: text(body, 'asked'),
    }),
    dates: { referredOn: 'The day that it was brought' },
    next: said('The case is brought to the panel. Its host has a task to decide on it.'),
  });

  ofHost<Done>({
    pattern: patterns.caseDecide,
    asked({ meetings }) {
      if (meetings.length === 0)
        throw new HeadwaterError('conflict', 'no-meeting', 'The panel has held no meeting since the case was brought', {
          advice: 'Record the meeting first, then what was decided at it.',
        });
      return {
        title: 'Record what was decided',
        fields: [
          {
            kind: 'select',
            name: 'meetingId',
            label: 'At which meeting?',
            options: choose(meetings.map((each) => ({ value: each.id, text: day(each.onDay) }))),
          },
          { kind: 'radios', name: 'kind', label: 'What was decided?', options: decisionIds.map((value) => ({ value, text: DECISIONS[value] })) },
          { kind: 'lines', name: 'text', label: 'In a few words', hint: NO_NAMES, rows: 4 },
        ],
        button: 'Record the decision',
      };
    },
    action: decideCase,
    input: (body, { id }) => ({ caseId: id, meetingId: text(body, 'meetingId'), kind: text(body, 'kind'), text: text(body, 'text') }),
    next: said('The decision is recorded.'),
  });

  ofHost<Done>({
    pattern: patterns.caseGive,
    asked: ({ decisions, parties, agreement }) => ({
      title: 'Give somebody something to do',
      fields: [
        {
          kind: 'select',
          name: 'decisionId',
          label: 'Which decision does it follow from?',
          options: choose(decisions.map((each) => ({ value: each.id, text: `${day(each.onDay)}: ${DECISIONS[each.kind]}` }))),
        },
        {
          kind: 'select',
          name: 'organisationId',
          label: 'Who does it?',
          hint: `Parties of ${agreement.reference}: nobody else may know of the case`,
          options: choose(parties.map((each) => ({ value: each.id, text: each.name }))),
        },
        { kind: 'lines', name: 'text', label: 'What is to be done?', hint: NO_NAMES, rows: 3 },
        { kind: 'date', name: 'dueOn', label: 'By when?' },
      ],
      button: 'Save',
    }),
    action: giveCaseAction,
    input: (body, { id }) => ({
      caseId: id,
      decisionId: text(body, 'decisionId'),
      organisationId: text(body, 'organisationId'),
      text: text(body, 'text'),
    }),
    dates: { dueOn: 'The day that it is due' },
    next: said('It is saved, and they have a task.'),
  });

  recordForms(app, context, {
    access: 'case.read',
    async load(request) {
      const trace = await load(request);
      const action = trace.decisions.flatMap((each) => each.actions).find((each) => each.id === partOf(request, 'action'));
      if (action !== undefined) return { trace, action };
      throw new HeadwaterError('not-found', 'no-such-record', 'There is nothing like that to be done in this case', { advice: 'Go back to the case.' });
    },
    around: ({ trace, action }) => ({ ...aroundCase(trace), version: action.version }),
  })<Done>({
    pattern: patterns.caseActionDone,
    asked: ({ action }) => ({
      title: 'Say what came of it',
      intro: [action.text],
      fields: [
        { kind: 'date', name: 'doneOn', label: 'When was it done?' },
        { kind: 'lines', name: 'result', label: 'What came of it?', hint: `Also that it was not done, and why. ${NO_NAMES}`, rows: 3 },
      ],
      button: 'Save',
      values: dateValues('doneOn', today()),
    }),
    action: completeCaseAction,
    input: (body, { version }, request) => ({ id: partOf(request, 'action'), version, result: text(body, 'result') }),
    dates: { doneOn: 'The day that it was done' },
    next: said('What came of it is saved.'),
  });

  ofHost<Done>({
    pattern: patterns.caseClose,
    asked: () => ({
      title: 'Close the case',
      fields: [
        { kind: 'radios', name: 'outcome', label: 'How did it end?', options: outcomeIds.map((value) => ({ value, text: OUTCOMES[value] })) },
        { kind: 'lines', name: 'outcomeNote', label: 'Anything to add? (optional)', hint: NO_NAMES, rows: 3 },
      ],
      button: 'Close the case',
    }),
    action: closeCase,
    input: (body, shown) => ({ ...shown, outcome: text(body, 'outcome'), outcomeNote: text(body, 'outcomeNote') }),
    next: said('The case is closed.'),
  });
}
