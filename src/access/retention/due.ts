/** What has fallen due on a day, by rule. */
import { sql } from 'kysely';
import type { Tx } from '../../register/index.ts';
import { plusDays } from '../days.ts';
import { RULES, type RetentionRule, type RuleId } from './rules.ts';

export interface Due {
  readonly rule: RuleId;
  readonly id: string;
  /** Name in words, for whoever decides. */
  readonly label: string;
  /** Day from which the clock ran, `YYYY-MM-DD`. */
  readonly since: string;
  readonly fate: RetentionRule['fate'];
}

export interface Choices {
  readonly [rule: string]: number;
}

/** Months that the partnership has set. */
export async function loadChoices(tx: Tx): Promise<Choices> {
  const rows = await tx.selectFrom('retentionChoice').select(['rule', 'months']).execute();
  return Object.fromEntries(rows.map((row) => [row.rule, row.months]));
}

/** Months back from a day; the last day of a shorter month. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10);
}

/** The clock must have started on this day or before; null where the rule never falls due. */
export function cutOf(rule: RetentionRule, choices: Choices, today: string): string | null {
  if (rule.fate === 'keep') return null;
  if (rule.days !== undefined) return plusDays(today, -rule.days);
  const months = choices[rule.id] ?? rule.months;
  return months === undefined ? null : monthsBefore(today, months);
}

/** Everything that a person must decide on. What is purged is not listed: it goes by itself. */
export async function dueForDisposal(tx: Tx, today: string): Promise<Due[]> {
  const choices = await loadChoices(tx);
  const found: Due[] = [];
  for (const rule of RULES) {
    const cut = cutOf(rule, choices, today);
    const query = QUERIES[rule.id];
    if (cut === null || query === undefined || rule.fate === 'purge') continue;
    found.push(...(await query(tx, cut, today)).map((row) => ({ ...row, rule: rule.id, fate: rule.fate })));
  }
  return found.sort((a, b) => a.since.localeCompare(b.since));
}

type Row = Pick<Due, 'id' | 'label' | 'since'>;
type Query = (tx: Tx, cut: string, today: string) => Promise<Row[]>;

const not = (type: string) => sql`not exists (select 1 from tombstone where record_type = ${type} and record_id = x.id)`;
const rows = async (tx: Tx, query: ReturnType<typeof sql<Row>>): Promise<Row[]> => (await query.execute(tx)).rows;

const QUERIES: Partial<Record<RuleId, Query>> = {
  person: (tx, cut, today) =>
    rows(
      tx,
      sql<Row>`select x.id, x.name as label, to_char(coalesce(max(m.to_on), (x.created_at at time zone 'Europe/London')::date), 'YYYY-MM-DD') as since
        from person x left join membership m on m.person_id = x.id where ${not('person')} group by x.id
        having coalesce(bool_and(m.to_on is not null and m.to_on < ${today}::date), true)
          and coalesce(max(m.to_on), (x.created_at at time zone 'Europe/London')::date) <= ${cut}::date`,
    ),
  task: (tx, cut) =>
    rows(
      tx,
      sql<Row>`select x.id, 'Task of ' || o.name || ', ' || x.kind as label, to_char(x.done_at at time zone 'Europe/London', 'YYYY-MM-DD') as since
        from task x join organisation o on o.id = x.organisation_id where x.done_at < (${cut}::date + 1) order by x.done_at limit 500`,
    ),
  document: (tx, cut, today) =>
    rows(
      tx,
      sql<Row>`select x.id, x.name as label, to_char(coalesce(x.review_on, (x.created_at at time zone 'Europe/London')::date), 'YYYY-MM-DD') as since
        from document x where ${not('document')} and (x.review_on <= ${today}::date or (x.review_on is null and x.created_at < (${cut}::date + 1)))`,
    ),
  'import-proposal': (tx, cut) =>
    rows(
      tx,
      sql<Row>`select x.id, x.name as label, to_char(coalesce(x.confirmed_at, x.discarded_at) at time zone 'Europe/London', 'YYYY-MM-DD') as since
        from import_proposal x where coalesce(x.confirmed_at, x.discarded_at) < (${cut}::date + 1)`,
    ),
  agreement: (tx, cut) =>
    rows(
      tx,
      sql<Row>`select x.id, x.reference || ': ' || x.title as label, to_char(least(x.ended_on, x.ends_on), 'YYYY-MM-DD') as since
        from agreement x where ${not('agreement')} and least(x.ended_on, x.ends_on) <= ${cut}::date`,
    ),
  'panel-case': (tx, cut) =>
    rows(
      tx,
      sql<Row>`select x.id, 'Case at ' || p.name as label, to_char(x.closed_on, 'YYYY-MM-DD') as since
        from panel_case x join panel p on p.id = x.panel_id where x.closed_on <= ${cut}::date`,
    ),
  meeting: (tx, cut) =>
    rows(
      tx,
      sql<Row>`select x.id, p.name || ', ' || to_char(x.on_day, 'YYYY-MM-DD') as label, to_char(x.on_day, 'YYYY-MM-DD') as since
        from meeting x join panel p on p.id = x.panel_id where ${not('meeting')} and x.on_day <= ${cut}::date`,
    ),
};

/** Deletes what only the service needed and has outlived its days. Gives the number by rule. */
export async function purge(tx: Tx, today: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const rule of RULES) {
    const statement = PURGES[rule.id];
    const cut = cutOf(rule, {}, today);
    if (rule.fate !== 'purge' || statement === undefined || cut === null) continue;
    const { numAffectedRows } = await statement(cut).execute(tx);
    counts[rule.id] = Number(numAffectedRows ?? 0n);
  }
  return counts;
}

const PURGES: Partial<Record<RuleId, (cut: string) => ReturnType<typeof sql>>> = {
  session: (cut) => sql`delete from session where coalesce(ended_at, expires_at) < (${cut}::date + 1)`,
  'sign-in-flow': (cut) => sql`delete from sign_in_flow where expires_at < (${cut}::date + 1)`,
  'kept-form': (cut) => sql`delete from kept_form where kept_at < (${cut}::date + 1)`,
  invitation: (cut) => sql`delete from invitation where coalesce(used_at, expires_at) < (${cut}::date + 1)`,
  'access-token': (cut) => sql`delete from access_token where coalesce(revoked_at, expires_at) < (${cut}::date + 1)`,
  'sign-in-try': (cut) => sql`delete from sign_in_try where greatest(since, coalesce(paused_until, since)) < (${cut}::date + 1)`,
  'picture-look': (cut) => sql`delete from picture_look where looked_at < (${cut}::date + 1)`,
  'kept-answer': (cut) => sql`delete from kept_answer where at < (${cut}::date + 1)`,
};
