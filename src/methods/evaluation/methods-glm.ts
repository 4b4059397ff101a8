/** Regression, interrupted time series, difference-in-differences, power and cost, as the registry has them. */
import type { Method } from '../registry/define.ts';
import { costMethods } from './methods-d-cost.ts';
import { didMethods } from './methods-d-did.ts';
import { powerMethods } from './methods-d-power.ts';
import { regressionMethods } from './methods-d-regression.ts';
import { seriesMethods } from './methods-d-series.ts';

export const glmMethods: readonly Method[] = [...regressionMethods, ...seriesMethods, ...didMethods, ...powerMethods, ...costMethods];
