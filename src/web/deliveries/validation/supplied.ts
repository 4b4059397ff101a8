/** What an organisation supplied, as a list that says first what waits for it. Pure. */
import type { SuppliedDelivery } from '../../../access/validation/index.ts';
import type { DeliveryEntry } from '../../../warehouse/index.ts';
import { urls } from '../../urls.ts';
import { shortDay, shortSpan } from '../../words.ts';
import { STATE_WORDS } from '../query.ts';

const SHOWS = { all: 'All', answer: 'With a query to answer', unsigned: 'In use and not signed off', signed: 'Signed off' } as const;
type Show = keyof typeof SHOWS;

const PAGE = 50;

/** The list of one page. An address that asks for what there is not shows everything, from the first page. */
export function suppliedList(
  rows: readonly SuppliedDelivery[],
  entries: readonly DeliveryEntry[],
  query: URLSearchParams,
  titleOf: (dataset: string) => string,
) {
  const known = new Map(entries.map((each) => [each.id, each]));
  const asked = query.get('show') ?? '';
  const show: Show = Object.hasOwn(SHOWS, asked) ? (asked as Show) : 'all';
  const tests: Readonly<Record<Show, (row: SuppliedDelivery) => boolean>> = {
    all: () => true,
    answer: (row) => row.unanswered > 0,
    unsigned: (row) => row.signedOn === null && known.get(row.id)?.state !== 'superseded',
    signed: (row) => row.signedOn !== null,
  };
  // A query has a day by which it must be answered, so it is not left on a later page. The sort keeps the order of those beside.
  const found = rows.filter(tests[show]).toSorted((a, b) => Number(b.unanswered > 0) - Number(a.unanswered > 0));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const number = Number(query.get('page') ?? 1);
  const page = Number.isInteger(number) && number >= 1 ? Math.min(number, pages) : 1;
  const href = (to: number): string => `${urls.supplied}?${new URLSearchParams({ ...(show === 'all' ? {} : { show }), page: String(to) })}`;
  return {
    rows: found.slice((page - 1) * PAGE, page * PAGE).map((row) => ({ ...row, ...about(row, known.get(row.id), titleOf) })),
    found: found.length,
    all: rows.length,
    showOptions: Object.entries(SHOWS).map(([value, text]) => ({ value: value === 'all' ? '' : value, text, chosen: value === show })),
    page,
    pages,
    previous: page > 1 ? href(page - 1) : null,
    next: page < pages ? href(page + 1) : null,
  };
}

const about = (row: SuppliedDelivery, entry: DeliveryEntry | undefined, titleOf: (dataset: string) => string) => ({
  datasetTitle: titleOf(row.dataset),
  period: entry === undefined ? '' : shortSpan(entry.from, entry.to),
  // Whether one that is out of use is signed off matters to nobody, so it says that it is.
  state: entry === undefined || entry.state === 'live' ? null : STATE_WORDS[entry.state],
  signed: row.signedOn === null ? null : shortDay(row.signedOn),
});
