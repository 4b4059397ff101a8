/** A sharing agreement as rules and pages read it. Civil dates are `YYYY-MM-DD`. */
export type Part = 'supplies' | 'receives' | 'both';

export interface Terms {
  readonly purpose: string;
  readonly powers: readonly string[];
  readonly powerDetail: string;
  readonly lawfulBases: readonly string[];
  readonly specialBasis: string;
  readonly crossing: string;
  readonly kinds: readonly string[];
  readonly items: readonly string[];
  readonly frequency: string;
  readonly retentionMonths: number | null;
  readonly dpiaReference: string;
  readonly compellingReason: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly reviewOn: string | null;
}

export interface Party {
  readonly organisationId: string;
  readonly name: string;
  /** `access/organisations` */
  readonly type: string;
  readonly part: Part;
}

export const supplies = (party: Pick<Party, 'part'>): boolean => party.part !== 'receives';
export const receives = (party: Pick<Party, 'part'>): boolean => party.part !== 'supplies';
