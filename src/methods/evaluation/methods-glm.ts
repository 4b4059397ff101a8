/** Regression, interrupted time series, difference-in-differences, power and cost, as the registry has them. */
import type { Method } from '../registry/define.ts';

export const glmMethods: readonly Method[] = [];
