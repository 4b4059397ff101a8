/** Rows of `migrations/0005-validation.ts`. */
import type { Generated } from 'kysely';
import type { Kept } from './access.ts';

export interface ValidationTables {
  knownDelivery: { id: string; dataset: string; sources: string[]; fileName: string; number: number; notedAt: Date };
  deliveryQuery: Kept & {
    id: Generated<string>;
    deliveryId: string;
    /** Who is asked. */
    organisationId: string;
    /** Who asks. */
    askingId: string;
    /** Code and words of the finding of a check that it is about (src/warehouse/checks); null in free words. */
    findingCode: string | null;
    findingWords: string | null;
    question: string;
    dueOn: string;
    answerKind: 'explanation' | 'corrected-file' | null;
    answer: string | null;
    answeredOn: string | null;
    answeredBy: string | null;
    closedOn: string | null;
    closedBy: string | null;
    closingNote: string | null;
  };
  deliverySignOff: Kept & {
    id: Generated<string>;
    deliveryId: string;
    organisationId: string;
    signedOn: string;
    signedBy: string | null;
    note: Generated<string>;
    withdrawnOn: string | null;
    withdrawnReason: string | null;
  };
}
