/** People: invited, changed, suspended, ended, given memberships. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay, ROLES, roleIds } from '../../../access/index.ts';
import { organisationList } from '../../../access/organisations/index.ts';
import { changeMembership, changePerson, giveMembership, invitePerson, membershipOne, personOne, setPersonStatus } from '../../../access/people/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { dateFields, dateIn, dateValues } from '../../forms/dates.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { asked, partOf } from '../id.ts';

const PEOPLE = { text: 'People', href: urls.people() };
const ROLE_CHOICES = roleIds.map((id) => ({ value: id, text: ROLES[id].title, hint: { text: ROLES[id].words } }));
const STATUS_CHOICES = [
  { value: 'active', text: 'Active', hint: { text: 'They can sign in' } },
  {
    value: 'suspended',
    text: 'Suspended',
    hint: { text: 'They are signed out at once and cannot sign in. Their memberships stay, and they can be brought back' },
  },
  { value: 'left', text: 'Has left', hint: { text: 'They are signed out at once, and every membership ends today. What they did stays on record' } },
];

const details = (body: FormBody) => ({ name: text(body, 'name'), email: text(body, 'email'), phone: text(body, 'phone'), post: text(body, 'post') });
const terms = (body: FormBody) => ({ roles: texts(body, 'roles'), fromOn: dateIn(body, 'fromOn'), toOn: dateIn(body, 'toOn') });
const dates = dateFields('fromOn', 'toOn');

export function registerPeopleForms(app: FastifyInstance, context: WebContext): void {
  const organisations = async (request: FastifyRequest) => {
    const rows = (await context.acts().read(organisationList, {}, request.who)).filter((row) => row.closedOn === null && !row.outside);
    return [{ value: '', text: rows.length === 0 ? 'Add an organisation first' : 'Choose one' }, ...rows.map((row) => ({ value: row.id, text: row.name }))];
  };
  const today = (): string => civilDay(context.acts().register.now());
  const person = async (request: FastifyRequest) => (await context.acts().read(personOne, { id: partOf(request) }, request.who)).person;
  const crumbs = (id: string, name: string) => [PEOPLE, { text: name, href: urls.person(id) }];

  formPage<{ id: string; name: string }>(app, context, {
    pattern: patterns.personNew,
    access: 'person.manage',
    view: 'partnership/people/invite.njk',
    load: async (request) => ({
      title: 'Invite a person',
      breadcrumbs: [PEOPLE],
      organisations: await organisations(request),
      roles: ROLE_CHOICES,
      back: urls.people(),
      values: {
        name: '',
        email: '',
        phone: '',
        post: '',
        organisationId: asked(request, 'organisation'),
        roles: [],
        ...dateValues('fromOn', today()),
        ...dateValues('toOn', null),
      },
    }),
    action: invitePerson,
    input: (body) => ({ ...details(body), organisationId: text(body, 'organisationId'), ...terms(body) }),
    fields: dates,
    next: ({ id, name }) => ({ href: urls.personLink(id), done: `${name} is on the register. Now make the link with which they join.` }),
  });

  formPage<{ id: string }>(app, context, {
    pattern: patterns.personEdit,
    access: 'person.manage',
    view: 'partnership/people/details.njk',
    async load(request) {
      const { id, name, email, phone, post, version } = await person(request);
      return {
        title: `Change details of ${name}`,
        breadcrumbs: crumbs(id, name),
        back: urls.person(id),
        version,
        values: { name, email, phone: phone ?? '', post: post ?? '' },
      };
    },
    action: changePerson,
    input: (body, request, version) => ({ id: partOf(request), version, ...details(body) }),
    next: ({ id }) => ({ href: urls.person(id), done: 'Their details were changed.' }),
  });

  formPage<{ id: string; status: string }>(app, context, {
    pattern: patterns.personAccess,
    access: 'person.manage',
    view: 'partnership/people/access.njk',
    async load(request) {
      const { id, name, status, version } = await person(request);
      return { title: `Access of ${name}`, breadcrumbs: crumbs(id, name), back: urls.person(id), version, states: STATUS_CHOICES, values: { status } };
    },
    action: setPersonStatus,
    input: (body, request, version) => ({ id: partOf(request), version, status: text(body, 'status') }),
    next: ({ id, status }) => ({
      href: urls.person(id),
      done:
        status === 'active'
          ? 'They can sign in again. Give them a membership if they have none.'
          : status === 'left'
            ? 'They have left: they are signed out and their memberships end today.'
            : 'They are suspended and signed out.',
    }),
  });

  formPage<{ personId: string }>(app, context, {
    pattern: patterns.membershipNew,
    access: 'person.manage',
    view: 'partnership/people/membership.njk',
    async load(request) {
      const { id, name } = await person(request);
      return {
        title: `Give ${name} a membership`,
        breadcrumbs: crumbs(id, name),
        organisations: await organisations(request),
        roles: ROLE_CHOICES,
        back: urls.person(id),
        values: { organisationId: '', roles: [], ...dateValues('fromOn', today()), ...dateValues('toOn', null) },
      };
    },
    action: giveMembership,
    input: (body, request) => ({ personId: partOf(request), organisationId: text(body, 'organisationId'), ...terms(body) }),
    fields: dates,
    next: ({ personId }) => ({ href: urls.person(personId), done: 'The membership was given.' }),
  });

  formPage<{ personId: string }>(app, context, {
    pattern: patterns.membershipEdit,
    access: 'person.manage',
    view: 'partnership/people/membership.njk',
    async load(request) {
      const held = await context.acts().read(membershipOne, { id: partOf(request, 'membership') }, request.who);
      return {
        title: `${held.person} at ${held.organisation}`,
        breadcrumbs: crumbs(held.personId, held.person),
        organisations: null,
        roles: ROLE_CHOICES,
        back: urls.person(held.personId),
        version: held.version,
        values: { roles: held.roles, ...dateValues('fromOn', held.fromOn), ...dateValues('toOn', held.toOn) },
      };
    },
    action: changeMembership,
    input: (body, request, version) => ({ id: partOf(request, 'membership'), version, ...terms(body) }),
    fields: dates,
    next: ({ personId }) => ({ href: urls.person(personId), done: 'The membership was changed.' }),
  });
}
