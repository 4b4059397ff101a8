/** Account as other folders see it: the actions and reads of inspections, recommendations and statutory responses. */
import type { AnyAction, AnyRead } from '../register/index.ts';

export const accountActions: readonly AnyAction[] = [];
export const accountReads: readonly AnyRead[] = [];
