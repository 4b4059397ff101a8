/** The directory, and naming a point of contact. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changeContact, contactChoices, directory, nameContact } from '../../../access/contacts/index.ts';
import { ORGANISATION_TYPES, typeOf } from '../../../access/organisations/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { dateFields, dateIn, dateValues } from '../../forms/dates.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { asked, partOf } from '../id.ts';

export function registerContacts(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.directory, guard('directory.read'), async (request, reply) => {
    const filter = { text: asked(request, 'text'), type: asked(request, 'type') };
    const found = await context.acts().read(directory, filter, request.who);
    return context.page(request, reply, 'partnership/contacts/directory.njk', {
      title: 'Directory',
      filter,
      types: [
        { value: '', text: 'All kinds', chosen: filter.type === '' },
        ...ORGANISATION_TYPES.map((type) => ({ value: type.id, text: type.title, chosen: type.id === filter.type })),
      ],
      rows: found.map((row) => ({ ...row, type: typeOf(row.type).title, href: urls.organisation(row.id) })),
    });
  });

  const choices = async (request: FastifyRequest) => {
    const contactId = partOf(request, 'contact');
    const given = { organisationId: partOf(request), ...(contactId === '' ? {} : { contactId }) };
    const { organisation, members, contact, today } = await context.acts().read(contactChoices, given, request.who);
    const people = members.map((member) => ({ value: member.id, text: member.post === null ? member.name : `${member.name}, ${member.post}` }));
    return {
      breadcrumbs: [
        { text: 'Organisations', href: urls.organisations },
        { text: organisation.name, href: urls.organisation(organisation.id) },
      ],
      organisation,
      contact,
      today,
      people: [{ value: '', text: 'Choose one' }, ...people],
      deputies: [{ value: '', text: 'None yet' }, ...people],
      back: urls.organisation(organisation.id),
    };
  };

  formPage<{ organisationId: string }>(app, context, {
    pattern: patterns.contactNew,
    access: 'contact.edit',
    view: 'partnership/contacts/name.njk',
    async load(request) {
      const data = await choices(request);
      return {
        ...data,
        title: `Point of contact of ${data.organisation.name}`,
        values: { personId: '', deputyId: '', ...dateValues('fromOn', data.today), ...dateValues('toOn', null) },
      };
    },
    action: nameContact,
    input: (body, request) => ({
      organisationId: partOf(request),
      personId: text(body, 'personId'),
      deputyId: text(body, 'deputyId'),
      fromOn: dateIn(body, 'fromOn'),
      toOn: dateIn(body, 'toOn'),
    }),
    fields: dateFields('fromOn', 'toOn'),
    next: ({ organisationId }) => ({ href: urls.organisation(organisationId), done: 'The point of contact is named.' }),
  });

  formPage<{ organisationId: string }>(app, context, {
    pattern: patterns.contactEdit,
    access: 'contact.edit',
    view: 'partnership/contacts/change.njk',
    async load(request) {
      const data = await choices(request);
      if (data.contact === null) {
        throw new HeadwaterError('not-found', 'no-such-contact', 'There is no such point of contact', { advice: 'Go back to the organisation’s page.' });
      }
      return {
        ...data,
        title: `Point of contact of ${data.organisation.name}`,
        version: data.contact.version,
        values: { deputyId: data.contact.deputyId ?? '', ...dateValues('toOn', data.contact.toOn) },
      };
    },
    action: changeContact,
    input: (body, request, version) => ({ id: partOf(request, 'contact'), version, deputyId: text(body, 'deputyId'), toOn: dateIn(body, 'toOn') }),
    fields: dateFields('toOn'),
    next: ({ organisationId }) => ({ href: urls.organisation(organisationId), done: 'The point of contact was changed.' }),
  });
}
