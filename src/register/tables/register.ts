/** Rows of `migrations/0001-register.ts`. */
import type { ColumnType, Generated } from 'kysely';

/** JSON as the database holds it: given as text, read as it is. */
export type Json<T> = ColumnType<T, string, string>;

export interface AuditEventTable {
  seq: number;
  at: Date;
  via: string;
  action: string;
  outcome: 'done' | 'refused' | 'read';
  personId: string | null;
  organisationId: string | null;
  roles: string[];
  subjectType: string | null;
  subjectId: string | null;
  subjectVersion: number | null;
  agreementId: string | null;
  details: Json<Record<string, unknown>>;
  previous: Buffer;
  hash: Buffer;
}

export interface RegisterTables {
  auditHead: { single: Generated<boolean>; seq: number; hash: Buffer };
  auditEvent: AuditEventTable;
  keptAnswer: { personId: string; key: string; action: string; inputHash: Buffer; answer: Json<unknown>; at: Date };
  tombstone: { id: Generated<string>; recordType: string; recordId: string; rule: string; reason: string; disposedAt: Date; disposedBy: string | null };
}
