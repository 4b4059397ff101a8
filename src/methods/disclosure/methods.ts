/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';

export const disclosureMethods: readonly Method[] = [];
