/** The methods behind the figures, as the registry tells them: what each answers, when not to use it, its formula and a worked example. */
import type { FastifyInstance } from 'fastify';
import { HeadwaterError } from '../../errors.ts';
import type { Method } from '../../methods/index.ts';
import type { WebContext } from '../context.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { inlineMarkdown, markdown } from './markdown.ts';

const CRUMBS = [{ text: 'Methods', href: urls.methods }];

interface ByName {
  readonly Params: { readonly name: string };
}

/** Loaded when somebody asks: the whole library would slow down every start. */
const library = () => import('../../methods/index.ts');

export function registerMethods(app: FastifyInstance, context: WebContext): void {
  const views = new Map<string, object>();

  app.get(patterns.methods, guard('public.read'), async (request, reply) => {
    const { firstSentence, METHODS, SECTIONS } = await library();
    const sections = Object.entries(SECTIONS).map(([id, title]) => ({
      id,
      title,
      methods: METHODS.filter((each) => each.section === id).map((each) => ({
        name: each.name,
        title: each.title,
        answers: inlineMarkdown(firstSentence(each.answers)),
      })),
    }));
    return context.page(request, reply, 'methods/index.njk', { title: 'Methods', sections, count: METHODS.length });
  });

  app.get<ByName>(patterns.method, guard('public.read'), async (request, reply) => {
    const found = (await library()).method(request.params.name);
    if (!found) {
      throw new HeadwaterError('not-found', 'method-unknown', 'There is no such method', { advice: 'The list of methods has them all.' });
    }
    // The example is worked out once: it is the same for everybody.
    const view = views.get(found.name) ?? (await viewOf(found));
    views.set(found.name, view);
    return context.page(request, reply, 'methods/method.njk', { title: found.title, breadcrumbs: CRUMBS, ...view });
  });
}

async function viewOf(each: Method): Promise<object> {
  const { exampleResult, fields, readableJson, SECTIONS } = await library();
  return {
    method: each,
    section: SECTIONS[each.section],
    answers: markdown(each.answers),
    notWhen: markdown(each.notWhen),
    formula: markdown(each.formula),
    source: markdown(each.source),
    checked: markdown(each.checked),
    reading: markdown(each.reading),
    input: fields(each).map((field) => ({ ...field, description: inlineMarkdown(field.description) })),
    returns: Object.entries(each.returns).map(([name, text]) => ({ name, text: inlineMarkdown(text) })),
    example: readableJson(each.example),
    result: exampleResult(each),
  };
}
