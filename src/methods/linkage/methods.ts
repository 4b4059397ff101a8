/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';
import { comparingMethods } from './methods-comparing.ts';
import { modelMethods } from './methods-model.ts';
import { privacyMethods } from './methods-privacy.ts';
import { reviewingMethods } from './methods-reviewing.ts';

export const linkageMethods: readonly Method[] = [...comparingMethods, ...modelMethods, ...reviewingMethods, ...privacyMethods];
