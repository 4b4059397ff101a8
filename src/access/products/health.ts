/** What products add to the partnership's health: late ones, and who has not confirmed. */
import { plusDays } from '../days.ts';
import { type Finding, type HealthSource, SOON_DAYS } from '../health.ts';
import { loadProducts, type Product } from './products.ts';

export const productHealth: HealthSource = {
  subject: 'products',
  title: 'Products',
  clear: 'No product is late, and every one that was sent has been confirmed.',
  findings: async (tx, today) => productFindings(await loadProducts(tx, today), today),
};

const listed = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names);

/** Pure. */
export function productFindings(products: readonly Product[], today: string): Finding[] {
  return products.flatMap((product): Finding[] => {
    const link = { page: 'product' as const, id: product.id };
    const waiting = product.receipts.filter((each) => each.confirmedOn === null).map((each) => each.organisation);
    if (product.state === 'late')
      return [{ severity: 'gap', text: `${product.title} is late`, advice: `${product.owner} owes it`, organisationId: product.ownerId, link }];
    if (product.state === 'draft' && product.dueOn !== null && product.dueOn <= plusDays(today, SOON_DAYS))
      return [{ severity: 'soon', text: `${product.title} is due soon`, advice: `${product.owner} owes it`, organisationId: product.ownerId, link }];
    if (waiting.length > 0) return [{ severity: 'note', text: `${product.title} has not been confirmed by ${listed(waiting)}`, link }];
    return [];
  });
}
