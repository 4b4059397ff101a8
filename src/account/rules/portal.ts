/** Rows for the HMICFRS monitoring portal. Its layout is not public: each column says whether it is confirmed. Writing CSV is the web's (`csvLine`). */
import { inspectorate as byCode, PORTAL_COLUMNS, type PortalColumn } from './reference.ts';
import { ITEM_KIND_WORDS, type ItemKind } from './items.ts';
import { ITEM_STATUS_WORDS, type ItemStatus } from './status.ts';

export const CLOSURE_ROUTES = ['inspectorate-verification', 'chief-constable-sign-off'] as const;
export type ClosureRoute = (typeof CLOSURE_ROUTES)[number];

export const CLOSURE_ROUTE_WORDS: Readonly<Record<ClosureRoute, string>> = {
  'inspectorate-verification': 'Verified by the inspectorate',
  'chief-constable-sign-off': "Chief constable's sign-off",
};

export interface PortalItem {
  readonly report: string;
  /** Codes of inspectorates. */
  readonly inspectorates: readonly string[];
  readonly number: string | null;
  readonly kind: ItemKind;
  /** As typed; never worked out, for the levels are not confirmed. */
  readonly level: string | null;
  readonly text: string;
  readonly owner: string;
  readonly due: string | null;
  readonly status: ItemStatus;
  readonly closureRoute: ClosureRoute | null;
  readonly closedOn: string | null;
  readonly evidence: readonly string[];
}

export interface PortalExport {
  readonly columns: readonly PortalColumn[];
  /** One text a column, in the columns' order; null where nothing is held. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export function portalRows(items: readonly PortalItem[]): PortalExport {
  return { columns: PORTAL_COLUMNS, rows: items.map((item) => PORTAL_COLUMNS.map(({ key }) => cell(item, key))) };
}

function cell(item: PortalItem, key: string): string | null {
  switch (key) {
    case 'report':
      return item.report;
    case 'inspectorate':
      return item.inspectorates.map((code) => byCode(code)?.short ?? code).join('; ') || null;
    case 'number':
      return item.number;
    case 'kind':
      return ITEM_KIND_WORDS[item.kind];
    case 'level':
      return item.level;
    case 'text':
      return item.text;
    case 'owner':
      return item.owner;
    case 'due':
      return item.due;
    case 'status':
      return ITEM_STATUS_WORDS[item.status];
    case 'closureRoute':
      return item.closureRoute === null ? null : CLOSURE_ROUTE_WORDS[item.closureRoute];
    case 'closedOn':
      return item.closedOn;
    case 'evidence':
      return item.evidence.join('; ') || null;
    default:
      throw new RangeError(`reference/inspection.json has a portal column that nothing fills: ${key}`);
  }
}
