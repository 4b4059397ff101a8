/** The statistics library: pure functions, numbers in and numbers out. docs/methods/ has a page for every method. */
export * from './agreement/index.ts';
export * from './disclosure/index.ts';
export * from './disproportionality/index.ts';
export { MethodError, type MethodErrorCode } from './error.ts';
export * from './evaluation/index.ts';
export * from './linkage/index.ts';
export * from './place/index.ts';
export * from './rates/index.ts';
export {
  exampleResult,
  type Field,
  fields,
  firstSentence,
  helpText,
  inputSchema,
  METHODS,
  type Method,
  method,
  readableJson,
  SECTIONS,
  type Section,
} from './registry/index.ts';
export * from './time/index.ts';
