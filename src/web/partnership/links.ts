/** Where a finding or an open matter leads. Pure. */
import type { FindingPage } from '../../access/index.ts';
import { urls } from '../urls.ts';

const PAGES: Readonly<Record<FindingPage, (id: string) => string>> = {
  partnership: () => urls.partnershipEdit,
  organisations: () => urls.organisations,
  organisation: urls.organisation,
  coverage: () => urls.coverage,
  person: urls.person,
  contacts: () => urls.directory(),
  seats: () => urls.seats,
  terms: () => urls.terms,
  receipts: () => urls.termsReceipts,
  // Pages that come with their own part of the room; until then the health page itself.
  meetings: () => urls.partnership,
  meeting: () => urls.partnership,
  panel: () => urls.partnership,
  products: () => urls.partnership,
  product: () => urls.partnership,
  agreements: () => urls.partnership,
  agreement: () => urls.partnership,
};

export const linkOf = ({ page, id }: { readonly page: FindingPage; readonly id?: string }): string => PAGES[page](id ?? '');
