/** The datasets that come in under the agreement. */
import type { Agreement } from '../../../../access/agreements/index.ts';
import { datasetTitle } from '../../../catalogue/datasets.ts';
import type { WebContext } from '../../../context.ts';
import { texts } from '../../../forms/body.ts';
import { patterns } from '../../../urls.ts';
import { linesOf } from '../../typed.ts';
import type { Section } from './section.ts';

export const feedsSection = (context: WebContext): Section => ({
  pattern: patterns.agreementFeeds,
  title: 'Feeds',
  intro: [
    'A feed is one dataset from one source. Once the agreement is signed, deliveries of its feeds are let in only while it is live, and its receivers’ analysts may see exact counts of them.',
  ],
  fields: (agreement) => {
    const known = feedsKnown(context, agreement);
    return [
      ...(known.length > 0
        ? [
            {
              kind: 'checkboxes' as const,
              name: 'feeds',
              label: 'Feeds',
              options: known.map(({ dataset, source }) => ({ value: `${dataset} ${source}`, text: `${datasetTitle(dataset)} from ${source}` })),
            },
          ]
        : []),
      {
        kind: 'lines',
        name: 'others',
        label: 'Other feeds',
        hint: 'One a line: the dataset’s id in the catalogue, a space, and the source, such as: street varrowshire',
        rows: 3,
      },
    ];
  },
  values: (agreement) => ({ feeds: agreement.feeds.map(({ dataset, source }) => `${dataset} ${source}`) }),
  input: (body) => ({
    feeds: [...texts(body, 'feeds'), ...linesOf(body, 'others')].map((line) => {
      const [dataset = '', source = ''] = line.toLowerCase().split(/[\s,:]+/);
      return { dataset, source };
    }),
  }),
  lines: { feeds: 'others' },
  labels: {},
});

/** Feeds that have delivered, and those that it names. */
function feedsKnown(context: WebContext, agreement: Agreement): { dataset: string; source: string }[] {
  const manifest = context.warehouse.manifest();
  const files = manifest.snapshots.find((snapshot) => snapshot.id === manifest.current)?.files ?? {};
  const delivered = Object.values(files)
    .filter((file) => file.dataset !== 'frame')
    .flatMap((file) => Object.keys(file.coverage).map((source) => ({ dataset: file.dataset, source })));
  const all = new Map([...delivered, ...agreement.feeds].map((feed) => [`${feed.dataset} ${feed.source}`, feed]));
  return [...all.values()].sort((a, b) => a.dataset.localeCompare(b.dataset) || a.source.localeCompare(b.source));
}
