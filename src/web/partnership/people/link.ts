/** The link with which somebody joins or chooses a new password: shown once, in the answer to the form, and kept nowhere. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { makeLink, personOne } from '../../../access/people/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import { InputError } from '../../../register/index.ts';
import type { WebContext } from '../../context.ts';
import { bodyOf, text } from '../../forms/body.ts';
import { viewOf } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { originOf } from '../../figure/origin.ts';
import { patterns, urls } from '../../urls.ts';
import { partOf } from '../id.ts';

const VIEW = 'partnership/people/link.njk';

const PURPOSES = [
  { value: 'join', text: 'To join', hint: { text: 'Good for seven days. With it they choose their first password' } },
  { value: 'reset', text: 'To choose a new password', hint: { text: 'Good for an hour. Be sure that it is they who ask' } },
];

export function registerLink(app: FastifyInstance, context: WebContext): void {
  const load = async (request: FastifyRequest) => {
    const { person } = await context.acts().read(personOne, { id: partOf(request) }, request.who);
    return {
      title: `Link for ${person.name}`,
      breadcrumbs: [
        { text: 'People', href: urls.people() },
        { text: person.name, href: urls.person(person.id) },
      ],
      person,
      purposes: PURPOSES,
      back: urls.person(person.id),
      values: { purpose: 'join' },
      link: null,
    };
  };

  app.get(patterns.personLink, guard('person.manage'), async (request, reply) => {
    const data = await load(request);
    return context.page(request, reply, VIEW, { ...data, form: viewOf(request, data) });
  });

  app.post(patterns.personLink, guard('person.manage'), async (request, reply) => {
    const purpose = text(bodyOf(request), 'purpose');
    try {
      const made = await context.acts().act(makeLink, { id: partOf(request), purpose }, request.who);
      const data = await load(request);
      return context.page(request, reply, VIEW, { ...data, form: viewOf(request, data), link: `${originOf(request)}${urls.join(made.token)}`, purpose });
    } catch (error) {
      if (!(error instanceof HeadwaterError) || (error.kind !== 'bad-input' && error.kind !== 'refused')) throw error;
      const data = await load(request);
      const form = viewOf(request, data, {
        values: { purpose },
        // A field says what is wrong with it; a refusal says what to do instead, too.
        issues: error instanceof InputError ? error.issues : [{ path: '', message: `${error.message}. ${error.advice ?? ''}`.trim() }],
      });
      return context.page(request, reply.code(error.status), VIEW, { ...data, title: `Error: ${data.title}`, heading: data.title, form });
    }
  });
}
