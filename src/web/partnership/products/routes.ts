/** The register of products: due, approved, sent, and who has not confirmed. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay } from '../../../access/index.ts';
import {
  addProduct,
  approveProduct,
  confirmProduct,
  editProduct,
  listProducts,
  type Product,
  productOptions,
  readProduct,
  sendProduct,
} from '../../../access/products/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { dateFields, dateOf, dateOrNull, dateValues } from '../dates.ts';
import { type Field, fieldsForm } from '../fields.ts';

const VIEW = 'partnership/form.njk';
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const CRUMB = { text: 'Products', href: urls.products };

const STATES: Readonly<Record<Product['state'], { readonly text: string; readonly tag: string }>> = {
  draft: { text: 'In the making', tag: 'govuk-tag--blue' },
  late: { text: 'Late', tag: 'govuk-tag--red' },
  approved: { text: 'Approved, not sent', tag: 'govuk-tag--yellow' },
  sent: { text: 'Not confirmed by all', tag: 'govuk-tag--yellow' },
  confirmed: { text: 'Confirmed by all', tag: 'govuk-tag--green' },
};

const view = (product: Product) => ({
  ...product,
  href: urls.product(product.id),
  tag: STATES[product.state],
  due: product.dueOn === null ? 'No date' : day(product.dueOn),
  waiting: product.receipts.filter((each) => each.confirmedOn === null).map((each) => each.organisation),
});

interface Done {
  readonly id: string;
}

export function registerProducts(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());
  const load = (request: FastifyRequest): Promise<Product> => context.acts().read(readProduct, { id: idOf(request) }, request.who);
  const around = (product: Product) => ({
    caption: product.title,
    cancel: urls.product(product.id),
    breadcrumbs: [CRUMB, { text: product.title, href: urls.product(product.id) }],
  });

  app.get(patterns.products, guard('partnership.read'), async (request, reply) => {
    const products = await context.acts().read(listProducts, {}, request.who);
    return context.page(request, reply, 'partnership/products/list.njk', { title: 'Products', products: products.map(view) });
  });
  app.get<{ Params: { id: string } }>(patterns.product, guard('partnership.read'), async (request, reply) => {
    const product = await load(request);
    const mine = product.receipts.find((each) => each.organisationId === request.who.organisationId);
    return context.page(request, reply, 'partnership/products/one.njk', {
      title: product.title,
      breadcrumbs: [CRUMB],
      product: view(product),
      toConfirm: mine !== undefined && mine.confirmedOn === null,
    });
  });

  const fields = async (request: FastifyRequest): Promise<Field[]> => {
    const organisations = await context.acts().read(productOptions, {}, request.who);
    return [
      { kind: 'text', name: 'title', label: 'Title', hint: 'Such as: strategic needs assessment 2026' },
      {
        kind: 'select',
        name: 'ownerId',
        label: 'Who owes it?',
        options: [{ value: '', text: 'Choose' }, ...organisations.map((each) => ({ value: each.id, text: each.name }))],
      },
      { kind: 'date', name: 'dueOn', label: 'When is it due?', hint: 'Leave it empty where there is no date' },
      { kind: 'lines', name: 'note', label: 'Note', hint: 'Where it is kept, and what it answers', rows: 4 },
    ];
  };
  const input = (body: FormBody): object => ({
    title: text(body, 'title'),
    ownerId: text(body, 'ownerId'),
    dueOn: dateOrNull(body, 'dueOn', 'The day that it is due'),
    note: text(body, 'note'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.productNew,
    access: 'product.edit',
    view: VIEW,
    load: async (request) =>
      fieldsForm({ title: 'Add a product', fields: await fields(request), button: 'Save', cancel: urls.products, breadcrumbs: [CRUMB], values: {} }),
    action: addProduct,
    input,
    fields: dateFields('dueOn'),
    next: ({ id }) => ({ href: urls.product(id), done: 'The product is saved.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.productEdit,
    access: 'product.edit',
    view: VIEW,
    load: async (request) => {
      const product = await load(request);
      return fieldsForm({
        title: 'Change the product',
        fields: await fields(request),
        button: 'Save',
        labels: { title: 'Title', dueOn: 'Due', note: 'Note' },
        values: { title: product.title, ownerId: product.ownerId, note: product.note, ...dateValues('dueOn', product.dueOn) },
        version: product.version,
        ...around(product),
      });
    },
    action: editProduct,
    input: (body, request, version) => ({ ...input(body), id: idOf(request), version }),
    fields: dateFields('dueOn'),
    next: ({ id }) => ({ href: urls.product(id), done: 'The product is saved.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.productApprove,
    access: 'product.edit',
    view: VIEW,
    load: async (request) => {
      const product = await load(request);
      return fieldsForm({
        title: 'Record the approval',
        fields: [{ kind: 'date', name: 'approvedOn', label: 'When did the board approve it?' }],
        button: 'Record the approval',
        values: dateValues('approvedOn', product.approvedOn ?? today()),
        version: product.version,
        ...around(product),
      });
    },
    action: approveProduct,
    input: (body, request, version) => ({ id: idOf(request), version, approvedOn: dateOf(body, 'approvedOn', 'The day that it was approved') }),
    fields: dateFields('approvedOn'),
    next: ({ id }) => ({ href: urls.product(id), done: 'The approval is recorded.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.productSend,
    access: 'product.edit',
    view: VIEW,
    load: async (request) => {
      const product = await load(request);
      const organisations = await context.acts().read(productOptions, {}, request.who);
      const sent = new Set(product.receipts.map((each) => each.organisationId));
      return fieldsForm({
        title: 'Record who it was sent to',
        intro: ['Each organisation gets a task: to confirm that it has it, and to pass it on to its own people.'],
        fields: [
          {
            kind: 'checkboxes',
            name: 'organisationIds',
            label: 'Sent to',
            options: organisations.filter((each) => !sent.has(each.id)).map((each) => ({ value: each.id, text: each.name })),
          },
          { kind: 'date', name: 'sentOn', label: 'When?' },
        ],
        button: 'Save',
        values: dateValues('sentOn', today()),
        ...around(product),
      });
    },
    action: sendProduct,
    input: (body, request) => ({
      id: idOf(request),
      organisationIds: texts(body, 'organisationIds'),
      sentOn: dateOf(body, 'sentOn', 'The day that it was sent'),
    }),
    fields: dateFields('sentOn'),
    next: ({ id }) => ({ href: urls.product(id), done: 'It is recorded who it was sent to.' }),
  });
  formPage<Done>(app, context, {
    pattern: patterns.productConfirm,
    access: 'product.confirm',
    view: VIEW,
    load: async (request) =>
      fieldsForm({
        title: 'Confirm that your organisation has it',
        intro: [
          `You confirm for ${request.who.organisationName ?? 'your organisation'} that it has the product, and that it is passed on to those there who need it.`,
        ],
        fields: [],
        button: 'Confirm',
        values: {},
        ...around(await load(request)),
      }),
    action: confirmProduct,
    input: (_body, request) => ({ id: idOf(request) }),
    next: ({ id }) => ({ href: urls.product(id), done: 'Confirmed.' }),
  });
}
