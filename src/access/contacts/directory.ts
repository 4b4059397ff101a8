/** The directory: who to ask at each organisation (requirements R005 and R006). */
import { z } from 'zod';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { liveOn } from '../live-rows.ts';
import { typeOf } from '../organisations/types.ts';
import { roleTitle } from '../roles.ts';
import { shareable } from '../sharing/index.ts';

/** Every open organisation of the partnership with its point of contact of today, those only that `text` finds: by name, kind, area, post, role or person. */
export const directory = defineRead({
  name: 'directory.list',
  title: 'Find the contact of an organisation',
  allowed: 'directory.read',
  shared: 'everybody',
  unmovedBy: ['inspection', 'item', 'milestone', 'evidence', 'response', 'chief-comment'],
  input: z.object({ text: z.string().trim().max(200).default(''), type: z.string().max(60).default('') }),
  async answer(tx, { text, type }, { at, who }) {
    const today = civilDay(at);
    const organisations = await tx
      .selectFrom('organisation as o')
      .select(['o.id', 'o.name', 'o.shortName', 'o.type', 'o.area'])
      .where('o.closedOn', 'is', null)
      .where('o.outside', '=', false)
      .orderBy('o.name')
      .execute();
    const contacts = await tx
      .selectFrom('contactPoint as c')
      .innerJoin('person as p', 'p.id', 'c.personId')
      .leftJoin('person as d', 'd.id', 'c.deputyId')
      .select(['c.organisationId', 'c.toOn', 'p.name', 'p.post', 'p.email', 'p.phone'])
      .select(['d.name as deputyName', 'd.post as deputyPost', 'd.email as deputyEmail', 'd.phone as deputyPhone'])
      .where('p.status', '=', 'active')
      .where(liveOn('c', today))
      .execute();
    const people = await tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .select(['m.organisationId', 'm.roles', 'p.post'])
      .where('p.status', '=', 'active')
      .where(liveOn('m', today))
      .execute();
    // The same for everybody of the partnership, so nobody is the owner here.
    const contactOf = new Map(
      contacts.map(({ name, post, email, phone, ...contact }) => [
        contact.organisationId,
        {
          ...shareable('contactPoint', contact, who.organisationId, null),
          ...shareable('person', { name, post, email, phone }, who.organisationId, null),
        },
      ]),
    );
    const peopleOf = Map.groupBy(people, (each) => each.organisationId);
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return organisations
      .filter((organisation) => type === '' || organisation.type === type)
      .map((organisation) => ({ ...organisation, contact: contactOf.get(organisation.id) ?? null }))
      .filter((organisation) => {
        const { contact } = organisation;
        const found = [organisation.name, organisation.shortName, typeOf(organisation.type).title, organisation.area ?? '']
          .concat(contact ? [contact.name, contact.post ?? '', contact.deputyName ?? '', contact.deputyPost ?? ''] : [])
          .concat((peopleOf.get(organisation.id) ?? []).flatMap((each) => [each.post ?? '', ...each.roles.map(roleTitle)]))
          .join(' ')
          .toLowerCase();
        return words.every((word) => found.includes(word));
      });
  },
});
