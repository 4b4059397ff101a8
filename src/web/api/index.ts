/** The API as tests see it: its schemas and its endpoints. */
export { endpoints } from './openapi.ts';
export * from './schemas.ts';
