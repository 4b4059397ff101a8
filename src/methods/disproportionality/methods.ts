/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';
import { comparingMethods } from './methods-comparing.ts';
import { confoundingMethods } from './methods-confounding.ts';
import { missingMethods } from './methods-missing.ts';
import { trendMethods } from './methods-trend.ts';

export const disproportionalityMethods: readonly Method[] = [...comparingMethods, ...missingMethods, ...trendMethods, ...confoundingMethods];
