/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';
import { funnelMethods } from './methods-funnel.ts';
import { pooledMethods } from './methods-pooled.ts';
import { protectedMethods } from './methods-protected.ts';
import { rateRatioMethods } from './methods-rate-ratio.ts';
import { riskMethods } from './methods-risk.ts';
import { singleMethods } from './methods-single.ts';
import { standardiseMethods } from './methods-standardise.ts';

export const ratesMethods: readonly Method[] = [
  ...singleMethods,
  ...rateRatioMethods,
  ...riskMethods,
  ...standardiseMethods,
  ...funnelMethods,
  ...pooledMethods,
  ...protectedMethods,
];
