/** Why an organisation keeps words of a record from the others, and what stands there instead. Pure. */
export const REASONS = {
  operational: 'operational confidentiality',
  safety: 'safety of a person',
  legal: 'legal proceedings',
  other: 'another reason',
} as const;

export type Reason = keyof typeof REASONS;

// The keys of an object that is written here.
export const reasonIds = Object.keys(REASONS) as [Reason, ...Reason[]];

/** Characters of a reason in words: the notice takes the place of a title, which has 400. */
export const MOST_NOTE = 150;

/** `Withheld by Varrowshire Police: operational confidentiality`. Of another reason, its own words. */
export const noticeOf = (organisation: string, reason: Reason, note: string | null): string =>
  `Withheld by ${organisation}: ${reason === 'other' ? (note ?? REASONS.other) : REASONS[reason]}`;
