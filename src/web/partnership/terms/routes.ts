/** Terms of reference: read, said to be read, reported on. */
import type { FastifyInstance } from 'fastify';
import { can, roleTitle } from '../../../access/index.ts';
import { acknowledgeTerms, currentTerms, draftOfTerms, type ReceiptLine, termsReceipts, termsVersion, termsVersions } from '../../../access/terms/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day, moment } from '../../words.ts';
import { partOf } from '../id.ts';
import { registerDraft } from './draft.ts';

const CRUMBS = [{ text: 'Terms of reference', href: urls.terms }];

interface RoleWords {
  readonly role: string;
  readonly means: string;
  readonly brings: string;
}

/** What they say to who reads, and to the others. */
const spoken = (roles: readonly RoleWords[], own: readonly string[]) => {
  const titled = roles.map((each) => ({ ...each, title: roleTitle(each.role) }));
  return { mine: titled.filter((each) => own.includes(each.role)), others: titled.filter((each) => !own.includes(each.role)) };
};

export function registerTerms(app: FastifyInstance, context: WebContext): void {
  formPage<{ number: number }>(app, context, {
    pattern: patterns.terms,
    access: 'terms.read',
    view: 'partnership/terms/current.njk',
    async load(request) {
      const acts = context.acts();
      const terms = await acts.read(currentTerms, {}, request.who);
      return {
        title: 'Terms of reference',
        values: {},
        terms,
        readOn: terms?.readAt ? moment(terms.readAt.toISOString()) : null,
        ...spoken(terms?.roles ?? [], request.who.roles),
        versions: (await acts.read(termsVersions, {}, request.who)).map((each) => ({
          ...each,
          publishedOn: day((each.publishedAt ?? new Date()).toISOString()),
        })),
        draft: can(request.who, 'terms.publish') ? await acts.read(draftOfTerms, {}, request.who) : null,
      };
    },
    action: acknowledgeTerms,
    input: (body) => ({ id: text(body, 'id') }),
    next: ({ number }) => ({ href: urls.terms, done: `That you have read version ${number} is on record.` }),
  });

  app.get(patterns.termsVersion, guard('terms.read'), async (request, reply) => {
    const terms = await context.acts().read(termsVersion, { number: partOf(request, 'number') }, request.who);
    return context.page(request, reply, 'partnership/terms/version.njk', {
      title: `Terms of reference, version ${terms.number}`,
      breadcrumbs: CRUMBS,
      terms,
      publishedOn: terms.publishedAt === null ? '' : day(terms.publishedAt.toISOString()),
      roles: spoken(terms.roles, []).others,
    });
  });

  app.get(patterns.termsReceipts, guard('terms.receipts'), async (request, reply) => {
    const report = await context.acts().read(termsReceipts, {}, request.who);
    const lineView = (line: ReceiptLine) => ({ ...line, missing: line.of - line.read });
    return context.page(request, reply, 'partnership/terms/receipts.njk', {
      title: 'Who has read the terms of reference',
      breadcrumbs: CRUMBS,
      report: report === null ? null : { ...report, publishedOn: report.publishedAt === null ? '' : day(report.publishedAt.toISOString()) },
      roles: report?.byRole.map(lineView) ?? [],
      organisations: report?.byOrganisation.map((line) => ({ ...lineView(line), href: urls.organisation(line.id) })) ?? [],
    });
  });

  registerDraft(app, context);
}
