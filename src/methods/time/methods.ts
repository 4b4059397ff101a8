/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';

export const timeMethods: readonly Method[] = [];
