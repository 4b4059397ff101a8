/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';
import { concentrationMethods } from './methods-concentration.ts';
import { eventMethods } from './methods-events.ts';
import { globalMethods } from './methods-global.ts';
import { localMethods } from './methods-local.ts';
import { spatialWeightsMethod } from './methods-weights.ts';

export const placeMethods: readonly Method[] = [spatialWeightsMethod, ...globalMethods, ...localMethods, ...eventMethods, ...concentrationMethods];
