/** What the area calls its partnership, and what follows from that and from the grant (requirement R001). Pure. */

export const PARTNERSHIP_KINDS = [
  { id: 'unit', title: 'Violence reduction unit', short: 'VRU' },
  { id: 'partnership', title: 'Violence reduction partnership', short: 'VRP' },
  { id: 'alliance', title: 'Violence reduction alliance', short: 'VRA' },
] as const;

export type PartnershipKind = (typeof PARTNERSHIP_KINDS)[number]['id'];

const kindOf = (id: string): (typeof PARTNERSHIP_KINDS)[number] => PARTNERSHIP_KINDS.find((kind) => kind.id === id) ?? PARTNERSHIP_KINDS[1];

export interface PartnershipWords {
  /** `violence reduction alliance`, as a sentence has it. */
  readonly kind: string;
  /** `VRA` */
  readonly short: string;
  readonly grant: string;
  /** Products that this partnership must have, and what says so. */
  readonly products: readonly { readonly title: string; readonly because: string }[];
}

const DUTY = 'Serious Violence Duty: section 8 of the 2022 Act';
const GUIDANCE = 'Statutory guidance on the Serious Violence Duty';
const GRANT = 'Conditions of the Home Office grant';

/**
 * Source: the 2022 Act, section 8(3); the inspection of violence reduction units on the grant's products (strategic needs assessment, response strategy, yearly
 * delivery plan).
 */
export function partnershipWords(kind: string, granted: boolean): PartnershipWords {
  const { title, short } = kindOf(kind);
  return {
    kind: title.toLowerCase(),
    short,
    grant: granted
      ? 'Holds the Home Office’s violence reduction unit grant: match funding and the share for high-impact work are reckoned on it.'
      : 'Holds no violence reduction unit grant: the grant’s rules of match funding do not apply.',
    products: granted
      ? [
          { title: 'Strategic needs assessment', because: GRANT },
          { title: 'Response strategy', because: `${GRANT}; ${DUTY}` },
          { title: 'Yearly delivery plan', because: GRANT },
        ]
      : [
          { title: 'Strategic needs assessment', because: GUIDANCE },
          { title: 'Response strategy', because: DUTY },
        ],
  };
}
