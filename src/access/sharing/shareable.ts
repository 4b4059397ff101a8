/** The one way of a record out of its organisation: what the table shares, and nothing else. Pure. */
import { type Audience, type PartnerField, SHARING, type SharedType } from './table.ts';

/** A row as partners get it: fields that are shared with them for certain, others perhaps. A read whose row has a field that is not shared does not compile. */
export type Shareable<T extends SharedType, Row> = Pick<Row, Extract<keyof Row, PartnerField<T>>> & Partial<Row>;

const audienceOf = (type: SharedType, key: string): Audience | undefined => {
  const fields: Readonly<Record<string, { readonly to: Audience }>> = SHARING[type].fields;
  return Object.hasOwn(fields, key) ? fields[key]?.to : undefined;
};

/**
 * What of `row` may be told to somebody. Default deny: a field that the table does not list is left out, for everybody but the organisation whose record it is.
 * @param viewerOrganisationId null for the public
 * @param ownerOrganisationId null for a record of the partnership as a whole: it has no organisation that sees more
 */
export function shareable<T extends SharedType, Row extends object>(
  type: T,
  row: Row,
  viewerOrganisationId: string | null,
  ownerOrganisationId: string | null,
): Shareable<T, Row> {
  const own = viewerOrganisationId !== null && viewerOrganisationId === ownerOrganisationId;
  const passes = (key: string): boolean => {
    const audience = audienceOf(type, key);
    return own || audience === 'public' || (audience === 'partnership' && viewerOrganisationId !== null);
  };
  // For a partner and the owner it holds every shared field of the row. The public's reads ask for public fields alone.
  return Object.fromEntries(Object.entries(row).filter(([key]) => passes(key))) as Shareable<T, Row>;
}
