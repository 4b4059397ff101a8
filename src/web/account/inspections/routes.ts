/** Reports: the list, one report, putting one on file and changing it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can } from '../../../access/index.ts';
import {
  addInspection,
  editInspection,
  forceName,
  formChoices,
  inspectorateName,
  inspectorateShort,
  type InspectionView,
  kindWords,
  listInspections,
  noSuchReport,
  readInspection,
} from '../../../account/inspections/index.ts';
import { findResponse } from '../../../account/responses/index.ts';
import { listItems } from '../../../account/items/index.ts';
import type { WebContext } from '../../context.ts';
import { queryOf } from '../../figure/question.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day, list, moment } from '../../words.ts';
import { deadlineTag, inspectionCrumbs, itemRow, param, publishedWords } from '../shared.ts';
import { filterView, matchingReports, parseReportFilter, scopeWords } from './filter.ts';
import { newReport, REPORT_FIELDS, REPORT_LABELS, reportChoices, reportHeld, reportInput, reportValues, slugParam } from './form.ts';

interface Filed {
  readonly slug: string;
  readonly warnings: readonly string[];
}

export function registerInspections(app: FastifyInstance, context: WebContext): void {
  const one = (request: FastifyRequest) => context.acts().read(readInspection, { slug: slugParam(request) }, request.who);

  app.get(patterns.inspections, guard('inspection.read'), async (request, reply) => {
    const reports = await context.acts().read(listInspections, {}, request.who);
    const filter = parseReportFilter(queryOf(request.url));
    return context.page(request, reply, 'account/inspections/list.njk', {
      title: 'Inspections',
      all: reports.length,
      rows: matchingReports(reports, filter).map(row),
      filter: filterView(reports, filter),
    });
  });

  app.get(patterns.inspection, guard('inspection.read'), async (request, reply) => {
    const report = await one(request);
    const items = await context.acts().read(listItems, { inspectionId: report.id }, request.who);
    const response = can(request.who, 'response.read') ? await context.acts().read(findResponse, { slug: report.slug }, request.who) : null;
    return context.page(request, reply, 'account/inspections/one.njk', {
      response: responseLink(report, response, can(request.who, 'response.draft')),
      title: report.title,
      breadcrumbs: inspectionCrumbs(),
      report,
      kind: kindWords(report.kind),
      mine: report.organisationId === request.who.organisationId,
      embargo: report.embargoAt === null ? '' : moment(report.embargoAt.toISOString()),
      deadline: report.deadline === null ? null : { ...deadlineTag(report.deadline), text: publishedWords(report.deadline) },
      items: items.map(itemRow),
      own: items.filter((item) => item.own).length,
      facts: facts(report),
      sources: report.sources.map((source, at) => ({
        name: source.name,
        at: source.createdAt.toISOString(),
        hash: `${source.sha256.slice(0, 16)}…`,
        href: urls.inspectionSource(report.slug, at + 1),
      })),
    });
  });

  app.get(patterns.inspectionSource, guard('inspection.read'), async (request, reply) => {
    const report = await one(request);
    const source = report.sources[Number(param(request, 'number')) - 1];
    if (source === undefined) throw noSuchReport();
    return context.page(request, reply, 'account/inspections/source.njk', {
      title: source.name,
      breadcrumbs: [...inspectionCrumbs(), { text: report.title, href: urls.inspection(report.slug) }],
      source,
      at: source.createdAt.toISOString(),
    });
  });

  const next = (done: string) => (filed: Filed) => ({ href: urls.inspection(filed.slug), done: [done, ...filed.warnings].join(' ') });

  formPage<Filed>(app, context, {
    pattern: patterns.inspectionNew,
    access: 'inspection.edit',
    view: 'account/inspections/form.njk',
    async load(request) {
      const choices = await context.acts().read(formChoices, {}, request.who);
      return {
        title: 'Put a report on file',
        breadcrumbs: inspectionCrumbs(),
        values: newReport(),
        choices: reportChoices(choices),
        back: urls.inspections(),
        labels: REPORT_LABELS,
        editing: false,
      };
    },
    action: addInspection,
    input: reportInput,
    fields: REPORT_FIELDS,
    next: next('The report is on file.'),
  });

  formPage<Filed>(app, context, {
    pattern: patterns.inspectionEdit,
    access: 'inspection.edit',
    view: 'account/inspections/form.njk',
    async load(request) {
      const report = await one(request);
      const choices = await context.acts().read(formChoices, {}, request.who);
      return {
        title: 'Change a report on file',
        breadcrumbs: [...inspectionCrumbs(), { text: report.title, href: urls.inspection(report.slug) }],
        version: report.version,
        values: reportValues(report),
        held: reportHeld(report),
        choices: reportChoices(choices),
        back: urls.inspection(report.slug),
        labels: REPORT_LABELS,
        editing: true,
      };
    },
    action: editInspection,
    input: async (body, request, version) => ({ id: (await one(request)).id, version, fields: reportInput(body) }),
    fields: REPORT_FIELDS,
    next: next('The report is changed.'),
  });
}

/** A response that is published says so shortly in its tag. */
const shortTag = ({ deadline, respondedOn }: InspectionView) =>
  deadline === null
    ? null
    : { ...deadlineTag(deadline), ...(respondedOn === null ? {} : { text: deadline.state === 'met-late' ? 'Published late' : 'Published' }) };

/** The way to the response, where whoever looks may follow it; in words where nobody has opened one yet. */
function responseLink(
  report: InspectionView,
  found: { readonly id: string | null } | null,
  drafts: boolean,
): { readonly text: string; readonly href: string | null } | null {
  if (found === null) return null;
  if (found.id === null && !drafts) return { text: 'No response is open yet: an officer of the policing body opens it.', href: null };
  return { text: report.respondedOn === null && drafts ? 'Work on the response' : 'See the response', href: urls.response(found.id ?? report.slug) };
}

const row = (report: InspectionView) => ({
  title: report.title,
  href: urls.inspection(report.slug),
  kind: kindWords(report.kind),
  bodies: list(report.inspectorates.map(inspectorateShort)),
  scope: scopeWords(report.scope),
  embargoed: report.embargoed,
  publishedOn: report.publishedOn,
  items: report.items,
  deadline: report.deadline === null ? null : shortTag(report),
  note: report.deadline === null ? '' : publishedWords(report.deadline),
  responded: report.respondedOn !== null,
  lastDay: report.deadline?.lastDay ?? '',
});

interface Fact {
  readonly key: string;
  readonly text: string;
  readonly href?: string;
}

function facts(report: InspectionView): Fact[] {
  const forces = report.scope === 'all' ? 'All forces of England and Wales' : list(report.forces.map(forceName));
  return [
    { key: 'Made by', text: list(report.inspectorates.map(inspectorateName)) },
    { key: 'Published', text: day(report.publishedOn) },
    ...(report.embargoAt === null ? [] : [{ key: 'Embargo', text: `${report.embargoed ? 'Until' : 'Ended on'} ${moment(report.embargoAt.toISOString())}` }]),
    { key: 'About', text: forces },
    ...(report.grade === null ? [] : [{ key: 'Grade', text: report.grade }]),
    ...(report.link === null ? [] : [{ key: 'Report', text: report.link, href: report.link }]),
    ...(report.summary === '' ? [] : [{ key: 'Summary', text: report.summary }]),
    { key: 'Put on file by', text: report.organisation },
  ];
}
