/** The statistics library: pure functions, numbers in and numbers out. docs/methods/ has a page for every group. */
export * from './disclosure/index.ts';
export { MethodError, type MethodErrorCode } from './error.ts';
export * from './rates/index.ts';
