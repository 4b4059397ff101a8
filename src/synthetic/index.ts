/** The fictional county of Varrowshire: a seeded generator with known truths planted in it. */
export type { County, District, Lsoa, Ward } from './county.ts';
export { loadDemonstration } from './demonstration.ts';
export type { DemonstrationOptions } from './demonstration.ts';
export { generateCounty } from './generate.ts';
export type { CountyFile, CountyOptions } from './generate.ts';
export { stream } from './random.ts';
export type { Random } from './random.ts';
export * as truths from './truths.ts';
