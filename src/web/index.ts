/** The web as other folders see it. */
export { type AppOptions, buildApp } from './app.ts';
export { requireLoopback } from './security.ts';
