/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';
import { changeMethods } from './methods-change.ts';
import { decompositionMethods } from './methods-decomposition.ts';
import { outbreakMethods } from './methods-outbreak.ts';
import { seasonMethods } from './methods-season.ts';

export const timeMethods: readonly Method[] = [...decompositionMethods, ...seasonMethods, ...changeMethods, ...outbreakMethods];
