/** A query on a delivery: raised by those who work with the data, answered by whoever supplied them, closed by who raised it (requirement R161). */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { reachOfRole } from '../policy.ts';
import { finishTask, openTask } from '../tasks.ts';
import { knownDeliveryOf } from './known.ts';

const words = (most: number, empty: string) =>
  z
    .string()
    .trim()
    .min(1, empty)
    .max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const record = { id: z.uuid(), version: z.number().int() };

interface Done {
  readonly id: string;
  readonly version: number;
  readonly deliveryId: string;
  readonly changed: string[];
}
const about = (_input: unknown, { id, version, deliveryId, changed }: Done) => ({
  subject: { type: 'deliveryQuery', id, version },
  details: { deliveryId, changed },
});

const answerKey = (id: string): string => `delivery-query:${id}`;
const closeKey = (id: string): string => `delivery-answer:${id}`;

async function held(tx: Tx, id: string) {
  const found = await tx
    .selectFrom('deliveryQuery as q')
    .innerJoin('knownDelivery as k', 'k.id', 'q.deliveryId')
    .select(['q.id', 'q.deliveryId', 'q.organisationId', 'q.askingId', 'q.createdBy', 'q.answeredOn', 'q.closedOn', 'k.fileName'])
    .where('q.id', '=', id)
    .executeTakeFirst();
  if (found) return found;
  throw new HeadwaterError('not-found', 'no-such-record', 'There is no such query', { advice: 'Go back to the list of queries.' });
}

/** The role there that answers: a data quality lead before others, then the role that most there have; null (everybody) where nobody has one that may. */
async function answererOf(tx: Tx, organisationId: string, today: string): Promise<string | null> {
  const rows = await tx
    .selectFrom('membership')
    .select('roles')
    .where('organisationId', '=', organisationId)
    .where('fromOn', '<=', today)
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', today)]))
    .execute();
  const may = rows.flatMap((row) => row.roles).filter((role) => reachOfRole(role, 'delivery.answer') !== 'none');
  if (may.includes('data-quality-lead')) return 'data-quality-lead';
  const held = [...Map.groupBy(may, (role) => role)].sort(([a, some], [b, others]) => others.length - some.length || a.localeCompare(b));
  return held[0]?.[0] ?? null;
}

export const raiseQuery = defineAction({
  name: 'delivery.query',
  title: 'Ask a supplier about a delivery',
  allowed: 'delivery.query',
  input: z.object({
    deliveryId: z.string().min(1).max(200),
    organisationId: z.uuid('Choose who is asked'),
    /** Of a check’s finding; null in free words. */
    findingCode: z.string().max(400).nullable(),
    findingWords: z.string().max(2000).nullable(),
    question: words(4000, 'Enter what you want to know'),
    dueOn: z.iso.date('The day by which you need an answer must be a real date'),
  }),
  async effect(tx, input, setting): Promise<Done> {
    const today = civilDay(setting.at);
    if (setting.who.organisationId === null)
      throw new HeadwaterError('conflict', 'no-organisation', 'You ask for no organisation', { advice: 'Choose one of your organisations first.' });
    if (input.dueOn < today) throw badField('dueOn', 'The day by which you need an answer must be today or in the future');
    const delivery = await knownDeliveryOf(tx, input.deliveryId);
    const asked = await tx.selectFrom('organisation').select('id').where('id', '=', input.organisationId).where('closedOn', 'is', null).executeTakeFirst();
    if (asked === undefined) throw badField('organisationId', 'Choose who is asked');
    const id = await insertKept(tx, 'deliveryQuery', { ...input, askingId: setting.who.organisationId }, setting);
    await openTask(
      tx,
      {
        kind: 'delivery-query',
        key: answerKey(id),
        title: `Answer a query about ${delivery.fileName}`,
        href: `/deliveries/queries/${id}/answer`,
        subjectType: 'deliveryQuery',
        subjectId: id,
        organisationId: input.organisationId,
        role: await answererOf(tx, input.organisationId, today),
        dueOn: input.dueOn,
      },
      setting.at,
    );
    return { id, version: 1, deliveryId: delivery.id, changed: ['question'] };
  },
  audit: about,
});

export const answerQuery = defineAction({
  name: 'delivery.answer',
  title: 'Answer a query about a delivery',
  allowed: 'delivery.answer',
  input: z.object({
    ...record,
    answerKind: z.enum(['explanation', 'corrected-file'], 'Choose whether the data are right or a corrected file is coming'),
    answer: words(4000, 'Enter your answer'),
  }),
  subject: (tx, { id }) => tx.selectFrom('deliveryQuery').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id, version, ...input }, setting): Promise<Done> {
    const query = await held(tx, id);
    if (query.closedOn !== null) throw closed();
    const { version: now, fields } = await changeKept(
      tx,
      'deliveryQuery',
      id,
      version,
      { ...input, answeredOn: civilDay(setting.at), answeredBy: setting.who.personId },
      setting,
    );
    await finishTask(tx, answerKey(id), setting.at);
    await openTask(
      tx,
      {
        kind: 'delivery-answer',
        key: closeKey(id),
        title: `Look at the answer about ${query.fileName}`,
        href: `/deliveries/queries/${id}/close`,
        subjectType: 'deliveryQuery',
        subjectId: id,
        organisationId: query.askingId,
        personId: query.createdBy,
      },
      setting.at,
    );
    return { id, version: now, deliveryId: query.deliveryId, changed: fields };
  },
  audit: about,
});

const closed = (): HeadwaterError =>
  new HeadwaterError('conflict', 'query-closed', 'The query is closed', { advice: 'Ask whoever raised it to raise another, if there is more to say.' });

export const closeQuery = defineAction({
  name: 'delivery.close-query',
  title: 'Close a query about a delivery',
  allowed: 'delivery.query',
  input: z.object({ ...record, closingNote: words(2000, 'Enter how it was settled') }),
  async effect(tx, { id, version, closingNote }, setting): Promise<Done> {
    const query = await held(tx, id);
    // A colleague may, or a query would stay open for ever when somebody leaves.
    if (query.createdBy !== setting.who.personId && query.askingId !== setting.who.organisationId)
      throw new HeadwaterError('forbidden', 'not-yours-to-close', 'Another organisation raised this query, so it is theirs to close', {
        advice: 'Ask them to close it.',
        detail: id,
      });
    if (query.closedOn !== null) throw closed();
    const { version: now, fields } = await changeKept(
      tx,
      'deliveryQuery',
      id,
      version,
      { closingNote, closedOn: civilDay(setting.at), closedBy: setting.who.personId },
      setting,
    );
    await finishTask(tx, answerKey(id), setting.at);
    await finishTask(tx, closeKey(id), setting.at);
    return { id, version: now, deliveryId: query.deliveryId, changed: fields };
  },
  audit: about,
});
