/** What is asked of the validation of deliveries. */
import { sql } from 'kysely';
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Setting, Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { knownDeliveryOf, suppliersOf } from './known.ts';
import { signsOff } from './sign-off.ts';
import { queryState, type QueryState } from './state.ts';

export interface DeliveryQuery {
  readonly id: string;
  readonly version: number;
  readonly deliveryId: string;
  readonly fileName: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly askingId: string;
  readonly asking: string;
  readonly findingCode: string | null;
  readonly findingWords: string | null;
  readonly question: string;
  readonly raisedOn: string;
  readonly dueOn: string;
  readonly answerKind: 'explanation' | 'corrected-file' | null;
  readonly answer: string | null;
  readonly answeredOn: string | null;
  readonly closedOn: string | null;
  readonly closingNote: string | null;
  readonly state: QueryState;
}

export interface SignOff {
  readonly id: string;
  readonly version: number;
  readonly organisationId: string;
  readonly organisation: string;
  /** Null where the person is not one that who asks may see. */
  readonly person: string | null;
  readonly signedOn: string;
  readonly note: string;
  readonly withdrawnOn: string | null;
  readonly withdrawnReason: string | null;
}

const MOST = 500;

async function queriesOf(tx: Tx, { at }: Setting, where: { deliveryId?: string; id?: string; organisationId?: string }): Promise<DeliveryQuery[]> {
  let query = tx
    .selectFrom('deliveryQuery as q')
    .innerJoin('knownDelivery as k', 'k.id', 'q.deliveryId')
    .innerJoin('organisation as o', 'o.id', 'q.organisationId')
    .innerJoin('organisation as a', 'a.id', 'q.askingId')
    .select(['q.id', 'q.version', 'q.deliveryId', 'k.fileName', 'q.organisationId', 'o.name as organisation', 'q.askingId', 'a.name as asking'])
    .select([
      'q.findingCode',
      'q.findingWords',
      'q.question',
      'q.createdAt',
      'q.dueOn',
      'q.answerKind',
      'q.answer',
      'q.answeredOn',
      'q.closedOn',
      'q.closingNote',
    ])
    .orderBy(sql`q.closed_on is not null`)
    .orderBy('q.dueOn')
    .orderBy('q.id')
    .limit(MOST);
  if (where.deliveryId !== undefined) query = query.where('q.deliveryId', '=', where.deliveryId);
  if (where.id !== undefined) query = query.where('q.id', '=', where.id);
  if (where.organisationId !== undefined) query = query.where('q.organisationId', '=', where.organisationId);
  const today = civilDay(at);
  return (await query.execute()).map(({ createdAt, ...row }) => ({ ...row, raisedOn: civilDay(createdAt), state: queryState(row, today) }));
}

async function signOffsOf(tx: Tx, deliveryId: string): Promise<SignOff[]> {
  return tx
    .selectFrom('deliverySignOff as s')
    .innerJoin('organisation as o', 'o.id', 's.organisationId')
    .leftJoin('person as p', 'p.id', 's.signedBy')
    .select([
      's.id',
      's.version',
      's.organisationId',
      'o.name as organisation',
      'p.name as person',
      's.signedOn',
      's.note',
      's.withdrawnOn',
      's.withdrawnReason',
    ])
    .where('s.deliveryId', '=', deliveryId)
    .orderBy('s.signedOn', 'desc')
    .orderBy('s.createdAt', 'desc')
    .execute();
}

const one = (found: DeliveryQuery | undefined): DeliveryQuery => {
  if (found) return found;
  throw new HeadwaterError('not-found', 'no-such-record', 'There is no such query', { advice: 'Go back to the list of queries.' });
};

export const listQueries = defineRead({
  name: 'delivery.queries',
  title: 'See queries about deliveries',
  allowed: 'delivery.read',
  input: z.object({}),
  answer: (tx, _input, setting): Promise<DeliveryQuery[]> => queriesOf(tx, setting, {}),
});

export const readQuery = defineRead({
  name: 'delivery.read-query',
  title: 'See a query about a delivery',
  allowed: 'delivery.read',
  input: z.object({ id: z.uuid() }),
  answer: async (tx, { id }, setting): Promise<DeliveryQuery> => one((await queriesOf(tx, setting, { id }))[0]),
});

export interface Validation {
  readonly queries: readonly DeliveryQuery[];
  readonly signOffs: readonly SignOff[];
  /** Who supplies it, as far as organisations here do. */
  readonly suppliers: readonly { readonly id: string; readonly name: string }[];
}

/** A delivery that the register has not been told of has no query and no sign-off. */
export const deliveryValidation = defineRead({
  name: 'delivery.validation',
  title: 'See how a delivery was validated',
  allowed: 'delivery.read',
  input: z.object({ id: z.string().min(1).max(200) }),
  async answer(tx, { id }, setting): Promise<Validation> {
    const known = await tx.selectFrom('knownDelivery').select(['dataset', 'sources']).where('id', '=', id).executeTakeFirst();
    if (known === undefined) return { queries: [], signOffs: [], suppliers: [] };
    return { queries: await queriesOf(tx, setting, { deliveryId: id }), signOffs: await signOffsOf(tx, id), suppliers: await suppliersOf(tx, known) };
  },
});

/** Who can be asked: its suppliers first. */
export const queryOptions = defineRead({
  name: 'delivery.query-options',
  title: 'See who can be asked about a delivery',
  allowed: 'delivery.query',
  input: z.object({ id: z.string().min(1).max(200) }),
  async answer(tx, { id }): Promise<{ id: string; name: string; supplies: boolean }[]> {
    const suppliers = new Set((await suppliersOf(tx, await knownDeliveryOf(tx, id))).map((each) => each.id));
    const all = await tx.selectFrom('organisation').select(['id', 'name']).where('outside', '=', false).where('closedOn', 'is', null).orderBy('name').execute();
    return all.map((each) => ({ ...each, supplies: suppliers.has(each.id) })).sort((a, b) => Number(b.supplies) - Number(a.supplies));
  },
});

export interface SuppliedDelivery {
  readonly id: string;
  readonly dataset: string;
  readonly fileName: string;
  /** Of queries to the own organisation, not closed. */
  readonly open: number;
  readonly unanswered: number;
  readonly signedOn: string | null;
}

/** Deliveries that the own organisation supplied or is asked about, newest first. */
export const suppliedDeliveries = defineRead({
  name: 'delivery.supplied-list',
  title: 'See the deliveries that your organisation supplied',
  allowed: 'delivery.answer',
  input: z.object({}),
  async answer(tx, _input, { who }): Promise<SuppliedDelivery[]> {
    const mine = who.organisationId;
    if (mine === null) return [];
    const rows = await tx
      .selectFrom('knownDelivery as k')
      .select((eb) => [
        'k.id',
        'k.dataset',
        'k.fileName',
        eb
          .selectFrom('deliveryQuery as q')
          .whereRef('q.deliveryId', '=', 'k.id')
          .where('q.organisationId', '=', mine)
          .where('q.closedOn', 'is', null)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .as('open'),
        eb
          .selectFrom('deliveryQuery as q')
          .whereRef('q.deliveryId', '=', 'k.id')
          .where('q.organisationId', '=', mine)
          .where('q.closedOn', 'is', null)
          .where('q.answeredOn', 'is', null)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .as('unanswered'),
        eb
          .selectFrom('deliverySignOff as s')
          .whereRef('s.deliveryId', '=', 'k.id')
          .where('s.organisationId', '=', mine)
          .where('s.withdrawnOn', 'is', null)
          .select('s.signedOn')
          .as('signedOn'),
      ])
      .where((eb) =>
        eb.or([
          sql<boolean>`supplies(${mine}::uuid, k.dataset, k.sources)`,
          eb.exists(eb.selectFrom('deliveryQuery as q').select('q.id').whereRef('q.deliveryId', '=', 'k.id').where('q.organisationId', '=', mine)),
        ]),
      )
      .orderBy('k.number', 'desc')
      .limit(MOST)
      .execute();
    return rows.map((row) => ({ ...row, open: Number(row.open ?? 0), unanswered: Number(row.unanswered ?? 0) }));
  },
});

export interface SuppliedValidation {
  readonly id: string;
  readonly queries: readonly DeliveryQuery[];
  readonly signOffs: readonly SignOff[];
  /** Whether the own organisation is one that signs it off. */
  readonly signs: boolean;
}

/** One of them. The subject is the wall: another organisation’s delivery is none. */
export const suppliedDelivery = defineRead({
  name: 'delivery.supplied',
  title: 'See a delivery that your organisation supplied',
  allowed: 'delivery.answer',
  input: z.object({ id: z.string().min(1).max(200) }),
  async subject(tx, { id }, { who }) {
    if (who.organisationId === null) return undefined;
    const asked = await tx
      .selectFrom('deliveryQuery')
      .select('id')
      .where('deliveryId', '=', id)
      .where('organisationId', '=', who.organisationId)
      .executeTakeFirst();
    return asked !== undefined || (await signsOff(tx, id, who.organisationId)) ? { organisationId: who.organisationId } : undefined;
  },
  async answer(tx, { id }, setting): Promise<SuppliedValidation> {
    const organisationId = setting.who.organisationId ?? '';
    return {
      id,
      queries: await queriesOf(tx, setting, { deliveryId: id, organisationId }),
      signOffs: (await signOffsOf(tx, id)).filter((each) => each.organisationId === organisationId),
      signs: await signsOff(tx, id, organisationId),
    };
  },
});

export const askedQuery = defineRead({
  name: 'delivery.asked',
  title: 'See a query to your organisation',
  allowed: 'delivery.answer',
  input: z.object({ id: z.uuid() }),
  subject: (tx, { id }) => tx.selectFrom('deliveryQuery').select('organisationId').where('id', '=', id).executeTakeFirst(),
  answer: async (tx, { id }, setting): Promise<DeliveryQuery> => one((await queriesOf(tx, setting, { id }))[0]),
});

export interface Standing {
  readonly deliveryId: string;
  readonly openQueries: number;
  readonly signed: boolean;
}

/** How deliveries stand with their suppliers: numbers alone, for whoever may see the figures made of them. */
export const validationStanding = defineRead({
  name: 'delivery.standing',
  title: 'See which deliveries their suppliers signed off',
  allowed: 'picture.read',
  shared: 'everybody',
  input: z.object({ ids: z.array(z.string().max(200)).max(10_000) }),
  async answer(tx, { ids }): Promise<Standing[]> {
    const { rows } = await sql<Standing>`select * from delivery_standing(${ids}::text[])`.execute(tx);
    return rows;
  },
});
