/** Cases at panels: the list, and each from what brought it to how it ended (requirement R009). */
import type { FastifyInstance } from 'fastify';
import { can, civilDay } from '../../../access/index.ts';
import { caseChoices, listCases, readCase } from '../../../access/cases/index.ts';
import type { WebContext } from '../../context.ts';
import { MARKING } from '../../figure/clearance.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { list } from '../../words.ts';
import { asked } from '../id.ts';
import { CRUMB, registerCaseForms } from './forms.ts';
import { STATES, traceSteps } from './view.ts';

export function registerCases(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());

  app.get(patterns.cases, guard('case.read'), async (request, reply) => {
    const all = await context.acts().read(listCases, {}, request.who);
    const wanted = asked(request, 'reference').trim();
    const choices = can(request.who, 'case.refer') ? await context.acts().read(caseChoices, {}, request.who) : null;
    const shown = wanted === '' ? all : all.filter((each) => each.reference?.toLowerCase().includes(wanted.toLowerCase()));
    return context.page(request, reply, 'partnership/cases/list.njk', {
      title: 'Cases at panels',
      marking: MARKING,
      any: all.length > 0,
      refers: choices !== null,
      mayBring: choices !== null && choices.panels.length > 0,
      wanted,
      cases: shown.map((each) => ({ ...each, href: each.reference === null ? null : urls.case(each.id), tag: STATES[each.state] })),
    });
  });

  app.get<{ Params: { id: string } }>(patterns.case, guard('case.read'), async (request, reply) => {
    const trace = await context.acts().read(readCase, { id: request.params.id }, request.who);
    const hosts = trace.hostId !== null && trace.hostId === request.who.organisationId && can(request.who, 'case.decide');
    return context.page(request, reply, 'partnership/cases/one.njk', {
      title: `Case ${trace.reference}`,
      marking: MARKING,
      breadcrumbs: [CRUMB],
      trace,
      tag: STATES[trace.state],
      steps: traceSteps(trace, request.who.organisationId, today()),
      may: {
        decide: hosts && trace.closedOn === null,
        give: hosts && trace.closedOn === null && trace.decisions.length > 0,
        close: hosts && trace.closedOn === null && trace.decisions.length > 0,
        panel: can(request.who, 'meeting.read'),
        agreement: can(request.who, 'agreement.read'),
      },
      others: list(trace.parties.map((each) => each.name)),
    });
  });

  registerCaseForms(app, context);
}
