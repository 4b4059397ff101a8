/** The audit log as information governance reads it, and its verification. */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { auditChoices, exportAudit, readAudit } from './reads.ts';
import { verifyChain } from './verify.ts';

export { type AuditChoices, type AuditFilter, type AuditPage, type AuditRow, auditChoices, exportAudit, readAudit } from './reads.ts';
export { verifyChain, type Verified } from './verify.ts';

export const auditActions: readonly AnyAction[] = [verifyChain];
export const auditReads: readonly AnyRead[] = [readAudit, exportAudit, auditChoices];
