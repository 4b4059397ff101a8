/**
 * The health of the partnership, as findings: what is missing, ending or late, each in one line with the page that mends it. A module contributes
 * a source; what it finds is worked out by a pure function of its rows and the day, which has a test of its own.
 */
import type { Tx } from '../register/index.ts';

/** `gap`: something that must be there is not, or is over. `soon`: it will be. `note`: worth knowing, nothing is wrong. */
export type Severity = 'gap' | 'soon' | 'note';

/** Pages that a finding may lead to; src/web/partnership/links.ts has their addresses. */
export type FindingPage =
  | 'partnership'
  | 'organisations'
  | 'organisation'
  | 'coverage'
  | 'participation'
  | 'posts'
  | 'person'
  | 'contacts'
  | 'seats'
  | 'terms'
  | 'receipts'
  | 'meetings'
  | 'meeting'
  | 'panel'
  | 'products'
  | 'product'
  | 'agreements'
  | 'agreement';

export interface Finding {
  readonly severity: Severity;
  /** One sentence without a full stop: “Varrow Probation has no single point of contact”. No names of people. */
  readonly text: string;
  /** What to do, or why it matters. */
  readonly advice?: string;
  /** Where several may be found: what all of them are, after their number (“organisations have no point of contact”), and the name of this one in their list. */
  readonly like?: { readonly many: string; readonly name: string };
  /** The organisation that it is about, where it is about one. */
  readonly organisationId?: string;
  readonly link: { readonly page: FindingPage; readonly id?: string };
}

export interface HealthSource {
  /** Part of the address on the page: `contacts`. */
  readonly subject: string;
  readonly title: string;
  /** What is said where nothing was found: “Every organisation has a point of contact”. */
  readonly clear: string;
  /** Reads with the partnership's reach. `today` is `YYYY-MM-DD`. */
  readonly findings: (tx: Tx, today: string) => Promise<readonly Finding[]>;
}

/** Something that ends within this many days is said to end soon. */
export const SOON_DAYS = 30;

const WORST: readonly Severity[] = ['gap', 'soon', 'note'];

/** Worst first; within one severity in the order found. */
export const bySeverity = (a: Finding, b: Finding): number => WORST.indexOf(a.severity) - WORST.indexOf(b.severity);
