/** The forms of a plan: milestones, evidence, figures that changed. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fileContent } from '../../../account/documents/index.ts';
import { formChoices } from '../../../account/inspections/index.ts';
import { measureLabel, noSuchItem, type OneItem, readItem } from '../../../account/items/index.ts';
import {
  addDocumentEvidence,
  addFigureEvidence,
  addMilestone,
  confirmEvidence,
  editMilestone,
  type EvidenceView,
  figureOfAddress,
  type MilestoneView,
  reachMilestone,
  readPlan,
  recheckFigures,
  withdrawEvidence,
  withdrawMilestone,
} from '../../../account/plan/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import { badField } from '../../../register/index.ts';
import type { WebContext } from '../../context.ts';
import { queryOf } from '../../figure/question.ts';
import { dateParts, type FormBody, text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { dateValues, fieldNames, itemCrumbs, param } from '../shared.ts';
import { differences } from './differences.ts';

interface Done {
  readonly id: string;
  readonly itemId: string;
}

export function registerPlan(app: FastifyInstance, context: WebContext): void {
  const itemOf = (request: FastifyRequest) => context.acts().read(readItem, { id: param(request, 'id') }, request.who);
  const planOf = async (request: FastifyRequest) => {
    const item = await itemOf(request);
    return { item, plan: await context.acts().read(readPlan, { itemId: item.id }, request.who) };
  };
  const milestoneOf = async (request: FastifyRequest): Promise<{ item: OneItem; milestone: MilestoneView }> => {
    const { item, plan } = await planOf(request);
    const milestone = plan.milestones.find((each) => each.id === param(request, 'milestone') && each.withdrawnOn === null);
    if (milestone === undefined) throw noSuchItem();
    return { item, milestone };
  };
  const evidenceOf = async (request: FastifyRequest): Promise<{ item: OneItem; piece: EvidenceView }> => {
    const { item, plan } = await planOf(request);
    const piece = plan.evidence.find((each) => each.id === param(request, 'evidence') && each.withdrawnOn === null);
    if (piece === undefined) throw noSuchItem();
    return { item, piece };
  };
  const next = (done: string) => (result: Done) => ({ href: urls.recommendation(result.itemId), done });
  const common = (item: OneItem) => ({ item, breadcrumbs: itemCrumbs(item, true), back: urls.recommendation(item.id) });

  const milestoneChoices = async (request: FastifyRequest, item: OneItem) => {
    const { organisations } = await context.acts().read(formChoices, {}, request.who);
    return {
      organisations: [
        { value: '', text: item.organisation ?? 'The policing body' },
        ...organisations.filter((each) => each.id !== item.organisationId).map((each) => ({ value: each.id, text: each.name })),
      ],
      measures: [{ value: '', text: 'None' }, ...item.measures.map((code) => ({ value: code, text: measureLabel(code) }))],
    };
  };

  formPage<Done>(app, context, {
    pattern: patterns.milestoneNew,
    access: 'plan.edit',
    view: 'account/plan/milestone.njk',
    async load(request) {
      const item = await itemOf(request);
      return {
        title: 'Add a milestone',
        ...common(item),
        values: { title: '', ...dateValues('dueOn', null), organisationId: '', measure: '', target: '' },
        choices: await milestoneChoices(request, item),
        button: 'Add the milestone',
        labels: {},
      };
    },
    action: addMilestone,
    input: (body, request) => ({ itemId: param(request, 'id'), fields: milestoneInput(body) }),
    fields: MILESTONE_FIELDS,
    next: next('The milestone is added. It turns green when evidence shows that it is reached.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.milestoneEdit,
    access: 'plan.edit',
    view: 'account/plan/milestone.njk',
    async load(request) {
      const { item, milestone } = await milestoneOf(request);
      return {
        title: 'Change a milestone',
        ...common(item),
        version: milestone.version,
        values: {
          title: milestone.title,
          ...dateValues('dueOn', milestone.dueOn),
          organisationId: milestone.organisationId === item.organisationId ? '' : milestone.organisationId,
          measure: milestone.measure ?? '',
          target: milestone.target === null ? '' : String(milestone.target),
        },
        choices: await milestoneChoices(request, item),
        button: 'Save',
        labels: { title: 'Milestone', dueOn: 'Due', target: 'Target' },
      };
    },
    action: editMilestone,
    input: (body, request, version) => ({ id: param(request, 'milestone'), version, fields: milestoneInput(body) }),
    fields: MILESTONE_FIELDS,
    next: next('The milestone is changed.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.milestoneReached,
    access: 'plan.edit',
    view: 'account/plan/reached.njk',
    async load(request) {
      const { item, milestone } = await milestoneOf(request);
      return {
        title: 'Is the milestone reached?',
        ...common(item),
        milestone,
        version: milestone.version,
        values: { reached: milestone.reachedOn === null ? '' : 'yes', ...dateValues('reachedOn', milestone.reachedOn) },
      };
    },
    action: reachMilestone,
    input: (body, request, version) => ({ id: param(request, 'milestone'), version, reached: text(body, 'reached'), reachedOn: dateParts(body, 'reachedOn') }),
    fields: fieldNames(['reached'], ['reachedOn']),
    next: next('It is recorded. Only evidence makes it count.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.milestoneWithdraw,
    access: 'plan.edit',
    view: 'account/items/reason.njk',
    async load(request) {
      const { item, milestone } = await milestoneOf(request);
      return {
        title: 'Withdraw a milestone',
        ...common(item),
        version: milestone.version,
        values: { reason: '' },
        lines: [milestone.title, 'Its evidence counts no more. What was withdrawn stays on record.'],
        field: 'reason',
        question: 'Why is it withdrawn?',
        button: 'Withdraw it',
        warning: true,
      };
    },
    action: withdrawMilestone,
    input: (body, request, version) => ({ id: param(request, 'milestone'), version, reason: text(body, 'reason') }),
    next: next('The milestone is withdrawn.'),
  });

  const evidenceForm = async (request: FastifyRequest) => {
    const { item, plan } = await planOf(request);
    const open = plan.milestones.filter((each) => each.withdrawnOn === null);
    const asked = queryOf(request.url).get('milestone') ?? '';
    return {
      ...common(item),
      values: {
        milestoneId: open.some((each) => each.id === asked) ? asked : '',
        title: '',
        value: '',
        ...dateValues('reachedOn', null),
        address: queryOf(request.url).get('address') ?? '',
      },
      milestones: [{ value: '', text: 'The whole, and no milestone' }, ...open.map((each) => ({ value: each.id, text: each.title }))],
      measured: open.some((each) => each.measure !== null),
    };
  };
  const target = (body: FormBody, request: FastifyRequest) => ({
    itemId: param(request, 'id'),
    milestoneId: text(body, 'milestoneId'),
    title: text(body, 'title'),
    reachedOn: dateParts(body, 'reachedOn'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.evidenceDocument,
    access: 'evidence.add',
    view: 'account/plan/document.njk',
    load: async (request) => ({ title: 'Add a document as evidence', ...(await evidenceForm(request)) }),
    action: addDocumentEvidence,
    upload: { field: 'file' },
    input: (body, request, _version, file) => ({
      ...target(body, request),
      value: text(body, 'value'),
      file: file === null ? undefined : fileContent(file.name, file.bytes),
    }),
    fields: EVIDENCE_FIELDS,
    next: next('The evidence is added.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.evidenceFigure,
    access: 'evidence.add',
    view: 'account/plan/figure.njk',
    load: async (request) => ({ title: 'Cite a figure as evidence', ...(await evidenceForm(request)) }),
    action: addFigureEvidence,
    async input(body, request) {
      const address = text(body, 'address');
      // Asked before it is cited, so that whoever cites it hears at once why it cannot be.
      if (address !== '') await figureOfAddress(context.warehouse, address).catch(asFieldError);
      return { ...target(body, request), address };
    },
    fields: EVIDENCE_FIELDS,
    async next(result) {
      await recheckFigures(context.acts(), context.warehouse, result.id);
      return { href: urls.recommendation(result.itemId), done: 'The figure is cited. It is asked again of each new snapshot.' };
    },
  });

  formPage<Done>(app, context, {
    pattern: patterns.evidenceConfirm,
    access: 'evidence.add',
    view: 'account/plan/confirm.njk',
    async load(request) {
      const { item, piece } = await evidenceOf(request);
      return {
        title: 'Does the figure still show it?',
        ...common(item),
        version: piece.version,
        values: { note: '' },
        piece,
        figureHref: piece.figure?.address.replace(/^https?:\/\/[^/]+/, '') ?? '',
        rows: piece.figure?.cited && piece.figure.now ? differences(piece.figure.cited, piece.figure.now) : [],
      };
    },
    action: confirmEvidence,
    input: (body, request, version) => ({ id: param(request, 'evidence'), version, note: text(body, 'note') }),
    next: next('The figure is confirmed as it is now.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.evidenceWithdraw,
    access: 'evidence.add',
    view: 'account/items/reason.njk',
    async load(request) {
      const { item, piece } = await evidenceOf(request);
      return {
        title: 'Withdraw evidence',
        ...common(item),
        version: piece.version,
        values: { reason: '' },
        lines: [piece.title, 'It counts no more, and stays on record.'],
        field: 'reason',
        question: 'Why is it withdrawn?',
        button: 'Withdraw it',
        warning: true,
      };
    },
    action: withdrawEvidence,
    input: (body, request, version) => ({ id: param(request, 'evidence'), version, reason: text(body, 'reason') }),
    next: next('The evidence is withdrawn.'),
  });
}

const MILESTONE_FIELDS = fieldNames(['title', 'organisationId', 'measure', 'target'], ['dueOn']);
const EVIDENCE_FIELDS = fieldNames(['milestoneId', 'title', 'value', 'address', 'file'], ['reachedOn']);

const milestoneInput = (body: FormBody) => ({
  title: text(body, 'title'),
  dueOn: dateParts(body, 'dueOn'),
  organisationId: text(body, 'organisationId'),
  measure: text(body, 'measure'),
  target: text(body, 'target'),
});

function asFieldError(error: unknown): never {
  if (error instanceof HeadwaterError && error.kind !== 'fault' && error.kind !== 'busy')
    throw badField('address', [error.message.replace(/\.?$/, '.'), error.advice ?? ''].join(' ').trim());
  throw error;
}
