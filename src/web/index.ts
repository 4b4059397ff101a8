/** The web as other folders see it. */
export { type AppOptions, buildApp } from './app.ts';
export type { GuardedRoute } from './guard.ts';
export type { Identified, Identify } from './identity.ts';
export { isReachable, refuseDemonstration } from './security.ts';
