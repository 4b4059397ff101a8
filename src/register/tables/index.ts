/** Every table of the register. */
import type { AccessTables } from './access.ts';
import type { AccountTables } from './account.ts';
import type { CaseTables } from './cases.ts';
import type { LookTables } from './looks.ts';
import type { RegisterTables } from './register.ts';
import type { SharingTables } from './sharing.ts';
import type { ValidationTables } from './validation.ts';

export interface Tables extends RegisterTables, AccessTables, AccountTables, CaseTables, LookTables, SharingTables, ValidationTables {}
export type * from './access.ts';
export type * from './account.ts';
export type * from './cases.ts';
export type * from './looks.ts';
export type * from './register.ts';
export type * from './sharing.ts';
export type * from './validation.ts';
