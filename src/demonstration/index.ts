/**
 * The demonstration's register: Varrowshire's partnership, its people, agreements, inspections, plans and responses, all put there through the same actions
 * as everybody's, each at its own time.
 */
export { demonstrationActions, demonstrationReads } from './begin.ts';
export { type ActingOn, seedDemonstration } from './seed.ts';
