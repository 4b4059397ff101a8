/** The register of sharing agreements: the list, one agreement, the file. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Agreement, agreementStates, exportAgreements, listAgreements, readAgreement, STATE_WORDS } from '../../../access/agreements/index.ts';
import { datasetTitle } from '../../catalogue/datasets.ts';
import type { WebContext } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import { queryOf } from '../../figure/question.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { registerAgreementForms } from './forms.ts';
import { CSV_COLUMNS, csvRow, rowOf, sectionsOf, standingOf, stateTag, stepsOf } from './view.ts';

interface ById {
  readonly Params: { readonly id: string };
}

const filterSchema = z.object({ state: z.string().max(40).default(''), organisation: z.string().max(40).default('') });

export function registerAgreements(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.agreements, guard('agreement.read'), async (request, reply) => {
    const all = await context.acts().read(listAgreements, {}, request.who);
    const filter = filterSchema.catch({ state: '', organisation: '' }).parse(Object.fromEntries(queryOf(request.url)));
    const found = all.filter((each) => matches(each, filter));
    const parties = new Map(all.flatMap((each) => each.parties.map((party) => [party.organisationId, party.name] as const)));
    return context.page(request, reply, 'partnership/agreements/list.njk', {
      title: 'Sharing agreements',
      rows: found.map(rowOf),
      found: found.length,
      all: all.length,
      filtered: filter.state !== '' || filter.organisation !== '',
      stateOptions: [
        { value: '', text: 'All', chosen: filter.state === '' },
        ...agreementStates.map((state) => ({ value: state, text: STATE_WORDS[state], chosen: state === filter.state })),
      ],
      organisationOptions: [
        { value: '', text: 'All', chosen: filter.organisation === '' },
        ...[...parties].sort(([, a], [, b]) => a.localeCompare(b)).map(([value, text]) => ({ value, text, chosen: value === filter.organisation })),
      ],
    });
  });

  app.get(patterns.agreementsCsv, guard('agreement.read'), async (request, reply) => {
    const all = await context.acts().read(exportAgreements, {}, request.who);
    return reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', 'attachment; filename="sharing-agreements.csv"')
      .header('cache-control', 'private, no-store')
      .send([csvLine(CSV_COLUMNS), ...all.map((each) => csvLine(csvRow(each)))].join(''));
  });

  app.get<ById>(patterns.agreement, guard('agreement.read'), async (request, reply) => {
    const page = await context.acts().read(readAgreement, { id: request.params.id }, request.who);
    const { agreement } = page;
    return context.page(request, reply, 'partnership/agreements/one.njk', {
      title: agreement.title,
      breadcrumbs: [{ text: 'Sharing agreements', href: urls.agreements() }],
      agreement,
      state: stateTag(agreement.state),
      standing: standingOf(page),
      sections: sectionsOf(agreement, datasetTitle),
      refusals: page.refusals.map((refusal) => ({ text: refusal.words, href: urls.agreementPage(agreement.id, refusal.section) })),
      steps: stepsOf(page).map((step) => ({ text: step.text, href: urls.agreementPage(agreement.id, step.page) })),
      renews: page.renews && { text: page.renews.reference, href: urls.agreement(page.renews.id) },
      renewedBy: page.renewedBy.map((each) => ({ text: each.reference, href: urls.agreement(each.id) })),
    });
  });

  registerAgreementForms(app, context);
}

const matches = (agreement: Agreement, { state, organisation }: z.output<typeof filterSchema>): boolean =>
  (state === '' || agreement.state === state) && (organisation === '' || agreement.parties.some((party) => party.organisationId === organisation));
