/**
 * Checks the audit chain: each event's hash is computed again from its columns and the hash before, numbers have no gap, the last event is the
 * head's, and every seal (kept outside the database, see `seals.ts`) is met. Finds an edit, a deletion, an insertion, a reordering.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../database.ts';

export interface AuditFault {
  /** Number of the event; for one that is missing, the number that it had. */
  readonly seq: number;
  readonly fault: 'edited' | 'missing' | 'unlinked' | 'head' | 'seal';
  readonly words: string;
}

export interface AuditVerdict {
  readonly events: number;
  /** Hex of the hash of the last event. */
  readonly head: string;
  readonly faults: readonly AuditFault[];
}

export interface Seal {
  readonly seq: number;
  readonly hash: string;
}

interface Row {
  readonly seq: number;
  readonly text: string;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

const BATCH = 5_000;
const MOST_FAULTS = 100;
export const GENESIS = '00'.repeat(32);

/** @param seals heads as they were written down outside the database at earlier times */
export async function verifyAudit(tx: Tx, seals: readonly Seal[] = []): Promise<AuditVerdict> {
  const faults: AuditFault[] = [];
  const sealed = new Map(seals.map((seal) => [seal.seq, seal.hash]));
  let last = 0;
  let hash = GENESIS;
  let events = 0;
  for (;;) {
    const { rows, head } = await batch(tx, last);
    for (const row of rows) {
      for (let seq = last + 1; seq < row.seq && faults.length < MOST_FAULTS; seq += 1)
        faults.push({ seq, fault: 'missing', words: `Event ${seq} is not there.` });
      const found = row.hash.toString('hex');
      if (createHash('sha256').update(row.text).digest('hex') !== found)
        faults.push({ seq: row.seq, fault: 'edited', words: `Event ${row.seq} is not as it was written.` });
      else if (row.previous.toString('hex') !== hash && row.seq === last + 1)
        faults.push({ seq: row.seq, fault: 'unlinked', words: `Event ${row.seq} does not follow from event ${last} as it is now.` });
      const seal = sealed.get(row.seq);
      if (seal !== undefined && seal !== found) faults.push({ seq: row.seq, fault: 'seal', words: `Event ${row.seq} is not the one that was sealed.` });
      last = row.seq;
      hash = found;
      events += 1;
    }
    if (faults.length >= MOST_FAULTS) break;
    if (rows.length < BATCH) {
      faults.push(...endFaults(head, last, hash, seals));
      break;
    }
  }
  return { events, head: hash, faults };
}

function endFaults(head: Head | null, last: number, hash: string, seals: readonly Seal[]): AuditFault[] {
  const faults: AuditFault[] = [];
  if (head === null || head.seq !== last || head.hash.toString('hex') !== hash)
    faults.push({ seq: last, fault: 'head', words: `The log should end at event ${head?.seq ?? '?'}, and ends at ${last}.` });
  const beyond = seals.filter((seal) => seal.seq > last).sort((a, b) => b.seq - a.seq)[0];
  if (beyond) faults.push({ seq: beyond.seq, fault: 'seal', words: `Event ${beyond.seq} was sealed, and the log ends at ${last}.` });
  return faults;
}

type Held = Record<string, string> & { seq: number | null; previous: Buffer; hash: Buffer; headSeq: number | null; headHash: Buffer };

/**
 * Events after `last`, each with the text that was hashed (`audit_text` of migration 0001, whose parts are taken one by one here), and the head at that very
 * instant: others go on writing, and a head that is read a moment later has got past the last of these.
 */
async function batch(tx: Tx, last: number): Promise<{ rows: Row[]; head: Head | null }> {
  const { rows } = await sql<Held>`
    select e.*, h.seq as head_seq, h.hash as head_hash from (select) one left join audit_head h on true left join (
      select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as written, via, action, outcome, person_id::text as person,
        organisation_id::text as organisation, to_jsonb(roles)::text as roles, to_jsonb(subject_type)::text as subject_type, to_jsonb(subject_id)::text as subject_id,
        subject_version::text as subject_version, agreement_id::text as agreement, details::text as details, previous, hash
      from audit_event where seq > ${last} order by seq limit ${BATCH}) e on true order by e.seq`.execute(tx);
  const first = rows[0];
  return {
    head: first === undefined || first.headSeq === null ? null : { seq: first.headSeq, hash: first.headHash },
    rows: rows.flatMap((row) => (row.seq === null ? [] : [rowOf(row.seq, row)])),
  };
}

const rowOf = (seq: number, row: Held): Row => ({
  seq,
  previous: row.previous,
  hash: row.hash,
  text: [
    String(seq),
    row['written'],
    row['via'],
    row['action'],
    row['outcome'],
    row['person'] ?? '-',
    row['organisation'] ?? '-',
    row['roles'],
    row['subjectType'] ?? '-',
    row['subjectId'] ?? '-',
    row['subjectVersion'] ?? '-',
    row['agreement'] ?? '-',
    row['details'],
    row.previous.toString('hex'),
  ].join('\n'),
});
