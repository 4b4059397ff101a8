/** The register as other folders see it: `openRegister`, actions and reads, the audit chain. */
export { type Acting, type AnyAction, type AnyRead, covers, makeActing } from './actions/acting.ts';
export { type Action, type AuditWords, makeDefine, type Read, type Setting, type Subject } from './actions/define.ts';
export { badField, InputError, type InputIssue } from './actions/input.ts';
export { type Change, changeKept, insertKept, type KeptTable, StaleError } from './actions/keep.ts';
export { lookUp, transaction, type TransactionSetting } from './actions/transaction.ts';
export { appendAudit, type AuditEntry } from './audit/append.ts';
export { readSeals, sealAudit } from './audit/seals.ts';
export { type AuditFault, type AuditVerdict, type Seal, verifyAudit } from './audit/verify.ts';
export type { Tx } from './database.ts';
export { APP_ROLE, type Migrated, migrate } from './migrate.ts';
export { connect, openRegister, type Register, type RegisterOptions } from './open.ts';
export { type RegisterStatus, registerStatus } from './status.ts';
export type * from './tables/index.ts';
export { OPERATOR, type Policy, PUBLIC, type Reach, SERVICE, type Via, type Who } from './who.ts';
