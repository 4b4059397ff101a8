/** People: the list, one person's record, one's own record. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../../../access/index.ts';
import { personList, personOne } from '../../../access/people/index.ts';
import { seatTitle } from '../../../access/seats/index.ts';
import type { WebContext } from '../../context.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { titlesOf } from '../audit/words.ts';
import { asked, partOf } from '../id.ts';
import { registerPeopleForms } from './forms.ts';
import { registerLink } from './link.ts';
import { deedsOf, rolesOf, STATUS, span } from './view.ts';

const STATES = ['active', 'suspended', 'left', 'all'] as const;
const STATE_WORDS = { active: 'Active', suspended: 'Suspended', left: 'Have left', all: 'Everybody' } as const;

export function registerPeople(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.people, guard('person.manage'), async (request, reply) => {
    const status = STATES.find((state) => state === asked(request, 'status')) ?? 'active';
    const text = asked(request, 'text');
    const people = await context.acts().read(personList, { text, status }, request.who);
    return context.page(request, reply, 'partnership/people/list.njk', {
      title: 'People',
      text,
      states: STATES.map((state) => ({ value: state, text: STATE_WORDS[state], chosen: state === status })),
      people: people.map((person) => ({
        ...person,
        href: urls.person(person.id),
        mark: STATUS[person.status],
        memberships: person.memberships.map((each) => ({ ...each, roles: rolesOf(each.roles), until: each.toOn === null ? null : day(each.toOn) })),
      })),
    });
  });

  const record = async (request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> => {
    const one = await context.acts().read(personOne, { id }, request.who);
    const own = request.who.personId === one.person.id;
    return context.page(request, reply, 'partnership/people/one.njk', {
      title: own ? 'Your record' : one.person.name,
      breadcrumbs: can(request.who, 'person.manage') ? [{ text: 'People', href: urls.people() }] : [],
      own,
      person: one.person,
      mark: STATUS[one.person.status],
      memberships: one.memberships.map((each) => ({
        ...each,
        roles: rolesOf(each.roles),
        span: span(each),
        over: each.toOn !== null && each.toOn < one.today,
        href: urls.membershipEdit(one.person.id, each.id),
      })),
      contacts: one.contacts.map((each) => ({ ...each, span: span(each), part: each.deputyId === one.person.id ? 'Deputy' : 'Point of contact' })),
      seats: one.seats.map((each) => ({ ...each, title: seatTitle(each.seat), span: span(each) })),
      receipts: one.receipts.map((each) => ({ ...each, readOn: day(each.readAt.toISOString()) })),
      deeds: deedsOf(one.recent, one.person.id, titlesOf(context)),
    });
  };

  app.get(patterns.person, guard('person.read'), (request, reply) => record(request, reply, partOf(request)));
  app.get(patterns.ownRecord, guard('person.read'), (request, reply) => record(request, reply, request.who.personId ?? ''));

  registerPeopleForms(app, context);
  registerLink(app, context);
}
