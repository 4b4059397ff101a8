/** Closing an organisation: refused while anything of it is open, so that nothing is lost with it. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { changeKept, type Tx, type Who } from '../../register/index.ts';
import { agreementState } from '../agreements/state.ts';
import { civilDay } from '../civil-day.ts';
import { dayWords } from '../days.ts';
import { defineAction, defineRead } from '../define.ts';
import type { FindingPage } from '../health.ts';
import { chosen, version, words } from '../inputs.ts';
import { notOverOn } from '../live-rows.ts';
import { roleTitle } from '../roles.ts';
import { seatTitle } from '../seats/types.ts';

/** Something that keeps an organisation from being closed, and the page where it is settled. */
export interface OpenMatter {
  readonly kind: 'task' | 'membership' | 'contact' | 'seat' | 'organisation' | 'agreement' | 'partnership' | 'product' | 'action' | 'post';
  readonly text: string;
  /** Address of a task; else the page that {@link OpenMatter.link} names. */
  readonly href: string | null;
  readonly link: { readonly page: FindingPage; readonly id?: string } | null;
}

/**
 * Everything that is open for an organisation on a day, in the order in which it is best settled. What another organisation's tasks are about is not told: one
 * may name a report that is under embargo. Their pages tell it to whoever may see them.
 */
export async function openMatters(tx: Tx, id: string, today: string, who: Who): Promise<OpenMatter[]> {
  const matters: OpenMatter[] = [];
  const add = (kind: OpenMatter['kind'], text: string, link: OpenMatter['link'], href: string | null = null): void => {
    matters.push({ kind, text, link, href });
  };
  const tasks = tx.selectFrom('task').select(['title', 'href', 'dueOn', 'role']).where('organisationId', '=', id).where('doneAt', 'is', null).orderBy('dueOn');
  for (const task of await tasks.execute()) {
    const audience = task.role === null ? 'everybody there' : roleTitle(task.role).toLowerCase();
    add(
      'task',
      who.organisationId === id ? `Task: ${task.title}` : `Task for ${audience}${task.dueOn === null ? '' : `, due ${dayWords(task.dueOn)}`}`,
      null,
      task.href,
    );
  }
  for (const action of await tx
    .selectFrom('meetingAction')
    .select(['text', 'meetingId'])
    .where('organisationId', '=', id)
    .where('doneOn', 'is', null)
    .execute())
    add('action', `Action of a meeting: ${action.text}`, { page: 'meeting', id: action.meetingId });
  for (const seat of await tx.selectFrom('coreSeat').select('seat').where('organisationId', '=', id).where(notOverOn('coreSeat', today)).execute())
    add('seat', `Seat of the core membership: ${seatTitle(seat.seat)}`, { page: 'seats' });
  const contacts = await tx
    .selectFrom('contactPoint as c')
    .innerJoin('person as p', 'p.id', 'c.personId')
    .select('p.name')
    .where('c.organisationId', '=', id)
    .where(notOverOn('c', today))
    .execute();
  for (const contact of contacts) add('contact', `Point of contact: ${contact.name}`, { page: 'organisation', id });
  const members = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select(['p.id', 'p.name'])
    .where('m.organisationId', '=', id)
    .where(notOverOn('m', today))
    .orderBy('p.name')
    .execute();
  for (const member of members) add('membership', `Membership: ${member.name}`, { page: 'person', id: member.id });
  const agreements = await tx
    .selectFrom('agreementParty as ap')
    .innerJoin('agreement as a', 'a.id', 'ap.agreementId')
    .select(['a.id', 'a.reference', 'a.title', 'a.startsOn', 'a.endsOn', 'a.reviewOn', 'a.signedOn', 'a.suspendedOn', 'a.endedOn'])
    .where('ap.organisationId', '=', id)
    .orderBy('a.reference')
    .execute();
  for (const agreement of agreements) {
    const state = agreementState(agreement, today);
    if (state !== 'ended' && state !== 'expired')
      add('agreement', `Sharing agreement: ${agreement.reference}, ${agreement.title}`, { page: 'agreement', id: agreement.id });
  }
  for (const product of await tx.selectFrom('product').select(['id', 'title']).where('ownerId', '=', id).where('approvedOn', 'is', null).execute())
    add('product', `Product not approved yet: ${product.title}`, { page: 'product', id: product.id });
  const posts = await tx
    .selectFrom('post')
    .select('title')
    .where(notOverOn('post', today))
    .where((eb) => eb.or([eb('hostId', '=', id), eb('id', 'in', eb.selectFrom('postShare').select('postId').where('funderId', '=', id))]))
    .execute();
  for (const post of posts) add('post', `Post that it hosts or pays for: ${post.title}`, { page: 'posts' });
  for (const below of await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('parentId', '=', id)
    .where('closedOn', 'is', null)
    .orderBy('name')
    .execute())
    add('organisation', `Organisation under it: ${below.name}`, { page: 'organisation', id: below.id });
  if (await tx.selectFrom('partnership').select('id').where('policingBodyId', '=', id).executeTakeFirst())
    add('partnership', 'It is the partnership’s local policing body', { page: 'partnership' });
  return matters;
}

/** What keeps an organisation from being closed. */
export const organisationMatters = defineRead({
  name: 'organisation.matters',
  title: 'See what is open for an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation') }),
  answer: (tx, { id }, { at, who }) => openMatters(tx, id, civilDay(at), who),
});

export const closeOrganisation = defineAction({
  name: 'organisation.close',
  title: 'Close an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation'), version, reason: words('why it is closed', 1000) }),
  async effect(tx, { id, version: shown, reason }, setting) {
    const today = civilDay(setting.at);
    const row = await tx.selectFrom('organisation').select(['name', 'closedOn']).where('id', '=', id).forUpdate().executeTakeFirst();
    if (row && row.closedOn !== null)
      throw new HeadwaterError('conflict', 'closed-already', `${row.name} is closed already`, { advice: 'Nothing was changed.' });
    const open = await openMatters(tx, id, today, setting.who);
    if (open.length > 0) {
      throw new HeadwaterError(
        'refused',
        'organisation-has-open',
        `${row?.name ?? 'It'} cannot be closed yet: ${open.length === 1 ? 'one thing is' : `${open.length} things are`} open`,
        {
          advice: `Settle or hand over each of them first: ${open
            .slice(0, 10)
            .map((matter) => matter.text)
            .join('; ')}${open.length > 10 ? '; and others' : ''}. Nothing was changed.`,
        },
      );
    }
    return { id, name: row?.name ?? '', ...(await changeKept(tx, 'organisation', id, shown, { closedOn: today, closedReason: reason }, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'organisation', id, version: now }, details: { changed } }),
});

export const reopenOrganisation = defineAction({
  name: 'organisation.reopen',
  title: 'Reopen an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation'), version }),
  async effect(tx, { id, version: shown }, setting) {
    const row = await tx
      .selectFrom('organisation as o')
      .leftJoin('organisation as above', 'above.id', 'o.parentId')
      .select(['o.name', 'above.name as parent', 'above.closedOn as parentClosed'])
      .where('o.id', '=', id)
      .executeTakeFirst();
    if (row && row.parentClosed !== null) {
      throw new HeadwaterError('refused', 'parent-closed', `${row.name} is under ${row.parent ?? 'an organisation'}, which is closed`, {
        advice: 'Reopen that first, or put this one under another.',
      });
    }
    return { id, name: row?.name ?? '', ...(await changeKept(tx, 'organisation', id, shown, { closedOn: null, closedReason: null }, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'organisation', id, version: now }, details: { changed } }),
});
