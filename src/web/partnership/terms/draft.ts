/** A new version of the terms of reference: its text, what it means for each role, and publishing it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay, ROLES, roleIds, roleTitle } from '../../../access/index.ts';
import { changeTerms, currentTerms, draftOfTerms, draftTerms, publishTerms, setTermsRole } from '../../../access/terms/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text } from '../../forms/body.ts';
import { dateFields, dateIn, dateValues } from '../../forms/dates.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { partOf } from '../id.ts';

const TERMS = { text: 'Terms of reference', href: urls.terms };
const DRAFT = { text: 'New version', href: urls.termsDraft };

const fieldsOf = (body: FormBody) => ({
  title: text(body, 'title'),
  purpose: text(body, 'purpose'),
  objectives: text(body, 'objectives'),
  text: text(body, 'text'),
  effectiveOn: dateIn(body, 'effectiveOn'),
});

interface Texts {
  readonly title: string;
  readonly purpose: string;
  readonly objectives: string;
  readonly text: string;
}

/** What the form shows at first: the version before, or the draft. */
const valuesOf = (from: Texts | null, effectiveOn: string) => ({
  title: from?.title ?? 'Terms of reference',
  purpose: from?.purpose ?? '',
  objectives: from?.objectives ?? '',
  text: from?.text ?? '',
  ...dateValues('effectiveOn', effectiveOn),
});

export function registerDraft(app: FastifyInstance, context: WebContext): void {
  const draft = (request: FastifyRequest) => context.acts().read(draftOfTerms, {}, request.who);
  const needed = async (request: FastifyRequest) => {
    const found = await draft(request);
    if (found) return found;
    throw new HeadwaterError('not-found', 'no-draft', 'There is no draft of the terms of reference', { advice: 'Start a new version.' });
  };

  // The draft as a list of what is done and what is not; where there is none yet, the form that starts one.
  app.get(patterns.termsDraft, guard('terms.publish'), async (request, reply) => {
    const terms = await draft(request);
    if (!terms) return reply.redirect(urls.termsStart, 303);
    const said = new Set(terms.roles.map((each) => each.role));
    return context.page(request, reply, 'partnership/terms/draft.njk', {
      title: `Version ${terms.number}: draft`,
      breadcrumbs: [TERMS],
      terms,
      roles: roleIds.map((role) => ({ title: ROLES[role].title, href: urls.termsRole(role), done: said.has(role) })),
    });
  });

  const textPage = {
    access: 'terms.publish',
    view: 'partnership/terms/text.njk',
    fields: dateFields('effectiveOn'),
    next: () => ({ href: urls.termsDraft, done: 'The draft was saved.' }),
  } as const;

  formPage<{ id: string }>(app, context, {
    ...textPage,
    pattern: patterns.termsStart,
    async load(request) {
      const from = await context.acts().read(currentTerms, {}, request.who);
      const today = civilDay(context.acts().register.now());
      return { title: 'Start a new version', breadcrumbs: [TERMS], back: urls.terms, values: valuesOf(from, today) };
    },
    action: draftTerms,
    input: fieldsOf,
  });

  formPage<{ id: string }>(app, context, {
    ...textPage,
    pattern: patterns.termsText,
    async load(request) {
      const terms = await needed(request);
      return {
        title: `Version ${terms.number}: text`,
        breadcrumbs: [TERMS, DRAFT],
        back: urls.termsDraft,
        version: terms.version,
        values: { ...valuesOf(terms, terms.effectiveOn), id: terms.id },
      };
    },
    action: changeTerms,
    input: (body, _request, version) => ({ id: text(body, 'id'), version, ...fieldsOf(body) }),
  });

  formPage<{ id: string }>(app, context, {
    pattern: patterns.termsRole,
    access: 'terms.publish',
    view: 'partnership/terms/role.njk',
    async load(request) {
      const terms = await needed(request);
      const role = partOf(request, 'role');
      const words = terms.roles.find((each) => each.role === role);
      return {
        title: `What version ${terms.number} means for: ${roleTitle(role)}`,
        breadcrumbs: [TERMS, DRAFT],
        back: urls.termsDraft,
        values: { id: terms.id, means: words?.means ?? '', brings: words?.brings ?? '' },
      };
    },
    action: setTermsRole,
    input: (body, request) => ({ id: text(body, 'id'), role: partOf(request, 'role'), means: text(body, 'means'), brings: text(body, 'brings') }),
    next: (_result, request) => ({ href: urls.termsDraft, done: `Saved for: ${roleTitle(partOf(request, 'role'))}.` }),
  });

  formPage<{ number: number }>(app, context, {
    pattern: patterns.termsPublish,
    access: 'terms.publish',
    view: 'partnership/terms/publish.njk',
    async load(request) {
      const terms = await needed(request);
      return {
        title: `Publish version ${terms.number}`,
        breadcrumbs: [TERMS, DRAFT],
        back: urls.termsDraft,
        version: terms.version,
        terms,
        values: { id: terms.id },
      };
    },
    action: publishTerms,
    input: (body, _request, version) => ({ id: text(body, 'id'), version }),
    next: ({ number }) => ({ href: urls.terms, done: `Version ${number} is published. It stands on everybody’s Home until they have read it.` }),
  });
}
