/** Forms of products: added, changed, approved, sent, and confirmed by whoever it was sent to. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay, type PolicyKey } from '../../../access/index.ts';
import {
  addProduct,
  approveProduct,
  confirmProduct,
  editProduct,
  type Product,
  productOptions,
  readProduct,
  sendProduct,
} from '../../../access/products/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import { dateValues } from '../dates.ts';
import type { Field } from '../fields.ts';
import { partOf } from '../id.ts';
import { type Done, type RecordForms, recordForms } from '../record-form.ts';

export const CRUMB = { text: 'Products', href: urls.products };

const DUE = { dueOn: 'The day that it is due' };

const said =
  (done: string) =>
  ({ id }: Done) => ({ href: urls.product(id), done });

const inputOf = (body: FormBody): object => ({ title: text(body, 'title'), ownerId: text(body, 'ownerId'), note: text(body, 'note') });

export function registerProductForms(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());
  const options = async (request: FastifyRequest) =>
    (await context.acts().read(productOptions, {}, request.who)).map(({ id, name }) => ({ value: id, text: name }));
  const fields = async (request: FastifyRequest): Promise<Field[]> => [
    { kind: 'text', name: 'title', label: 'Title', hint: 'Such as: strategic needs assessment 2026' },
    { kind: 'select', name: 'ownerId', label: 'Who owes it?', options: [{ value: '', text: 'Choose' }, ...(await options(request))] },
    { kind: 'date', name: 'dueOn', label: 'When is it due?', hint: 'Leave it empty where there is no date' },
    { kind: 'lines', name: 'note', label: 'Note', hint: 'Where it is kept, and what it answers', rows: 4 },
  ];
  const ofProduct = (access: PolicyKey): RecordForms<Product> =>
    recordForms(app, context, {
      access,
      load: (request) => context.acts().read(readProduct, { id: partOf(request) }, request.who),
      around: ({ id, title, version }) => ({
        caption: title,
        cancel: urls.product(id),
        version,
        breadcrumbs: [CRUMB, { text: title, href: urls.product(id) }],
      }),
    });
  const beginning = recordForms(app, context, {
    access: 'product.edit',
    load: async () => null,
    around: () => ({ cancel: urls.products, breadcrumbs: [CRUMB] }),
  });
  const form = ofProduct('product.edit');

  beginning<Done>({
    pattern: patterns.productNew,
    asked: async (_none, request) => ({ title: 'Add a product', fields: await fields(request), button: 'Save' }),
    action: addProduct,
    input: inputOf,
    datesOrNone: DUE,
    next: said('The product is saved.'),
  });
  form<Done>({
    pattern: patterns.productEdit,
    asked: async ({ title, ownerId, note, dueOn }, request) => ({
      title: 'Change the product',
      fields: await fields(request),
      button: 'Save',
      labels: { title: 'Title', dueOn: 'Due', note: 'Note' },
      values: { title, ownerId, note, ...dateValues('dueOn', dueOn) },
    }),
    action: editProduct,
    input: (body, shown) => ({ ...inputOf(body), ...shown }),
    datesOrNone: DUE,
    next: said('The product is saved.'),
  });
  form<Done>({
    pattern: patterns.productApprove,
    asked: ({ approvedOn }) => ({
      title: 'Record the approval',
      fields: [{ kind: 'date', name: 'approvedOn', label: 'When did the board approve it?' }],
      button: 'Record the approval',
      values: dateValues('approvedOn', approvedOn ?? today()),
    }),
    action: approveProduct,
    dates: { approvedOn: 'The day that it was approved' },
    next: said('The approval is recorded.'),
  });
  form<Done>({
    pattern: patterns.productSend,
    asked: async ({ receipts }, request) => {
      const sent = new Set(receipts.map((each) => each.organisationId));
      return {
        title: 'Record who it was sent to',
        intro: ['Each organisation gets a task: to confirm that it has it, and to pass it on to its own people.'],
        fields: [
          { kind: 'checkboxes', name: 'organisationIds', label: 'Sent to', options: (await options(request)).filter(({ value }) => !sent.has(value)) },
          { kind: 'date', name: 'sentOn', label: 'When?' },
        ],
        button: 'Save',
        values: dateValues('sentOn', today()),
      };
    },
    action: sendProduct,
    input: (body, { id }) => ({ id, organisationIds: texts(body, 'organisationIds') }),
    dates: { sentOn: 'The day that it was sent' },
    next: said('It is recorded who it was sent to.'),
  });
  ofProduct('product.confirm')<Done>({
    pattern: patterns.productConfirm,
    asked: (_product, request) => ({
      title: 'Confirm that your organisation has it',
      intro: [
        `You confirm for ${request.who.organisationName ?? 'your organisation'} that it has the product, and that it is passed on to those there who need it.`,
      ],
      fields: [],
      button: 'Confirm',
    }),
    action: confirmProduct,
    input: (_body, { id }) => ({ id }),
    next: said('Confirmed.'),
  });
}
