/** Products of the partnership: who owes which by when, who approved it, who was sent it and who has confirmed (requirement R011). */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction, defineRead } from '../define.ts';
import { finishTask, openTask } from '../tasks.ts';

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const record = { id: z.uuid(), version: z.number().int() };
const fields = {
  title: words(200).min(1, 'Enter the title'),
  ownerId: z.uuid('Choose who owes it'),
  dueOn: z.iso.date('The day that it is due must be a real date').nullable(),
  note: words(4000),
};

interface Done {
  readonly id: string;
  readonly version: number;
  readonly changed: string[];
}
const about = (_input: unknown, { id, version, changed }: Done) => ({ subject: { type: 'product', id, version }, details: { changed } });

const confirmKey = (productId: string, organisationId: string): string => `product-confirm:${productId}:${organisationId}`;

async function productOf(tx: Tx, id: string) {
  const found = await tx.selectFrom('product').select(['id', 'version', 'title', 'approvedOn']).where('id', '=', id).executeTakeFirst();
  if (found) return found;
  throw new HeadwaterError('not-found', 'no-such-record', 'There is no such product', { advice: 'Go back to the list.' });
}

export const addProduct = defineAction({
  name: 'product.add',
  title: 'Add a product',
  allowed: 'product.edit',
  input: z.object(fields),
  effect: async (tx, input, setting): Promise<Done> => ({ id: await insertKept(tx, 'product', input, setting), version: 1, changed: Object.keys(input) }),
  audit: about,
});

export const editProduct = defineAction({
  name: 'product.edit',
  title: 'Change a product',
  allowed: 'product.edit',
  input: z.object({ ...fields, ...record }),
  async effect(tx, { id, version, ...input }, setting): Promise<Done> {
    const { version: now, fields: changed } = await changeKept(tx, 'product', id, version, input, setting);
    return { id, version: now, changed };
  },
  audit: about,
});

export const approveProduct = defineAction({
  name: 'product.approve',
  title: 'Record that a product was approved',
  allowed: 'product.edit',
  input: z.object({ ...record, approvedOn: z.iso.date('The day that it was approved must be a real date') }),
  async effect(tx, { id, version, approvedOn }, setting): Promise<Done> {
    if (approvedOn > civilDay(setting.at)) throw badField('approvedOn', 'The day that it was approved must be today or in the past');
    const { version: now, fields: changed } = await changeKept(tx, 'product', id, version, { approvedOn }, setting);
    return { id, version: now, changed };
  },
  audit: about,
});

export const sendProduct = defineAction({
  name: 'product.send',
  title: 'Record that a product was sent',
  allowed: 'product.edit',
  input: z.object({
    id: z.uuid(),
    organisationIds: z.array(z.uuid()).min(1, 'Choose who it was sent to').max(200),
    sentOn: z.iso.date('The day that it was sent must be a real date'),
  }),
  async effect(tx, { id, organisationIds, sentOn }, setting): Promise<Done> {
    const product = await productOf(tx, id);
    if (product.approvedOn === null)
      throw new HeadwaterError('conflict', 'not-approved', 'The product is not approved yet', { advice: 'Record its approval first.' });
    if (sentOn > civilDay(setting.at)) throw badField('sentOn', 'The day that it was sent must be today or in the past');
    for (const organisationId of new Set(organisationIds)) {
      await tx
        .insertInto('productReceipt')
        .values({ productId: id, organisationId, sentOn, confirmedOn: null, confirmedBy: null })
        .onConflict((conflict) => conflict.columns(['productId', 'organisationId']).doNothing())
        .execute();
      await openTask(
        tx,
        {
          kind: 'product-confirm',
          key: confirmKey(id, organisationId),
          title: `Confirm that you received ${product.title}, and pass it on`,
          href: `/partnership/products/${id}`,
          subjectType: 'product',
          subjectId: id,
          organisationId,
        },
        setting.at,
      );
    }
    return { id, version: product.version, changed: ['sent'] };
  },
  audit: ({ organisationIds }, { id, version }) => ({ subject: { type: 'product', id, version }, details: { organisationIds } }),
});

export const confirmProduct = defineAction({
  name: 'product.confirm',
  title: 'Confirm that a product was received',
  allowed: 'product.confirm',
  input: z.object({ id: z.uuid() }),
  /** Always their own organisation’s receipt. */
  subject: async (tx, { id }, { who }) =>
    who.organisationId === null
      ? undefined
      : tx
          .selectFrom('productReceipt')
          .select('organisationId')
          .where('productId', '=', id)
          .where('organisationId', '=', who.organisationId)
          .executeTakeFirst(),
  async effect(tx, { id }, { who, at }): Promise<{ id: string; organisationId: string }> {
    const organisationId = who.organisationId ?? '';
    await tx
      .updateTable('productReceipt')
      .set({ confirmedOn: civilDay(at), confirmedBy: who.personId })
      .where('productId', '=', id)
      .where('organisationId', '=', organisationId)
      .where('confirmedOn', 'is', null)
      .execute();
    await finishTask(tx, confirmKey(id, organisationId), at);
    return { id, organisationId };
  },
  audit: (_input, { id, organisationId }) => ({ subject: { type: 'product', id }, details: { organisationId } }),
});

export interface Receipt {
  readonly organisationId: string;
  readonly organisation: string;
  readonly sentOn: string;
  readonly confirmedOn: string | null;
}

export interface Product {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly ownerId: string;
  readonly owner: string;
  readonly dueOn: string | null;
  readonly approvedOn: string | null;
  readonly note: string;
  /** `late`: due and not approved. */
  readonly state: 'draft' | 'late' | 'approved' | 'sent' | 'confirmed';
  readonly receipts: readonly Receipt[];
}

/** Pure. The last day belongs to it: due today is not late. */
export function productState(
  product: { readonly dueOn: string | null; readonly approvedOn: string | null; readonly receipts: readonly Pick<Receipt, 'confirmedOn'>[] },
  today: string,
): Product['state'] {
  if (product.approvedOn === null) return product.dueOn !== null && product.dueOn < today ? 'late' : 'draft';
  if (product.receipts.length === 0) return 'approved';
  return product.receipts.every((each) => each.confirmedOn !== null) ? 'confirmed' : 'sent';
}

export async function loadProducts(tx: Tx, today: string): Promise<Product[]> {
  const rows = await tx
    .selectFrom('product as p')
    .innerJoin('organisation as o', 'o.id', 'p.ownerId')
    .select(['p.id', 'p.version', 'p.title', 'p.ownerId', 'p.dueOn', 'p.approvedOn', 'p.note', 'o.name as owner'])
    .orderBy('p.dueOn', (order) => order.asc().nullsLast())
    .orderBy('p.title')
    .execute();
  const receipts = await tx
    .selectFrom('productReceipt as r')
    .innerJoin('organisation as o', 'o.id', 'r.organisationId')
    .select(['r.productId', 'r.organisationId', 'r.sentOn', 'r.confirmedOn', 'o.name as organisation'])
    .orderBy('o.name')
    .execute();
  return rows.map((row) => {
    const own = receipts.filter((each) => each.productId === row.id).map(({ productId: _id, ...receipt }) => receipt);
    return { ...row, receipts: own, state: productState({ ...row, receipts: own }, today) };
  });
}

export const listProducts = defineRead({
  name: 'product.list',
  title: 'See the register of products',
  allowed: 'partnership.read',
  input: z.object({}),
  answer: (tx, _input, { at }): Promise<Product[]> => loadProducts(tx, civilDay(at)),
});

export const readProduct = defineRead({
  name: 'product.read',
  title: 'See a product',
  allowed: 'partnership.read',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, { at }): Promise<Product> {
    const found = (await loadProducts(tx, civilDay(at))).find((each) => each.id === id);
    if (found) return found;
    throw new HeadwaterError('not-found', 'no-such-record', 'There is no such product', { advice: 'Go back to the list.' });
  },
});

export const productOptions = defineRead({
  name: 'product.options',
  title: 'See who can owe or be sent a product',
  allowed: 'product.edit',
  input: z.object({}),
  answer: (tx): Promise<{ id: string; name: string }[]> =>
    tx.selectFrom('organisation').select(['id', 'name']).where('outside', '=', false).where('closedOn', 'is', null).orderBy('name').execute(),
});
