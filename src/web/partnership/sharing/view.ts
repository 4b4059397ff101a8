/** The table of what is shared as a page shows it: a row for each audience and reason, with the fields that they hold for. Pure. */
import { type Audience, SHARING, type SharedType } from '../../../access/sharing/index.ts';

export interface SharedRow {
  readonly to: Audience;
  readonly why: string;
  readonly fields: readonly string[];
}

export function sharedRows(type: SharedType): SharedRow[] {
  const fields: readonly { readonly label: string; readonly to: Audience; readonly why: string }[] = Object.values(SHARING[type].fields);
  const groups = Map.groupBy(fields, ({ to, why }) => `${to} ${why}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ to: first.to, why: first.why, fields: group.map((each) => each.label) }];
  });
}

interface Row {
  readonly id: string;
  readonly organisationId: string;
  readonly withheld: string | null;
}

export interface OwnSharing {
  /** What others see instead of the words, for whoever sees the words. */
  readonly notice: string | null;
  /** The form that withholds the words or shares them again; null where it is not theirs to do. */
  readonly link: { readonly text: string; readonly page: 'withhold' | 'lift' } | null;
}

/** What the page of a record says of its words, for somebody of `viewer`. */
export function ownSharing(row: Row, viewer: string | null, may: boolean): OwnSharing {
  const own = viewer !== null && viewer === row.organisationId;
  if (!own) return { notice: null, link: null };
  const link = row.withheld === null ? ({ text: 'Withhold', page: 'withhold' } as const) : ({ text: 'Share again', page: 'lift' } as const);
  return { notice: row.withheld, link: may ? link : null };
}
