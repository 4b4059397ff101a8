/** Organisations: the tree, one organisation, spokes side by side, duty holders. */
import type { FastifyInstance } from 'fastify';
import { roleTitle } from '../../../access/index.ts';
import { DUTY_WORDS, dutyCoverage, listed, organisationList, organisationOne, spokeConsistency, typeOf } from '../../../access/organisations/index.ts';
import { seatTitle } from '../../../access/seats/index.ts';
import type { WebContext } from '../../context.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { partOf } from '../id.ts';
import { registerOrganisationForms } from './forms.ts';
import { consistencyView, treeView } from './view.ts';

const CRUMBS = [{ text: 'Organisations', href: urls.organisations }];

export function registerOrganisations(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.organisations, guard('partnership.read'), async (request, reply) => {
    const rows = await context.acts().read(organisationList, {}, request.who);
    return context.page(request, reply, 'partnership/organisations/list.njk', { title: 'Organisations', ...treeView(rows) });
  });

  app.get(patterns.spokes, guard('partnership.read'), async (request, reply) => {
    const hubs = consistencyView(await context.acts().read(spokeConsistency, {}, request.who));
    return context.page(request, reply, 'partnership/organisations/spokes.njk', { title: 'Spokes side by side', breadcrumbs: CRUMBS, hubs });
  });

  app.get(patterns.coverage, guard('partnership.read'), async (request, reply) => {
    const areas = await context.acts().read(dutyCoverage, {}, request.who);
    return context.page(request, reply, 'partnership/organisations/coverage.njk', {
      title: 'Duty holders of each area',
      breadcrumbs: CRUMBS,
      columns: areas[0]?.holders.map((holder) => holder.title) ?? [],
      areas: areas.map((area) => ({
        ...area,
        holders: area.holders.map((holder) => holder.organisations.map((each) => ({ name: each.name, href: urls.organisation(each.id) }))),
      })),
    });
  });

  app.get(patterns.organisation, guard('partnership.read'), async (request, reply) => {
    const one = await context.acts().read(organisationOne, { id: partOf(request) }, request.who);
    const { organisation, today } = one;
    const type = typeOf(organisation.type);
    const live = (dated: { fromOn: string; toOn: string | null }): boolean => dated.fromOn <= today && (dated.toOn === null || dated.toOn >= today);
    return context.page(request, reply, 'partnership/organisations/one.njk', {
      title: organisation.name,
      breadcrumbs: CRUMBS,
      ...one,
      type,
      duty: DUTY_WORDS[type.duty],
      areas: listed(organisation.area),
      wards: listed(organisation.wards),
      contact: one.contacts.find(live) ?? null,
      next: one.contacts.find((contact) => contact.fromOn > today) ?? null,
      past: one.contacts.filter((contact) => contact.toOn !== null && contact.toOn < today),
      seats: one.seats.filter((seat) => seat.toOn === null || seat.toOn >= today).map((seat) => ({ ...seat, title: seatTitle(seat.seat) })),
      people: one.people.map((person) => ({ ...person, roles: person.roles.map(roleTitle) })),
      mayName: context.acts().policy.reach(request.who, 'contact.edit') === 'partnership' || request.who.organisationId === organisation.id,
    });
  });

  registerOrganisationForms(app, context);
}
