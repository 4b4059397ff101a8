/** Every method of the library by its name. */
import { agreementMethods } from '../agreement/methods.ts';
import { disclosureMethods } from '../disclosure/methods.ts';
import { disproportionalityMethods } from '../disproportionality/methods.ts';
import { evaluationMethods } from '../evaluation/methods.ts';
import { linkageMethods } from '../linkage/methods.ts';
import { placeMethods } from '../place/methods.ts';
import { ratesMethods } from '../rates/methods.ts';
import { timeMethods } from '../time/methods.ts';
import type { Method } from './define.ts';

export { type Method, SECTIONS, type Section } from './define.ts';
export { exampleResult, type Field, fields, firstSentence, helpText, inputSchema, readableJson } from './page.ts';

export const METHODS: readonly Method[] = [
  ...ratesMethods,
  ...disproportionalityMethods,
  ...timeMethods,
  ...placeMethods,
  ...evaluationMethods,
  ...linkageMethods,
  ...disclosureMethods,
  ...agreementMethods,
];

/** The method of that name, or undefined. */
export const method = (name: string): Method | undefined => METHODS.find((each) => each.name === name);
