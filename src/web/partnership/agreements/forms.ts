/** Forms of a sharing agreement: it is begun, and each section of the draft is filled in. What is done to it afterwards is in `steps.ts`. */
import type { FastifyInstance } from 'fastify';
import { type Agreement, draftAgreement, editAgreement, readAgreement } from '../../../access/agreements/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import { partOf } from '../id.ts';
import { type Done, recordForms } from '../record-form.ts';
import { sections } from './sections/index.ts';
import { registerAgreementSteps } from './steps.ts';

const CRUMB = { text: 'Sharing agreements', href: urls.agreements() };

export function registerAgreementForms(app: FastifyInstance, context: WebContext): void {
  const beginning = recordForms(app, context, {
    access: 'agreement.edit',
    load: async () => null,
    around: () => ({ cancel: urls.agreements(), breadcrumbs: [CRUMB] }),
  });
  const form = recordForms<Agreement>(app, context, {
    access: 'agreement.edit',
    load: async (request) => (await context.acts().read(readAgreement, { id: partOf(request) }, request.who)).agreement,
    around: ({ id, version, reference, title }) => ({
      caption: `${reference}: ${title}`,
      cancel: urls.agreement(id),
      breadcrumbs: [CRUMB, { text: reference, href: urls.agreement(id) }],
      version,
    }),
  });

  beginning<Done>({
    pattern: patterns.agreementNew,
    asked: () => ({
      title: 'Draft a sharing agreement',
      intro: ['Begin with its name. You fill in the rest section by section, in any order, and record it as signed when everything is there.'],
      fields: [
        { kind: 'text', name: 'reference', label: 'Reference', hint: 'As your organisations file it, such as ISA 2026/04', width: 20 },
        { kind: 'text', name: 'title', label: 'Title', hint: 'What is shared with whom, in a few words' },
      ],
      button: 'Save and go on',
    }),
    action: draftAgreement,
    input: (body) => ({ reference: text(body, 'reference'), title: text(body, 'title') }),
    next: ({ id }) => ({ href: urls.agreement(id), done: 'The draft is saved. Fill in its sections.' }),
  });

  for (const { pattern, title, intro, fields, values, input, dates = {}, lines = {}, labels } of sections(context)) {
    form<Done>({
      pattern,
      asked: async (agreement, request) => ({
        title,
        ...(intro === undefined ? {} : { intro }),
        fields: await fields(agreement, request),
        button: 'Save',
        labels,
        values: values(agreement),
      }),
      action: editAgreement,
      input: (body, shown) => ({ ...shown, ...input(body) }),
      datesOrNone: dates,
      lines,
      next: ({ id }) => ({ href: urls.agreement(id), done: `${title}: saved.` }),
    });
  }

  registerAgreementSteps(form);
}
