/** The section's methods as the registry has them. */
import type { Method } from '../registry/define.ts';
import { cellMethods } from './methods-cells.ts';
import { noiseMethods } from './methods-noise.ts';
import { tableMethods } from './methods-tables.ts';

export const disclosureMethods: readonly Method[] = [...cellMethods, ...tableMethods, ...noiseMethods];
