/** Organisations as pages show them. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { chosen } from '../inputs.ts';
import { liveOn } from '../live-rows.ts';
import { coverageOf } from './coverage.ts';

/** Every organisation, open and closed, by name. */
export const organisationList = defineRead({
  name: 'organisation.list',
  title: 'See the partnership’s organisations',
  allowed: 'partnership.read',
  input: z.object({}),
  answer: (tx) =>
    tx
      .selectFrom('organisation')
      .select(['id', 'version', 'name', 'shortName', 'type', 'parentId', 'force', 'area', 'wards', 'outside', 'closedOn', 'closedReason'])
      .orderBy('name')
      .execute(),
});

/** One organisation with its people, contacts, what is above and below it, and its open tasks. Throws HeadwaterError `no-such-organisation`. */
export const organisationOne = defineRead({
  name: 'organisation.one',
  title: 'See an organisation',
  allowed: 'partnership.read',
  input: z.object({ id: chosen('an organisation') }),
  async answer(tx, { id }, { at, who }) {
    const today = civilDay(at);
    const organisation = await tx.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst();
    if (!organisation) {
      throw new HeadwaterError('not-found', 'no-such-organisation', 'There is no such organisation', { advice: 'The list of organisations has all of them.' });
    }
    const near = ['id', 'name', 'type', 'closedOn'] as const;
    const parent =
      organisation.parentId === null ? undefined : await tx.selectFrom('organisation').select(near).where('id', '=', organisation.parentId).executeTakeFirst();
    const children = await tx.selectFrom('organisation').select(near).where('parentId', '=', id).orderBy('name').execute();
    const people = await tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .select(['p.id', 'p.name', 'p.post', 'p.email', 'p.phone', 'p.status', 'm.roles', 'm.fromOn', 'm.toOn'])
      .where('m.organisationId', '=', id)
      .where(liveOn('m', today))
      .where('p.status', '=', 'active')
      .orderBy('p.name')
      .execute();
    const contacts = await tx
      .selectFrom('contactPoint as c')
      .innerJoin('person as p', 'p.id', 'c.personId')
      .leftJoin('person as d', 'd.id', 'c.deputyId')
      .select(['c.id', 'c.version', 'c.subject', 'c.fromOn', 'c.toOn', 'c.personId', 'c.deputyId', 'p.name', 'p.post', 'p.email', 'p.phone'])
      .select(['d.name as deputyName', 'd.post as deputyPost', 'd.email as deputyEmail', 'd.phone as deputyPhone'])
      .where('c.organisationId', '=', id)
      .orderBy('c.fromOn', 'desc')
      .execute();
    const seats = await tx
      .selectFrom('coreSeat as s')
      .leftJoin('person as p', 'p.id', 's.personId')
      .select(['s.id', 's.seat', 's.voting', 's.fromOn', 's.toOn', 'p.name'])
      .where('s.organisationId', '=', id)
      .orderBy('s.fromOn')
      .execute();
    const tasks = await tx
      .selectFrom('task')
      .select(['id', 'title', 'href', 'dueOn'])
      .where('organisationId', '=', id)
      .where('personId', 'is', null)
      .where('doneAt', 'is', null)
      .orderBy('dueOn', (order) => order.asc().nullsLast())
      .limit(50)
      .execute();
    // What another organisation must do may be about something that is not known yet, such as a report under embargo: only how much there is.
    return {
      today,
      organisation,
      parent: parent ?? null,
      children,
      people,
      contacts,
      seats,
      openTasks: tasks.length,
      tasks: who.organisationId === id ? tasks : [],
    };
  },
});

/** Duty holders of each local government area. */
export const dutyCoverage = defineRead({
  name: 'organisation.coverage',
  title: 'See which duty holders each area has',
  allowed: 'partnership.read',
  input: z.object({}),
  answer: async (tx) =>
    coverageOf(
      await tx
        .selectFrom('organisation')
        .select(['id', 'name', 'type', 'area'])
        .where('closedOn', 'is', null)
        .where('outside', '=', false)
        .orderBy('name')
        .execute(),
    ),
});
