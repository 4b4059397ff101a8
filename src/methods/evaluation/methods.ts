/** The section's methods as the registry has them: regression designs here, staggered adoption and synthetic control in the other list. */
import type { Method } from '../registry/define.ts';
import { causalMethods } from './methods-causal.ts';
import { glmMethods } from './methods-glm.ts';

export const evaluationMethods: readonly Method[] = [...glmMethods, ...causalMethods];
