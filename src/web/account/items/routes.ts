/** Recommendations and other items: the register, one item with its plan, and the forms of an item. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can } from '../../../access/index.ts';
import { formChoices, readInspection } from '../../../account/inspections/index.ts';
import { addItem, closeItem, editItem, listItems, readItem, reopenItem, routesFor } from '../../../account/items/index.ts';
import { type PlanView, readPlan } from '../../../account/plan/index.ts';
import type { WebContext } from '../../context.ts';
import { queryOf } from '../../figure/question.ts';
import { dateParts, text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { slugParam } from '../inspections/form.ts';
import { dateValues, fieldNames, inspectionCrumbs, itemCrumbs, itemRow, param } from '../shared.ts';
import { grouped, itemFilterView, matchingItems, parseItemFilter } from './filter.ts';
import { ITEM_FIELDS, ITEM_LABELS, itemChoices, itemHeld, itemInput, itemValues, newItem } from './form.ts';
import { registerPortal } from './portal.ts';
import { ROUTE_WORDS, itemPage } from './view.ts';

interface Done {
  readonly id: string;
}

export function registerItems(app: FastifyInstance, context: WebContext): void {
  const one = (request: FastifyRequest) => context.acts().read(readItem, { id: param(request, 'id') }, request.who);

  app.get(patterns.recommendations, guard('inspection.read'), async (request, reply) => {
    const items = await context.acts().read(listItems, {}, request.who);
    const filter = parseItemFilter(queryOf(request.url));
    const found = matchingItems(items, filter);
    return context.page(request, reply, 'account/items/list.njk', {
      title: 'Recommendations',
      all: items.length,
      found: found.length,
      own: found.filter((item) => item.own).length,
      groups: grouped(found, filter.group).map((group) => ({ title: group.title, rows: group.items.map(itemRow) })),
      filter: itemFilterView(items, filter),
    });
  });

  registerPortal(app, context);

  app.get(patterns.recommendation, guard('inspection.read'), async (request, reply) => {
    const item = await one(request);
    const plan: PlanView | null = can(request.who, 'plan.read') ? await context.acts().read(readPlan, { itemId: item.id }, request.who) : null;
    const { forceCode } = await context.acts().read(formChoices, {}, request.who);
    const report = await context.acts().read(readInspection, { slug: item.report.slug }, request.who);
    return context.page(request, reply, 'account/items/one.njk', {
      title: `${item.name} of ${item.report.title}`,
      breadcrumbs: itemCrumbs(item),
      ...itemPage(item, plan, { who: request.who, filer: report.organisationId, force: forceCode }),
    });
  });

  const next = (done: string) => (result: Done) => ({ href: urls.recommendation(result.id), done });

  formPage<Done>(app, context, {
    pattern: patterns.itemNew,
    access: 'inspection.edit',
    view: 'account/items/form.njk',
    async load(request) {
      const report = await context.acts().read(readInspection, { slug: slugParam(request) }, request.who);
      const choices = await context.acts().read(formChoices, {}, request.who);
      const items = await context.acts().read(listItems, {}, request.who);
      return {
        title: 'Add a recommendation or other item',
        breadcrumbs: [...inspectionCrumbs(), { text: report.title, href: urls.inspection(report.slug) }],
        report: report.title,
        values: newItem(),
        choices: itemChoices(choices, items, report.id),
        back: urls.inspection(report.slug),
        labels: ITEM_LABELS,
        editing: false,
      };
    },
    action: addItem,
    input: async (body, request) => ({
      inspectionId: (await context.acts().read(readInspection, { slug: slugParam(request) }, request.who)).id,
      fields: itemInput(body),
    }),
    fields: ITEM_FIELDS,
    next: next('It is on file. Plan the work below.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.itemEdit,
    access: 'inspection.edit',
    view: 'account/items/form.njk',
    async load(request) {
      const item = await one(request);
      const choices = await context.acts().read(formChoices, {}, request.who);
      const items = await context.acts().read(listItems, {}, request.who);
      return {
        title: `Change ${item.name.charAt(0).toLowerCase()}${item.name.slice(1)}`,
        breadcrumbs: itemCrumbs(item, true),
        report: item.report.title,
        version: item.version,
        values: itemValues(item),
        held: itemHeld(item, items),
        choices: itemChoices(choices, items, item.inspectionId),
        back: urls.recommendation(item.id),
        labels: ITEM_LABELS,
        editing: true,
      };
    },
    action: editItem,
    input: (body, request, version) => ({ id: param(request, 'id'), version, fields: itemInput(body) }),
    fields: ITEM_FIELDS,
    next: next('It is changed.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.itemClose,
    access: 'item.close',
    view: 'account/items/close.njk',
    async load(request) {
      const item = await one(request);
      const routes = routesFor(request.who.roles);
      return {
        title: `Close ${item.name.charAt(0).toLowerCase()}${item.name.slice(1)}`,
        breadcrumbs: itemCrumbs(item, true),
        version: item.version,
        values: { route: routes.length === 1 ? (routes[0] ?? '') : '', ...dateValues('closedOn', null), note: '' },
        item,
        routes: routes.map((route) => ({ value: route, text: ROUTE_WORDS[route] })),
        back: urls.recommendation(item.id),
      };
    },
    action: closeItem,
    input: (body, request, version) => ({
      id: param(request, 'id'),
      version,
      route: text(body, 'route'),
      closedOn: dateParts(body, 'closedOn'),
      note: text(body, 'note'),
    }),
    fields: fieldNames([], ['closedOn']),
    next: next('It is closed.'),
  });

  formPage<Done>(app, context, {
    pattern: patterns.itemReopen,
    access: 'item.close',
    view: 'account/items/reason.njk',
    async load(request) {
      const item = await one(request);
      return {
        title: `Reopen ${item.name.charAt(0).toLowerCase()}${item.name.slice(1)}`,
        breadcrumbs: itemCrumbs(item, true),
        version: item.version,
        values: { reason: '' },
        item,
        lines: [item.closureNote ?? ''],
        field: 'reason',
        question: 'Why is it reopened?',
        button: 'Reopen it',
        back: urls.recommendation(item.id),
        warning: false,
      };
    },
    action: reopenItem,
    input: (body, request, version) => ({ id: param(request, 'id'), version, reason: text(body, 'reason') }),
    next: next('It is open again.'),
  });
}
