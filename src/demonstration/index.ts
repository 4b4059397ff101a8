/**
 * The demonstration's register: Varrowshire's partnership, its people, agreements, inspections, plans and responses, all put there through the same actions
 * as everybody's, each at its own time.
 */
import { beginDemonstration, demonstrationState, finishDemonstration } from './begin.ts';
import { demonstrationIds } from './ids.ts';

export const demonstrationActions = [beginDemonstration, finishDemonstration];
export const demonstrationReads = [demonstrationState, demonstrationIds];
export { doing } from './doing.ts';
export { idsOf } from './ids.ts';
export { seedPicture } from './picture.ts';
export { type ActingOn, seedDemonstration } from './seed.ts';
export { seedValidation } from './validation.ts';
