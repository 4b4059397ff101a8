/** What kinds of report are put on file. Any body's recommendations are kept in the same way, those of a super-complaint too (R077). */
export const INSPECTION_KINDS = {
  thematic: 'Thematic inspection',
  'joint-targeted': 'Joint targeted area inspection',
  peel: 'PEEL assessment',
  force: 'Inspection of one force',
  'super-complaint': 'Super-complaint',
  'safeguarding-review': 'Child safeguarding practice review',
  'prevention-of-future-deaths': 'Prevention of future deaths report',
  audit: 'Audit or peer review',
  other: 'Another report',
} as const;

export type InspectionKind = keyof typeof INSPECTION_KINDS;
export const inspectionKinds = Object.keys(INSPECTION_KINDS) as readonly InspectionKind[];

/** The words of a kind; the kind itself for one that a later version brought. */
export const kindWords = (kind: string): string => (Object.hasOwn(INSPECTION_KINDS, kind) ? INSPECTION_KINDS[kind as InspectionKind] : kind);
