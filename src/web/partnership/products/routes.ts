/** The register of products: due, approved, sent, and who has not confirmed. */
import type { FastifyInstance } from 'fastify';
import { listProducts, type Product, readProduct } from '../../../access/products/index.ts';
import type { WebContext } from '../../context.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { partOf } from '../id.ts';
import { CRUMB, registerProductForms } from './forms.ts';

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

export function registerProducts(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.products, guard('partnership.read'), async (request, reply) => {
    const products = await context.acts().read(listProducts, {}, request.who);
    return context.page(request, reply, 'partnership/products/list.njk', { title: 'Products', products: products.map(view) });
  });
  app.get(patterns.product, guard('partnership.read'), async (request, reply) => {
    const product = await context.acts().read(readProduct, { id: partOf(request) }, request.who);
    const mine = product.receipts.find((each) => each.organisationId === request.who.organisationId);
    return context.page(request, reply, 'partnership/products/one.njk', {
      title: product.title,
      breadcrumbs: [CRUMB],
      product: view(product),
      toConfirm: mine !== undefined && mine.confirmedOn === null,
    });
  });

  registerProductForms(app, context);
}
