/** Adds one event to the audit chain, in the transaction of the deed itself. */
import { sql } from 'kysely';
import type { AuditWords } from '../actions/define.ts';
import type { Tx } from '../database.ts';
import type { Who } from '../who.ts';

export interface AuditEntry extends AuditWords {
  readonly at: Date;
  readonly who: Who;
  readonly action: string;
  readonly outcome: 'done' | 'refused' | 'read';
}

/** The head of the chain stays locked until the transaction ends: call it last. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const { who, subject } = entry;
  await sql`select audit_append(${entry.at}::timestamptz, ${who.via}::text, ${entry.action}::text, ${entry.outcome}::text, ${who.personId}::uuid,
    ${who.organisationId}::uuid, ${[...who.roles]}::text[], ${subject?.type ?? null}::text, ${subject?.id ?? null}::text,
    ${subject?.version ?? null}::integer, ${entry.agreementId ?? null}::uuid, ${JSON.stringify(entry.details ?? {}, holdable)}::jsonb)`.execute(tx);
}

/** What no text of the database may hold is written as a mark: nobody keeps a refusal out of the log by what they send. */
const holdable = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\u{fffd}') : value);
