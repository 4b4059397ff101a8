/** Rows of `migrations/0004-sharing.ts`. */
import type { Generated } from 'kysely';
import type { Kept } from './access.ts';

export interface SharingTables {
  fieldRestriction: Kept & {
    id: Generated<string>;
    recordType: 'meetingAction' | 'milestone' | 'evidence';
    recordId: string;
    field: string;
    organisationId: string;
    reason: 'operational' | 'safety' | 'legal' | 'other';
    /** The reason in words, of another one. */
    note: string | null;
    /** What stands in the record instead of its words. */
    notice: string;
    liftedAt: Date | null;
    liftedBy: string | null;
  };
  withheldWords: { restrictionId: string; organisationId: string; words: string };
}
