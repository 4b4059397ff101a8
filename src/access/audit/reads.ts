/** What information governance asks of the audit log. Looking at it is an event of the log itself. */
import { z } from 'zod';
import type { Tx } from '../../register/index.ts';
import { defineRead } from '../define.ts';

const NAME = /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)*$/;

export const filterSchema = z.object({
  personId: z.uuid().nullable().default(null),
  organisationId: z.uuid().nullable().default(null),
  agreementId: z.uuid().nullable().default(null),
  /** Name of an action, read or event. */
  action: z.string().max(80).regex(NAME, 'Choose something from the list').nullable().default(null),
  subjectType: z.string().max(60).nullable().default(null),
  subjectId: z.string().max(200).nullable().default(null),
  outcome: z.enum(['done', 'refused', 'read']).nullable().default(null),
  /** Civil dates in Europe/London, both in it. */
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
});

export type AuditFilter = z.output<typeof filterSchema>;

export interface AuditRow {
  readonly seq: number;
  /** ISO instant. */
  readonly at: string;
  readonly via: string;
  readonly action: string;
  readonly outcome: 'done' | 'refused' | 'read';
  readonly personId: string | null;
  /** As the register has it today; null for who has no record, or whose record was disposed of. */
  readonly person: string | null;
  readonly organisation: string | null;
  readonly roles: readonly string[];
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly agreement: { readonly id: string; readonly reference: string } | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const PAGE = 50;
/** Lines of a file: more is for a narrower filter. */
const MOST = 50_000;

/** Events that match, newest first, from before `before`. */
async function find(tx: Tx, filter: AuditFilter, before: number | null, most: number): Promise<AuditRow[]> {
  let query = tx
    .selectFrom('auditEvent as e')
    .leftJoin('person as p', 'p.id', 'e.personId')
    .leftJoin('organisation as o', 'o.id', 'e.organisationId')
    .leftJoin('agreement as a', 'a.id', 'e.agreementId')
    .select(['e.seq', 'e.at', 'e.via', 'e.action', 'e.outcome', 'e.personId', 'e.roles', 'e.subjectType', 'e.subjectId', 'e.agreementId', 'e.details'])
    .select(['p.name as person', 'o.name as organisation', 'a.reference'])
    .orderBy('e.seq', 'desc')
    .limit(most);
  if (before !== null) query = query.where('e.seq', '<', before);
  for (const column of ['personId', 'organisationId', 'agreementId', 'action', 'subjectType', 'subjectId', 'outcome'] as const) {
    const value = filter[column];
    if (value !== null) query = query.where(`e.${column}`, '=', value);
  }
  if (filter.from !== null) query = query.where((eb) => eb('e.at', '>=', midnight(filter.from ?? '')));
  if (filter.to !== null) query = query.where((eb) => eb('e.at', '<', midnight(dayAfter(filter.to ?? ''))));
  const rows = await query.execute();
  return rows.map(({ at, agreementId, reference, ...row }) => ({
    ...row,
    at: at.toISOString(),
    agreement: agreementId === null ? null : { id: agreementId, reference: reference ?? agreementId },
  }));
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const offsetOf = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeZoneName: 'longOffset' });

/** The instant at which a day begins in England: clocks change at 1am, so midnight has the offset of the evening before. */
function midnight(day: string): Date {
  const utc = new Date(`${day}T00:00:00Z`);
  const name = offsetOf.formatToParts(new Date(utc.getTime() - 3_600_000)).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name.includes('+01') ? new Date(utc.getTime() - 3_600_000) : utc;
}

/** What the log keeps of a look at itself: which filters, no more. */
const asked = (filter: AuditFilter): Record<string, unknown> => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  /** Give as `before` for the next page; null where there is none. */
  readonly older: number | null;
}

export const readAudit = defineRead({
  name: 'audit.read',
  title: 'See the audit log',
  allowed: 'audit.read',
  input: filterSchema.extend({ before: z.number().int().positive().nullable().default(null) }),
  async answer(tx, { before, ...filter }): Promise<AuditPage> {
    const rows = await find(tx, filter, before, PAGE + 1);
    return { rows: rows.slice(0, PAGE), older: rows.length > PAGE ? (rows[PAGE - 1]?.seq ?? null) : null };
  },
  audit: ({ before, ...filter }, { rows }) => ({
    ...(filter.subjectType !== null && filter.subjectId !== null ? { subject: { type: filter.subjectType, id: filter.subjectId } } : {}),
    ...(filter.agreementId === null ? {} : { agreementId: filter.agreementId }),
    details: { ...asked(filter), ...(before === null ? {} : { before }), rows: rows.length },
  }),
});

export const exportAudit = defineRead({
  name: 'audit.export',
  title: 'Download part of the audit log',
  allowed: 'audit.read',
  input: filterSchema,
  answer: (tx, filter): Promise<AuditRow[]> => find(tx, filter, null, MOST),
  audit: (filter, rows) => ({ details: { ...asked(filter), rows: rows.length } }),
});

export interface AuditChoices {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly actions: readonly string[];
  /** The last time that the chain was verified: when, how far, and how many faults. */
  readonly verified: { readonly at: string; readonly events: number; readonly faults: number } | null;
  readonly events: number;
}

/** What can be chosen, and how the chain was found last. Names only: no look at anybody’s record. */
export const auditChoices = defineRead({
  name: 'audit.choices',
  title: 'See what the audit log can be asked',
  allowed: 'audit.read',
  input: z.object({}),
  async answer(tx): Promise<AuditChoices> {
    const people = await tx.selectFrom('person').select(['id', 'name']).orderBy('name').limit(2_000).execute();
    const organisations = await tx.selectFrom('organisation').select(['id', 'name']).where('outside', '=', false).orderBy('name').execute();
    const actions = await tx.selectFrom('auditEvent').select('action').distinct().orderBy('action').execute();
    const verified = await tx
      .selectFrom('auditEvent')
      .select(['at', 'details'])
      .where('action', '=', 'audit.verify')
      .where('outcome', '=', 'done')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const head = await tx.selectFrom('auditHead').select('seq').executeTakeFirstOrThrow();
    return {
      people,
      organisations,
      actions: actions.map((each) => each.action),
      verified:
        verified === undefined
          ? null
          : { at: verified.at.toISOString(), events: Number(verified.details['events']), faults: Number(verified.details['faults']) },
      events: head.seq,
    };
  },
});
