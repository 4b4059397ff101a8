/** Reading in a report: its text, what it seems to say, and a person who confirms each part. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fileContent } from '../../../account/documents/index.ts';
import { formChoices } from '../../../account/inspections/index.ts';
import { listItems } from '../../../account/items/index.ts';
import { confirmImport, discardImport, listImports, proposeImport, readImport } from '../../../account/proposals/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { list, plural } from '../../words.ts';
import { inspectionCrumbs, param } from '../shared.ts';
import { checkInput, checkValues, checkView, errorNames } from './check.ts';

interface Confirmed {
  readonly slug: string;
  readonly items: number;
  readonly left: readonly string[];
  readonly notFiled: number;
}

export function registerImport(app: FastifyInstance, context: WebContext): void {
  formPage<{ readonly id: string }>(app, context, {
    pattern: patterns.imports,
    access: 'inspection.edit',
    view: 'account/import/start.njk',
    async load(request) {
      const waiting = await context.acts().read(listImports, {}, request.who);
      return {
        title: 'Read in the text of a report',
        breadcrumbs: inspectionCrumbs(),
        values: { name: '', text: '' },
        waiting: waiting.map((each) => ({ ...each, createdAt: each.createdAt.toISOString(), href: urls.importCheck(each.id) })),
        back: urls.inspections(),
      };
    },
    action: proposeImport,
    upload: { field: 'file' },
    input: (body, _request, _version, file) => ({
      name: text(body, 'name'),
      text: rawText(body['text']),
      file: file === null ? null : fileContent(file.name, file.bytes),
    }),
    next: ({ id }) => ({ href: urls.importCheck(id) }),
  });

  const one = (request: FastifyRequest) => context.acts().read(readImport, { id: param(request, 'id') }, request.who);

  formPage<Confirmed>(app, context, {
    pattern: patterns.importCheck,
    access: 'inspection.edit',
    view: 'account/import/check.njk',
    async load(request) {
      const view = await one(request);
      const choices = await context.acts().read(formChoices, {}, request.who);
      const items = await context.acts().read(listItems, {}, request.who);
      return {
        title: 'Check what was read',
        breadcrumbs: [...inspectionCrumbs(), { text: 'Read in a report', href: urls.imports }],
        version: view.version,
        values: checkValues(view),
        discardHref: urls.importDiscard(view.id),
        ...checkView(view, choices, items),
      };
    },
    action: confirmImport,
    input: async (body, request, version) => checkInput(body, await one(request), version),
    fields: errorNames(),
    next: ({ slug, items, left, notFiled }) => ({
      href: urls.inspection(slug),
      done: [
        `On file, with ${plural(items, 'item')}.`,
        ...(left.length > 0 ? [`Not confirmed and left out: ${list(left)}.`] : []),
        ...(notFiled > 0 ? [`${plural(notFiled, 'proposed item')} not filed.`] : []),
      ].join(' '),
    }),
  });

  formPage<{ readonly id: string }>(app, context, {
    pattern: patterns.importDiscard,
    access: 'inspection.edit',
    view: 'account/import/discard.njk',
    async load(request) {
      const view = await one(request);
      return {
        title: 'Discard what was read in',
        breadcrumbs: inspectionCrumbs(),
        version: view.version,
        values: {},
        name: view.name,
        back: urls.importCheck(view.id),
      };
    },
    action: discardImport,
    input: (_body, request, version) => ({ id: param(request, 'id'), version }),
    next: () => ({ href: urls.imports, done: 'It is discarded. Nothing of it was kept.' }),
  });
}

/** As it was pasted, but for the line ends of a form: what is read in is kept as it is. */
const rawText = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : (value?.[0] ?? '')).replaceAll('\r\n', '\n');
