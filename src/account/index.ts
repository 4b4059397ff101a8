/** Account as other folders see it: the actions and reads of inspections, recommendations and statutory responses. */
import type { AnyAction, AnyRead } from '../register/index.ts';
import { inspectionActions, inspectionReads } from './lists.ts';
import { responseActions, responseReads } from './responses/index.ts';

export const accountActions: readonly AnyAction[] = [...inspectionActions, ...responseActions];
export const accountReads: readonly AnyRead[] = [...inspectionReads, ...responseReads];

export { type FileContent, fileContent } from './documents/index.ts';
export { recheckFigures } from './plan/index.ts';
