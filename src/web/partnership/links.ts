/** Where a finding or an open matter leads, for those who may open it. Pure. */
import type { FindingPage, PolicyKey } from '../../access/index.ts';
import { urls } from '../urls.ts';

interface Place {
  readonly key: PolicyKey;
  readonly href: (id: string) => string;
  /** For who may not open the first. */
  readonly or?: Place;
}

const place = (key: PolicyKey, href: (id: string) => string, or?: Place): Place => ({ key, href, ...(or === undefined ? {} : { or }) });

const TERMS = place('terms.read', () => urls.terms);

const PLACES: Readonly<Record<FindingPage, Place>> = {
  partnership: place('partnership.edit', () => urls.partnershipEdit),
  organisations: place('partnership.read', () => urls.organisations),
  organisation: place('partnership.read', urls.organisation),
  coverage: place('partnership.read', () => urls.coverage),
  participation: place('meeting.read', () => urls.participation),
  posts: place('partnership.read', () => urls.posts),
  person: place('person.manage', urls.person),
  contacts: place('directory.read', () => urls.directory()),
  seats: place('partnership.read', () => urls.seats),
  terms: TERMS,
  receipts: place('terms.receipts', () => urls.termsReceipts, TERMS),
  meetings: place('meeting.read', () => urls.meetings),
  meeting: place('meeting.read', urls.meeting),
  panel: place('meeting.read', urls.panel),
  products: place('partnership.read', () => urls.products),
  product: place('partnership.read', urls.product),
  agreements: place('agreement.read', () => urls.agreements()),
  agreement: place('agreement.read', urls.agreement),
};

export type May = (key: PolicyKey) => boolean;

/** Null where there is no page for them. */
export function linkOf({ page, id }: { readonly page: FindingPage; readonly id?: string }, may: May): string | null {
  for (let at: Place | undefined = PLACES[page]; at !== undefined; at = at.or) if (may(at.key)) return at.href(id ?? '');
  return null;
}
