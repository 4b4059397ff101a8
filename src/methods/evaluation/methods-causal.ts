/** Callaway and Sant'Anna, synthetic control and permutation, as the registry has them. */
import type { Method } from '../registry/define.ts';
import { permutationMethods } from './methods-causal-permutation.ts';
import { staggeredMethods } from './methods-causal-staggered.ts';
import { syntheticMethods } from './methods-causal-synthetic.ts';

export const causalMethods: readonly Method[] = [...staggeredMethods, ...syntheticMethods, ...permutationMethods];
