/** People as pages show them. To look at a person's record is on record itself. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { chosen } from '../inputs.ts';
import { liveOn } from '../live-rows.ts';

/** Everybody, for those who keep people, with their memberships that hold today. */
export const personList = defineRead({
  name: 'person.list',
  title: 'See everybody who has or had access',
  allowed: 'person.manage',
  input: z.object({ text: z.string().trim().max(200).default(''), status: z.enum(['active', 'suspended', 'left', 'all']).default('active') }),
  async answer(tx, { text, status }, { at }) {
    const today = civilDay(at);
    let query = tx.selectFrom('person as p').select(['p.id', 'p.name', 'p.email', 'p.post', 'p.status']).orderBy('p.name').limit(1000);
    if (status !== 'all') query = query.where('p.status', '=', status);
    const people = await query.execute();
    const memberships = await tx
      .selectFrom('membership as m')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['m.personId', 'o.id as organisationId', 'o.name as organisation', 'm.roles', 'm.toOn'])
      .where(liveOn('m', today))
      .orderBy('o.name')
      .execute();
    const by = Map.groupBy(memberships, (each) => each.personId);
    const sought = text.toLowerCase();
    return people
      .map((person) => ({ ...person, memberships: by.get(person.id) ?? [] }))
      .filter((person) =>
        [person.name, person.email, person.post ?? '', ...person.memberships.map((each) => each.organisation)].some((each) =>
          each.toLowerCase().includes(sought),
        ),
      );
  },
  audit: (_input, people) => ({ details: { listed: people.length } }),
});

/** All that is held about one person. `recent` are the last looks at and changes of their record. Throws HeadwaterError `no-such-person`. */
export const personOne = defineRead({
  name: 'person.one',
  title: 'See a person’s record',
  allowed: 'person.read',
  input: z.object({ id: chosen('a person') }),
  // Whether there is such a person is not told to who may not see them.
  subject: async (_tx, { id }) => ({ personId: id }),
  async answer(tx, { id }, { at }) {
    const person = await tx.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
    if (!person) throw new HeadwaterError('not-found', 'no-such-person', 'There is no such person', { advice: 'Go back to the list.' });
    const memberships = await tx
      .selectFrom('membership as m')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['m.id', 'm.version', 'm.organisationId', 'o.name as organisation', 'm.roles', 'm.fromOn', 'm.toOn'])
      .where('m.personId', '=', id)
      .orderBy('m.fromOn', 'desc')
      .execute();
    const contacts = await tx
      .selectFrom('contactPoint as c')
      .innerJoin('organisation as o', 'o.id', 'c.organisationId')
      .select(['o.id as organisationId', 'o.name as organisation', 'c.subject', 'c.fromOn', 'c.toOn', 'c.deputyId'])
      .where((eb) => eb.or([eb('c.personId', '=', id), eb('c.deputyId', '=', id)]))
      .orderBy('c.fromOn', 'desc')
      .execute();
    const seats = await tx
      .selectFrom('coreSeat as s')
      .innerJoin('organisation as o', 'o.id', 's.organisationId')
      .select(['s.seat', 'o.name as organisation', 's.fromOn', 's.toOn'])
      .where('s.personId', '=', id)
      .orderBy('s.fromOn', 'desc')
      .execute();
    const receipts = await tx
      .selectFrom('termsReceipt as r')
      .innerJoin('terms as t', 't.id', 'r.termsId')
      .select(['t.number', 't.title', 'r.readAt'])
      .where('r.personId', '=', id)
      .orderBy('t.number', 'desc')
      .execute();
    const recent = await tx
      .selectFrom('auditEvent as e')
      .leftJoin('person as by', 'by.id', 'e.personId')
      .select(['e.at', 'e.action', 'e.outcome', 'e.personId', 'by.name as by'])
      .where('e.subjectType', '=', 'person')
      .where('e.subjectId', '=', id)
      .orderBy('e.seq', 'desc')
      .limit(20)
      .execute();
    return { today: civilDay(at), person, memberships, contacts, seats, receipts, recent };
  },
  audit: ({ id }) => ({ subject: { type: 'person', id } }),
});

/** One membership, for the form that changes it. */
export const membershipOne = defineRead({
  name: 'membership.one',
  title: 'See a membership',
  allowed: 'person.manage',
  input: z.object({ id: chosen('a membership') }),
  async answer(tx, { id }) {
    const row = await tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['m.id', 'm.version', 'm.personId', 'p.name as person', 'o.name as organisation', 'm.roles', 'm.fromOn', 'm.toOn'])
      .where('m.id', '=', id)
      .executeTakeFirst();
    if (row) return row;
    throw new HeadwaterError('not-found', 'no-such-membership', 'There is no such membership', { advice: 'Go back to the person’s page.' });
  },
});
