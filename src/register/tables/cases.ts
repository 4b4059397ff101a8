/** Rows of `migrations/0007-panel-cases.ts`. */
import type { Generated } from 'kysely';
import type { Kept } from './access.ts';

export interface CaseTables {
  panelCase: Kept & {
    id: Generated<string>;
    panelId: string;
    /** Who brings it. */
    organisationId: string;
    /** Their own reference, which tells nobody else who it is. */
    reference: string;
    agreementId: string;
    referredOn: string;
    grounds: readonly string[];
    asked: string;
    closedOn: string | null;
    outcome: 'risk-lower' | 'risk-same' | 'risk-higher' | 'moved-on' | 'not-known' | null;
    outcomeNote: Generated<string>;
  };
  caseDecision: Kept & {
    id: Generated<string>;
    caseId: string;
    meetingId: string;
    kind: 'plan' | 'service' | 'referred-on' | 'wait' | 'no-action';
    text: string;
  };
  caseAction: Kept & {
    id: Generated<string>;
    decisionId: string;
    organisationId: string;
    text: string;
    dueOn: string;
    doneOn: string | null;
    result: Generated<string>;
  };
}
