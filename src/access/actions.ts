/** Every action and read of access. */
import type { AnyAction, AnyRead } from '../register/index.ts';
import { agreementActions, agreementReads } from './agreements/index.ts';

export const accessActions: readonly AnyAction[] = [...agreementActions];
export const accessReads: readonly AnyRead[] = [...agreementReads];
