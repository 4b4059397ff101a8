/** The export for the monitoring portal: a page that says what is not confirmed, the CSV, and its description. */
import type { FastifyInstance } from 'fastify';
import { exportForPortal } from '../../../account/portal/index.ts';
import { portalRows } from '../../../account/rules/index.ts';
import type { WebContext } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import { originOf } from '../../figure/origin.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';

export function registerPortal(app: FastifyInstance, context: WebContext): void {
  const { columns } = portalRows([]);

  app.get(patterns.portal, guard('portal.export'), (request, reply) =>
    context.page(request, reply, 'account/items/portal.njk', {
      title: 'Export for the monitoring portal',
      breadcrumbs: [
        { text: 'Account', href: urls.account },
        { text: 'Recommendations', href: urls.recommendations() },
      ],
      // Each note begins with what its tag says already.
      columns: columns.map((column) => ({ ...column, note: plainNote(column.note) })),
    }),
  );

  app.get(patterns.portalCsv, guard('portal.export'), async (request, reply) => {
    const { rows } = await context.acts().read(exportForPortal, {}, request.who);
    const today = context.acts().register.now().toISOString().slice(0, 10);
    return reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="monitoring-portal-${today}.csv"`)
      .header('cache-control', 'private, no-store')
      .header('link', `<${urls.portalMetadata}>; rel="describedby"; type="application/csvm+json"`)
      .send([columns.map((column) => (column.confirmed ? column.title : `${column.title} (not confirmed)`)), ...rows].map(csvLine).join(''));
  });

  // https://www.w3.org/TR/tabular-metadata/
  app.get(patterns.portalMetadata, guard('portal.export'), (request, reply) =>
    reply.type('application/csvm+json; charset=utf-8').send(
      JSON.stringify(
        {
          '@context': 'http://www.w3.org/ns/csvw',
          url: `${originOf(request)}${urls.portalCsv}`,
          'dc:title': 'Recommendations for the monitoring portal',
          'dc:description': 'The portal’s layout is not public: a column is confirmed only where published text shows that the portal holds it.',
          tableSchema: {
            columns: columns.map((column) => ({
              titles: column.confirmed ? column.title : `${column.title} (not confirmed)`,
              name: column.key,
              'dc:description': column.note,
              ...(column.key === 'due' || column.key === 'closedOn' ? { datatype: 'date' } : {}),
            })),
          },
        },
        null,
        2,
      ),
    ),
  );
}

/** A note without the words of the tag beside it; empty where it had no others. */
function plainNote(note: string): string {
  const rest = note.replace(/^(Not c|C)onfirmed(: | )?/, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
