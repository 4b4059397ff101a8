/** Cases at panels: referral, decision, action and outcome, by reference (requirement R009). */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { closeCase, completeCaseAction, decideCase, giveCaseAction, referCase } from './actions.ts';
import { caseChoices, listCases, readCase } from './reads.ts';

export { closeCase, completeCaseAction, decideCase, giveCaseAction, referCase } from './actions.ts';
export { type CaseChoices, type CaseLine, type CaseTrace, caseChoices, listCases, readCase } from './reads.ts';
export { type CaseState, DECISIONS, decisionIds, GROUNDS, groundIds, OUTCOMES, outcomeIds } from './rules.ts';

export const caseActions: readonly AnyAction[] = [referCase, decideCase, giveCaseAction, completeCaseAction, closeCase];
export const caseReads: readonly AnyRead[] = [listCases, readCase, caseChoices];
