/** Every action and read of access. */
import type { AnyAction, AnyRead } from '../register/index.ts';

export const accessActions: readonly AnyAction[] = [];
export const accessReads: readonly AnyRead[] = [];
