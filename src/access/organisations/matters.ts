/** What is open for an organisation: nothing of it may be lost when it is closed. */
import type { Tx, Who } from '../../register/index.ts';
import { agreementState } from '../agreements/state.ts';
import { dayWords } from '../days.ts';
import type { FindingPage } from '../health.ts';
import { notOverOn } from '../live-rows.ts';
import { roleTitle } from '../roles.ts';
import { seatTitle } from '../seats/types.ts';
import { putBack } from '../sharing/index.ts';

/** Something that keeps an organisation from being closed, and where it is settled. */
export interface OpenMatter {
  readonly text: string;
  /** Address of an own task; else the page that {@link OpenMatter.link} names, if any. */
  readonly href: string | null;
  readonly link: { readonly page: FindingPage; readonly id?: string } | null;
}

interface Asked {
  readonly id: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly who: Who;
}

type Source = (tx: Tx, asked: Asked) => Promise<readonly OpenMatter[]>;

const at = (text: string, page: FindingPage, id?: string): OpenMatter => ({ text, href: null, link: id === undefined ? { page } : { page, id } });

/** What another organisation's task is about is not told, nor its address: either may name a report that is under embargo. */
const tasks: Source = async (tx, { id, who }) => {
  const rows = await tx
    .selectFrom('task')
    .select(['title', 'href', 'dueOn', 'role'])
    .where('organisationId', '=', id)
    .where('doneAt', 'is', null)
    .orderBy('dueOn')
    .execute();
  return rows.map(({ title, href, dueOn, role }) => {
    const audience = role === null ? 'everybody there' : roleTitle(role).toLowerCase();
    if (who.organisationId === id) return { text: `Task: ${title}`, href, link: null };
    return { text: `Task for ${audience}${dueOn === null ? '' : `, due ${dayWords(dueOn)}`}`, href: null, link: null };
  });
};

const meetingActions: Source = async (tx, { id }) => {
  const rows = await tx.selectFrom('meetingAction').select(['id', 'text', 'meetingId']).where('organisationId', '=', id).where('doneOn', 'is', null).execute();
  return (await putBack(tx, 'meetingAction', rows)).map((row) => at(`Action of a meeting: ${row.text}`, 'meeting', row.meetingId));
};

const seats: Source = async (tx, { id, today }) => {
  const rows = await tx.selectFrom('coreSeat').select('seat').where('organisationId', '=', id).where(notOverOn('coreSeat', today)).execute();
  return rows.map((row) => at(`Seat of the core membership: ${seatTitle(row.seat)}`, 'seats'));
};

const contacts: Source = async (tx, { id, today }) => {
  const rows = await tx
    .selectFrom('contactPoint as c')
    .innerJoin('person as p', 'p.id', 'c.personId')
    .select('p.name')
    .where('c.organisationId', '=', id)
    .where(notOverOn('c', today))
    .execute();
  return rows.map((row) => at(`Point of contact: ${row.name}`, 'organisation', id));
};

const memberships: Source = async (tx, { id, today }) => {
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select(['p.id', 'p.name'])
    .where('m.organisationId', '=', id)
    .where(notOverOn('m', today))
    .orderBy('p.name')
    .execute();
  return rows.map((row) => at(`Membership: ${row.name}`, 'person', row.id));
};

const agreements: Source = async (tx, { id, today }) => {
  const rows = await tx
    .selectFrom('agreementParty as ap')
    .innerJoin('agreement as a', 'a.id', 'ap.agreementId')
    .select(['a.id', 'a.reference', 'a.title', 'a.startsOn', 'a.endsOn', 'a.reviewOn', 'a.signedOn', 'a.suspendedOn', 'a.endedOn'])
    .where('ap.organisationId', '=', id)
    .orderBy('a.reference')
    .execute();
  return rows
    .filter((row) => !['ended', 'expired'].includes(agreementState(row, today)))
    .map((row) => at(`Sharing agreement: ${row.reference}, ${row.title}`, 'agreement', row.id));
};

const products: Source = async (tx, { id }) => {
  const rows = await tx.selectFrom('product').select(['id', 'title']).where('ownerId', '=', id).where('approvedOn', 'is', null).execute();
  return rows.map((row) => at(`Product not approved yet: ${row.title}`, 'product', row.id));
};

const posts: Source = async (tx, { id, today }) => {
  const rows = await tx
    .selectFrom('post')
    .select('title')
    .where(notOverOn('post', today))
    .where((eb) => eb.or([eb('hostId', '=', id), eb('id', 'in', eb.selectFrom('postShare').select('postId').where('funderId', '=', id))]))
    .execute();
  return rows.map((row) => at(`Post that it hosts or pays for: ${row.title}`, 'posts'));
};

const below: Source = async (tx, { id }) => {
  const rows = await tx.selectFrom('organisation').select(['id', 'name']).where('parentId', '=', id).where('closedOn', 'is', null).orderBy('name').execute();
  return rows.map((row) => at(`Organisation under it: ${row.name}`, 'organisation', row.id));
};

const policingBody: Source = async (tx, { id }) => {
  const row = await tx.selectFrom('partnership').select('id').where('policingBodyId', '=', id).executeTakeFirst();
  return row ? [at('It is the partnership’s local policing body', 'partnership')] : [];
};

/** In the order in which they are best settled. */
const SOURCES: readonly Source[] = [tasks, meetingActions, seats, contacts, memberships, agreements, products, posts, below, policingBody];

/** Everything that is open for an organisation on a day, as `who` may be told it. */
export async function openMatters(tx: Tx, id: string, today: string, who: Who): Promise<OpenMatter[]> {
  const matters: OpenMatter[] = [];
  // One after another: they share a connection.
  for (const source of SOURCES) matters.push(...(await source(tx, { id, today, who })));
  return matters;
}
