/** What a staged delivery covers: source, period, rows by month, whether it is fictional. */
import { itemById, monthText } from '../../reference/index.ts';
import type { Plan } from './compile.ts';
import type { MonthRows } from './completeness.ts';
import type { Layout } from './contract.ts';
import type { Database } from './database.ts';
import { numberOf } from './database.ts';
import type { Loaded } from './load.ts';
import type { Fit } from './recognise.ts';

export interface Described {
  readonly source: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly fictional: boolean;
  readonly coverage: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly months: readonly Omit<MonthRows, 'delivery'>[];
}

const FICTIONAL = 200_000_000;

async function isFictional(db: Database, plan: Plan, delivery: number): Promise<boolean> {
  for (const { table } of plan.tables) {
    const tests = table.fields.flatMap((field) => {
      if (!field.stored) return [];
      if (field.type === 'area') return [`"${field.name}" >= ${FICTIONAL}`];
      return field.list === 'force' ? [`"${field.name}" = 200`] : [];
    });
    if (tests.length === 0) continue;
    const rows = await db.rows(`SELECT 1 FROM "${table.name}" WHERE delivery = ${delivery} AND (${tests.join(' OR ')}) LIMIT 1`);
    if (rows.length > 0) return true;
  }
  return false;
}

/** `201617` and `2016/17` as `2016/17`; a calendar year as it is. */
export function periodText(text: string): string {
  const school = /^(\d{4})(\d{2})$/.exec(text);
  return school ? `${school[1]}/${school[2]}` : text;
}

function editionPeriod(edition: string | null): string | null {
  return /^(?:mid|census)-(\d{4})$/.exec(edition ?? '')?.[1] ?? null;
}

export async function describeRows(db: Database, plan: Plan, delivery: number, layout: Layout, edition: string | null): Promise<Described> {
  const fictional = await isFictional(db, plan, delivery);
  const [first] = plan.tables;
  const names = new Set(first?.table.fields.filter((field) => field.stored).map((field) => field.name));
  const table = `"${first?.table.name}"`;
  if (names.has('force') && names.has('month')) {
    const rows = await db.rows(`SELECT force, month, count(*) AS n FROM ${table} WHERE delivery = ${delivery} GROUP BY ALL ORDER BY ALL`);
    const months = rows.map((row) => ({
      source: itemById('force', numberOf(row['force']))?.code ?? 'unknown',
      month: numberOf(row['month']),
      rows: numberOf(row['n']),
    }));
    const coverage: Record<string, Record<string, number>> = {};
    for (const { source, month, rows: n } of months) {
      coverage[source] ??= {};
      coverage[source][monthText(month)] = n;
    }
    const all = months.map(({ month }) => month);
    const span = (month: number) => (all.length === 0 ? null : monthText(month));
    return {
      source: Object.keys(coverage).join('+') || (plan.source ?? 'unknown'),
      from: span(Math.min(...all)),
      to: span(Math.max(...all)),
      fictional,
      coverage,
      months,
    };
  }
  const source = fictional ? 'varrowshire' : (layout.source ?? 'unknown');
  const period = first?.table.fields.find((field) => field.name === 'year' && field.type === 'text') ? `"year"` : undefined;
  const rows = await db.rows(`SELECT ${period ?? 'NULL'} AS period, count(*) AS n FROM ${table} WHERE delivery = ${delivery} GROUP BY ALL ORDER BY ALL`);
  const fixed = editionPeriod(edition);
  const coverage = {
    [source]: Object.fromEntries(rows.map((row) => [typeof row['period'] === 'string' ? periodText(row['period']) : (edition ?? 'all'), numberOf(row['n'])])),
  };
  const periods = rows.flatMap((row) => (typeof row['period'] === 'string' ? [periodText(row['period'])] : []));
  return { source, from: periods[0] ?? fixed, to: periods.at(-1) ?? fixed, fictional, coverage, months: [] };
}

/** Rows by month of each place that the layout says every month should have. */
export async function placeRows(db: Database, fit: Fit, loaded: Loaded, delivery: string): Promise<MonthRows[]> {
  const position = fit.layout.places === undefined ? undefined : fit.at.get(fit.layout.places);
  if (position === undefined) return [];
  const rows = await db.rows(
    `SELECT trim(r${position}) AS place, v0_month AS month, count(*) AS n FROM ${loaded.checked} WHERE ${loaded.good} AND r${position} IS NOT NULL GROUP BY ALL ORDER BY ALL LIMIT 100000`,
  );
  return rows.map((row) => ({ source: String(row['place']), month: numberOf(row['month']), rows: numberOf(row['n']), delivery }));
}
