/** Organisations: added, changed, closed, reopened. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can } from '../../../access/index.ts';
import {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  ORGANISATION_TYPES,
  organisationList,
  organisationMatters,
  organisationOne,
  reopenOrganisation,
  DUTY_WORDS,
} from '../../../access/organisations/index.ts';
import { listWithheld, SHARING } from '../../../access/sharing/index.ts';
import { codeList } from '../../../reference/index.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { partOf } from '../id.ts';
import { linkOf } from '../links.ts';

const CRUMBS = [{ text: 'Organisations', href: urls.organisations }];

const TYPES = [
  { value: '', text: 'Choose one' },
  ...ORGANISATION_TYPES.map((type) => ({
    value: type.id,
    text: type.duty === 'none' ? type.title : `${type.title} – ${DUTY_WORDS[type.duty].title.toLowerCase()}`,
  })),
];
const FORCES = [
  { value: '', text: 'None' },
  ...codeList('force')
    .items.filter((item) => item.unknown !== true)
    .map((item) => ({ value: item.code, text: item.label })),
];

const fieldsOf = (body: FormBody) => ({
  name: text(body, 'name'),
  shortName: text(body, 'shortName'),
  type: text(body, 'type'),
  parentId: text(body, 'parentId'),
  force: text(body, 'force'),
  area: text(body, 'area'),
  wards: text(body, 'wards'),
  outside: text(body, 'outside') === 'yes',
});

export function registerOrganisationForms(app: FastifyInstance, context: WebContext): void {
  const choices = async (request: FastifyRequest, but: string | null) => {
    const rows = await context.acts().read(organisationList, {}, request.who);
    const above = rows.filter((row) => row.closedOn === null && row.id !== but).map((row) => ({ value: row.id, text: row.name }));
    return { types: TYPES, forces: FORCES, above: [{ value: '', text: 'None: it stands by itself' }, ...above] };
  };

  formPage<{ id: string; name: string }>(app, context, {
    pattern: patterns.organisationNew,
    access: 'organisation.edit',
    view: 'partnership/organisations/edit.njk',
    load: async (request) => ({
      title: 'Add an organisation',
      breadcrumbs: CRUMBS,
      values: { name: '', shortName: '', type: '', parentId: '', force: '', area: '', wards: '', outside: [] },
      back: urls.organisations,
      ...(await choices(request, null)),
    }),
    action: addOrganisation,
    input: fieldsOf,
    next: ({ id, name }) => ({ href: urls.organisation(id), done: `${name} was added.` }),
  });

  formPage<{ id: string; name: string }>(app, context, {
    pattern: patterns.organisationEdit,
    access: 'organisation.edit',
    view: 'partnership/organisations/edit.njk',
    async load(request) {
      const { organisation } = await context.acts().read(organisationOne, { id: partOf(request) }, request.who);
      const { name, shortName, type, parentId, force, area, wards, outside, version } = organisation;
      return {
        title: `Change ${name}`,
        breadcrumbs: [...CRUMBS, { text: name, href: urls.organisation(organisation.id) }],
        values: { name, shortName, type, parentId: parentId ?? '', force: force ?? '', area: area ?? '', wards: wards ?? '', outside: outside ? ['yes'] : [] },
        version,
        back: urls.organisation(organisation.id),
        ...(await choices(request, organisation.id)),
      };
    },
    action: changeOrganisation,
    input: (body, request, version) => ({ id: partOf(request), version, ...fieldsOf(body) }),
    next: ({ id, name }) => ({ href: urls.organisation(id), done: `${name} was changed.` }),
  });

  formPage<{ id: string; name: string }>(app, context, {
    pattern: patterns.organisationClose,
    access: 'organisation.edit',
    view: 'partnership/organisations/close.njk',
    async load(request) {
      const acts = context.acts();
      const { organisation } = await acts.read(organisationOne, { id: partOf(request) }, request.who);
      const matters = await acts.read(organisationMatters, { id: organisation.id }, request.who);
      const withheld = await acts.read(listWithheld, {}, request.who);
      return {
        title: `Close ${organisation.name}`,
        breadcrumbs: [...CRUMBS, { text: organisation.name, href: urls.organisation(organisation.id) }],
        values: { reason: '' },
        version: organisation.version,
        back: urls.organisation(organisation.id),
        withheld: withheld.filter((each) => each.organisationId === organisation.id).map((each) => `${SHARING[each.type].title}: ${each.notice}`),
        matters: matters.map((matter) => ({
          text: matter.text,
          href: matter.link === null ? matter.href : linkOf(matter.link, (key) => can(request.who, key)),
        })),
      };
    },
    action: closeOrganisation,
    input: (body, request, version) => ({ id: partOf(request), version, reason: text(body, 'reason') }),
    next: ({ id, name }) => ({ href: urls.organisation(id), done: `${name} is closed. Its record stays.` }),
  });

  formPage<{ id: string; name: string }>(app, context, {
    pattern: patterns.organisationReopen,
    access: 'organisation.edit',
    view: 'partnership/organisations/reopen.njk',
    async load(request) {
      const { organisation } = await context.acts().read(organisationOne, { id: partOf(request) }, request.who);
      return {
        title: `Reopen ${organisation.name}`,
        breadcrumbs: [...CRUMBS, { text: organisation.name, href: urls.organisation(organisation.id) }],
        values: {},
        version: organisation.version,
        organisation,
        back: urls.organisation(organisation.id),
      };
    },
    action: reopenOrganisation,
    input: (_body, request, version) => ({ id: partOf(request), version }),
    next: ({ id, name }) => ({ href: urls.organisation(id), done: `${name} is open again.` }),
  });
}
