export type { Engine, EngineOptions, RunOptions, Session, WithOptions } from './engine.ts';
export { openEngine } from './engine.ts';
export type { Parameter } from './parameters.ts';
export type { Table } from './table.ts';
