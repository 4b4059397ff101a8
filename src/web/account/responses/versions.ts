/** The versions of a response, and what differs between any two of them. */
import type { FastifyInstance } from 'fastify';
import { listVersions, readVersion } from '../../../account/responses/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { queryOf } from '../../figure/question.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { differencesOf } from './differences.ts';
import { crumbs, responseOf } from './load.ts';

export function registerVersions(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.responseVersions, guard('response.read'), async (request, reply) => {
    const one = await responseOf(context, request);
    const rows = await context.acts().read(listVersions, { id: one.id }, request.who);
    return context.page(request, reply, 'account/responses/versions.njk', {
      title: 'Versions',
      breadcrumbs: crumbs(one),
      one,
      rows: rows
        .toReversed()
        .map((row) => ({ ...row, compare: row.number > 1 && !row.same ? urls.responseCompare(one.id, row.number - 1, row.number) : null })),
      newest: rows.length,
    });
  });

  app.get(patterns.responseCompare, guard('response.read'), async (request, reply) => {
    const one = await responseOf(context, request);
    const query = queryOf(request.url);
    const rows = await context.acts().read(listVersions, { id: one.id }, request.who);
    const [from, to] = [numberOf(query.get('from'), rows.length), numberOf(query.get('to'), rows.length)];
    const read = (number: number) => context.acts().read(readVersion, { id: one.id, number }, request.who);
    return context.page(request, reply, 'account/responses/compare.njk', {
      title: `What is different between version ${from} and version ${to}`,
      breadcrumbs: [...crumbs(one), { text: 'Versions', href: urls.responsePage(one.id, 'versions') }],
      one,
      from: rows[from - 1],
      to: rows[to - 1],
      rows,
      differences: differencesOf(await read(from), await read(to)),
    });
  });
}

function numberOf(text: string | null, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new HeadwaterError('bad-input', 'version', `There are versions 1 to ${most} to compare`, { advice: 'Choose two of them on the page of versions.' });
}
