/** The words of the register of recommendations: what kinds of item a report makes, and who owns one. */

export const ITEM_KINDS = ['recommendation', 'area-for-improvement', 'cause-of-concern', 'lesson'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export const ITEM_KIND_WORDS: Readonly<Record<ItemKind, string>> = {
  recommendation: 'Recommendation',
  'area-for-improvement': 'Area for improvement',
  'cause-of-concern': 'Cause of concern',
  lesson: 'Lesson',
};

export const OWNERS = ['own-force', 'policing-body', 'home-office', 'other'] as const;
export type Owner = (typeof OWNERS)[number];

export const OWNER_WORDS: Readonly<Record<Owner, string>> = {
  'own-force': 'Own force',
  'policing-body': 'Policing body',
  'home-office': 'Home Office',
  other: 'Other',
};

/** Owned here, so answered here; items of others are tracked and not counted as own (requirement of a register with external owners). */
export const isOwn = (owner: Owner): boolean => owner === 'own-force' || owner === 'policing-body';

/** `Recommendation 3`, or the kind alone where the report gave no number. The report's numbers are never changed. */
export const itemName = (item: { readonly kind: ItemKind; readonly number: string | null }): string =>
  item.number === null ? ITEM_KIND_WORDS[item.kind] : `${ITEM_KIND_WORDS[item.kind]} ${item.number}`;
