/** The validation of deliveries: queries to suppliers, and what suppliers see of what they supplied (requirement R161). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can, civilDay, plusDays } from '../../../access/index.ts';
import {
  answerQuery,
  askedQuery,
  closeQuery,
  type DeliveryQuery,
  listQueries,
  queryOptions,
  raiseQuery,
  readQuery,
  signOffDelivery,
  suppliedDeliveries,
  suppliedDelivery,
  withdrawSignOff,
} from '../../../access/validation/index.ts';
import { type CheckFinding, checkDelivery } from '../../../warehouse/index.ts';
import { datasetTitle } from '../../catalogue/datasets.ts';
import type { WebContext } from '../../context.ts';
import { queryOf } from '../../figure/question.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { dateFields, dateOf, dateValues } from '../../partnership/dates.ts';
import { fieldsForm } from '../../partnership/fields.ts';
import { asked, partOf } from '../../partnership/id.ts';
import { patterns, urls } from '../../urls.ts';
import { deliveryOf } from '../lookup.ts';
import { deliveryView } from '../view.ts';
import { tellRegister } from './know.ts';
import { suppliedList } from './supplied.ts';
import { checksView, queryView, signOffView } from './view.ts';

const VIEW = 'partnership/form.njk';
/** A fortnight to answer, unless another day is chosen. */
const DAYS = 14;

interface Done {
  readonly deliveryId: string;
}

export function registerValidation(app: FastifyInstance, context: WebContext): void {
  const findingsOf = async (id: string): Promise<CheckFinding[]> => (await checkDelivery(context.warehouse, id)).checks.flatMap((check) => check.findings);

  app.get(patterns.deliveryQueries, guard('delivery.read'), async (request, reply) => {
    const all = await context.acts().read(listQueries, {}, request.who);
    const open = all.filter((each) => each.closedOn === null);
    return context.page(request, reply, 'deliveries/validation/queries.njk', {
      title: 'Queries to suppliers',
      rows: open.map((each) => queryView(each, false, false)),
      settled: all.length - open.length,
    });
  });

  formPage<Done>(app, context, {
    pattern: patterns.deliveryQueryNew,
    access: 'delivery.query',
    view: VIEW,
    async load(request) {
      const delivery = deliveryOf(context.warehouse.manifest(), request);
      await tellRegister(context);
      const options = await context.acts().read(queryOptions, { id: delivery.id }, request.who);
      const suppliers = options.filter((each) => each.supplies);
      const findings = await findingsOf(delivery.id);
      return fieldsForm({
        title: 'Ask the supplier about this delivery',
        caption: delivery.fileName,
        intro: ['Whoever is asked gets a task with your question. They see this delivery and its checks, and no other organisation’s.'],
        fields: [
          {
            kind: 'select',
            name: 'organisationId',
            label: 'Who do you ask?',
            hint: suppliers.length > 0 ? 'Those who supply it come first' : 'No organisation here is on record as its supplier: choose who can answer for it',
            options: [
              ...(suppliers.length > 0 ? [] : [{ value: '', text: 'Choose' }]),
              ...options.map((each) => ({ value: each.id, text: each.supplies ? `${each.name} (supplies it)` : each.name })),
            ],
          },
          {
            kind: 'select',
            name: 'finding',
            label: 'Which finding is it about?',
            options: [{ value: '', text: 'None: something else' }, ...findings.map((each) => ({ value: each.code, text: each.words }))],
          },
          { kind: 'lines', name: 'question', label: 'What do you want to know?', hint: 'Do not name anybody whose record is in the data' },
          { kind: 'date', name: 'dueOn', label: 'By when do you need an answer?' },
        ],
        button: 'Ask',
        cancel: urls.delivery(delivery.id),
        values: {
          organisationId: suppliers[0]?.id ?? '',
          finding: asked(request, 'finding'),
          ...dateValues('dueOn', plusDays(civilDay(context.acts().register.now()), DAYS)),
        },
        breadcrumbs: crumbs(delivery.id, delivery.fileName),
      });
    },
    action: raiseQuery,
    async input(body, request) {
      const delivery = deliveryOf(context.warehouse.manifest(), request);
      await tellRegister(context);
      const finding = (await findingsOf(delivery.id)).find((each) => each.code === text(body, 'finding'));
      return {
        deliveryId: delivery.id,
        organisationId: text(body, 'organisationId'),
        findingCode: finding?.code ?? null,
        findingWords: finding === undefined ? null : wordsOf(finding),
        question: text(body, 'question'),
        dueOn: dateOf(body, 'dueOn', 'The day by which you need an answer'),
      };
    },
    fields: dateFields('dueOn'),
    next: ({ deliveryId }) => ({ href: urls.delivery(deliveryId), done: 'The query is raised: whoever you ask has it as a task.' }),
  });

  formPage<Done>(app, context, {
    pattern: patterns.deliveryQueryAnswer,
    access: 'delivery.answer',
    view: VIEW,
    async load(request) {
      const query = await context.acts().read(askedQuery, { id: partOf(request) }, request.who);
      return fieldsForm({
        title: 'Answer the query',
        caption: query.fileName,
        intro: introOf(query),
        fields: [
          {
            kind: 'radios',
            name: 'answerKind',
            label: 'What is your answer?',
            options: [
              { value: 'explanation', text: 'The data are right, and this is why' },
              { value: 'corrected-file', text: 'The data are not right: a corrected file is coming' },
            ],
          },
          { kind: 'lines', name: 'answer', label: 'Explain', hint: 'Of a corrected file: what it corrects, and when it comes' },
        ],
        button: 'Send the answer',
        cancel: urls.suppliedOne(query.deliveryId),
        labels: { answer: 'Answer' },
        values: { answerKind: query.answerKind ?? '', answer: query.answer ?? '' },
        version: query.version,
        breadcrumbs: [
          { text: 'What we supplied', href: urls.supplied },
          { text: query.fileName, href: urls.suppliedOne(query.deliveryId) },
        ],
      });
    },
    action: answerQuery,
    input: (body, request, version) => ({ id: partOf(request), version, answerKind: text(body, 'answerKind'), answer: text(body, 'answer') }),
    next: ({ deliveryId }) => ({ href: urls.suppliedOne(deliveryId), done: 'Your answer is sent to whoever asked.' }),
  });

  formPage<Done>(app, context, {
    pattern: patterns.deliveryQueryClose,
    access: 'delivery.query',
    view: VIEW,
    async load(request) {
      const query = await context.acts().read(readQuery, { id: partOf(request) }, request.who);
      return fieldsForm({
        title: 'Close the query',
        caption: query.fileName,
        intro: [...introOf(query), query.answer === null ? 'It has not been answered yet.' : `Their answer: ${query.answer}`],
        fields: [{ kind: 'lines', name: 'closingNote', label: 'How was it settled?', hint: 'Whoever uses these data later reads this', rows: 4 }],
        button: 'Close the query',
        cancel: urls.delivery(query.deliveryId),
        labels: { answer: 'Answer', closingNote: 'How it was settled' },
        values: { closingNote: '' },
        version: query.version,
        breadcrumbs: crumbs(query.deliveryId, query.fileName),
      });
    },
    action: closeQuery,
    input: (body, request, version) => ({ id: partOf(request), version, closingNote: text(body, 'closingNote') }),
    next: ({ deliveryId }) => ({ href: urls.delivery(deliveryId), done: 'The query is closed.' }),
  });

  app.get(patterns.supplied, guard('delivery.answer'), async (request, reply) => {
    await tellRegister(context);
    const rows = await context.acts().read(suppliedDeliveries, {}, request.who);
    return context.page(request, reply, 'deliveries/validation/supplied.njk', {
      title: 'What we supplied',
      organisation: request.who.organisationName ?? 'your organisation',
      list: suppliedList(rows, context.warehouse.manifest().deliveries, queryOf(request.url), datasetTitle),
    });
  });

  const supplied = async (request: FastifyRequest) => {
    await tellRegister(context);
    // First whether it is theirs to see; what it holds after that.
    const found = await context.acts().read(suppliedDelivery, { id: partOf(request) }, request.who);
    return { ...found, delivery: deliveryOf(context.warehouse.manifest(), request), live: found.signOffs.find((each) => each.withdrawnOn === null) ?? null };
  };

  app.get(patterns.suppliedOne, guard('delivery.answer'), async (request, reply) => {
    const { delivery, queries, signOffs, signs, live } = await supplied(request);
    return context.page(request, reply, 'deliveries/validation/supplied-one.njk', {
      title: delivery.fileName,
      breadcrumbs: [{ text: 'What we supplied', href: urls.supplied }],
      delivery: deliveryView(delivery, context.warehouse.manifest(), datasetTitle),
      checks: checksView(await checkDelivery(context.warehouse, delivery.id), null),
      queries: queries.map((each) => queryView(each, can(request.who, 'delivery.answer'), false)),
      signOffs: signOffs.map(signOffView),
      signs,
      signed: live !== null,
    });
  });

  formPage<Done>(app, context, {
    pattern: patterns.suppliedSign,
    access: 'delivery.sign-off',
    view: VIEW,
    async load(request) {
      const { delivery, queries } = await supplied(request);
      const open = queries.filter((each) => each.closedOn === null);
      return fieldsForm({
        title: 'Sign this delivery off',
        caption: delivery.fileName,
        intro: [
          `You say for ${request.who.organisationName ?? 'your organisation'} that you have looked at what was received and found, and that these are the data that you hold.`,
          ...(open.length > 0 ? [`Queries that are still open: ${open.length}. They stay open when you sign.`] : []),
        ],
        bullets: open.map((each) => each.question),
        fields: [{ kind: 'lines', name: 'note', label: 'Anything that users of these data must know', hint: 'You can leave this empty', rows: 4 }],
        button: 'Sign off',
        cancel: urls.suppliedOne(delivery.id),
        values: { note: '' },
        breadcrumbs: suppliedCrumbs(delivery.id, delivery.fileName),
      });
    },
    action: signOffDelivery,
    input: (body, request) => ({ id: partOf(request), note: text(body, 'note') }),
    next: ({ deliveryId }) => ({ href: urls.suppliedOne(deliveryId), done: 'The delivery is signed off.' }),
  });

  formPage<Done>(app, context, {
    pattern: patterns.suppliedTakeBack,
    access: 'delivery.sign-off',
    view: VIEW,
    async load(request) {
      const { delivery, live } = await supplied(request);
      return fieldsForm({
        title: 'Take the sign-off back',
        caption: delivery.fileName,
        fields: [{ kind: 'lines', name: 'reason', label: 'Why?', rows: 4 }],
        button: 'Take it back',
        buttonKind: 'warning',
        cancel: urls.suppliedOne(delivery.id),
        values: { reason: '' },
        ...(live === null ? {} : { version: live.version }),
        breadcrumbs: suppliedCrumbs(delivery.id, delivery.fileName),
      });
    },
    action: withdrawSignOff,
    async input(body, request, version) {
      const { live, signOffs } = await supplied(request);
      return { id: (live ?? signOffs[0])?.id ?? '', version, reason: text(body, 'reason') };
    },
    next: ({ deliveryId }) => ({ href: urls.suppliedOne(deliveryId), done: 'The sign-off is taken back.' }),
  });
}

const crumbs = (id: string, fileName: string) => [
  { text: 'Deliveries', href: urls.deliveries() },
  { text: fileName, href: urls.delivery(id) },
];
const suppliedCrumbs = (id: string, fileName: string) => [
  { text: 'What we supplied', href: urls.supplied },
  { text: fileName, href: urls.suppliedOne(id) },
];

const introOf = (query: DeliveryQuery): string[] => [
  `${query.asking} asks: ${query.question}`,
  ...(query.findingWords === null ? [] : [`About the finding: ${query.findingWords}`]),
];

/** The finding as it was when it was asked about: its words, and the numbers that led to it. */
const wordsOf = ({ words, cells }: CheckFinding): string => [words, ...cells.map((cell) => `${cell.what}: ${cell.told}.`)].join(' ').slice(0, 2000);
