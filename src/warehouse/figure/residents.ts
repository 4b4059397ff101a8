/** Denominators: residents of the areas and groups that a rate's slice covers. Published figures, so they are not perturbed. */
import { HeadwaterError } from '../../errors.ts';
import { codeList } from '../../reference/index.ts';
import type { Parameter, Session, Table } from '../engine/index.ts';
import type { Context } from './context.ts';
import type { Condition } from './measures.ts';
import type { Plan } from './plan.ts';
import { packKey } from './rollup.ts';
import type { DimensionId } from './types.ts';

export interface Residents {
  /** By the packed key of the groupings that change the denominator; others are 0 in the key. */
  readonly byKey: ReadonlyMap<number, number>;
  readonly total: number | null;
  readonly edition: string;
  /** Which positions of the plan's groupings count in the key. */
  readonly counts: readonly boolean[];
}

type Level = 'force' | 'csp' | 'district' | 'ward' | 'lsoa';
/** Finest first. */
const LEVELS: readonly Level[] = ['lsoa', 'ward', 'district', 'csp', 'force'];
const NEEDS: Partial<Record<DimensionId, Level>> = {
  lsoa: 'lsoa',
  lsoa21: 'lsoa',
  decile: 'lsoa',
  ward: 'ward',
  district: 'district',
  csp: 'district',
  force: 'force',
};
/** Groupings of people for which no resident population is held (an officer's view has none at all). */
const NO_RESIDENTS: ReadonlySet<DimensionId> = new Set(['sex', 'ethnicity-officer']);
const PEOPLE: ReadonlySet<DimensionId> = new Set(['ethnicity', 'ethnicity-group', 'age-band']);

/** Columns that place an area of a level in the levels above it, as SQL over the frame. */
function source(level: Level, alias: string): string {
  const r = `${alias}residents r`;
  switch (level) {
    case 'lsoa':
      return `${r} JOIN ${alias}lsoa a ON a.idx = r.idx LEFT JOIN ${alias}district d ON d.idx = a.district`;
    case 'ward':
      return `${r} JOIN ${alias}ward a ON a.idx = r.idx LEFT JOIN ${alias}district d ON d.idx = a.district`;
    case 'district':
      return `${r} JOIN ${alias}district d ON d.idx = r.idx`;
    case 'csp':
      return `${r} JOIN ${alias}csp a ON a.idx = r.idx`;
    case 'force':
      return r;
  }
}

function expression(id: DimensionId, level: Level): string | null {
  switch (id) {
    case 'force':
      return level === 'force' ? 'r.idx' : level === 'csp' ? 'a.force' : 'd.force';
    case 'csp':
      return level === 'csp' ? 'r.idx' : 'd.csp';
    case 'district':
      return level === 'district' ? 'r.idx' : 'd.idx';
    case 'ward':
      return level === 'ward' ? 'r.idx' : 'a.ward';
    case 'lsoa':
    case 'lsoa21':
      return 'r.idx';
    case 'decile':
      return 'a.decile';
    case 'age-band':
      return 'r.age_from';
    case 'ethnicity':
      return 'r.eth';
    case 'ethnicity-group':
      return 'r.eth_group';
    default:
      return null;
  }
}

/** The area conditions of a plan on the columns of a level. */
function areaWhere(conditions: readonly Condition[], level: Level, parameters: Parameter[]): string[] {
  const where: string[] = [];
  for (const condition of conditions) {
    const id = ({ force: 'force', district: 'district', lsoa: 'lsoa', decile: 'decile' } as const)[condition.column as 'force'];
    if (!id) continue;
    const column = expression(id, level);
    if (!column) continue;
    parameters.push([...condition.ids]);
    where.push(`${condition.not ? 'NOT ' : ''}list_contains($${parameters.length}::INTEGER[], ${column}::INTEGER)`);
  }
  return where;
}

function refuse(text: string, advice: string): HeadwaterError {
  return new HeadwaterError('refused', 'no-denominator', text, { advice });
}

/**
 * @param editions LSOA editions of the slice: decides the 2011 or 2021 denominators below district
 * @param forces forces whose records are in the slice, where it names none
 * @throws HeadwaterError `no-denominator` when no population covers what is asked
 */
export async function findResidents(
  session: Session,
  context: Pick<Context, 'ofFrame'>,
  plan: Plan,
  editions: ReadonlySet<2011 | 2021>,
  forces: readonly number[],
): Promise<Residents> {
  const alias = session.alias('frame');
  if (alias === undefined) throw refuse('Resident populations are not known yet.', 'Deliver the datasets “area” and “population” first.');
  const used = [...plan.by.map((each) => each.id), ...(Object.keys(plan.slice.where) as DimensionId[])];
  const wanted = used.map((id) => NEEDS[id]).filter((level) => level !== undefined);
  const level = LEVELS.find((each) => wanted.includes(each)) ?? 'force';
  const people = used.filter((id) => PEOPLE.has(id));
  const ethnic = people.some((id) => id !== 'age-band');
  const without = used.find((id) => NO_RESIDENTS.has(id));
  if (without)
    throw refuse(
      'Residents are not known by that grouping here, so there is no rate for it.',
      'Ask for the count, or leave sex and officer-defined ethnicity out of the slice.',
    );
  if (ethnic && people.includes('age-band'))
    throw refuse('No published population has age and ethnicity together for these areas.', 'Ask by age band or by ethnicity, not both.');
  const detailed = people.includes('ethnicity');
  const aged = people.includes('age-band');

  const parameters: Parameter[] = [];
  const where = [`r.level = '${level}'`];
  where.push(...areaWhere(plan.main.conditions, level, parameters));
  if (!plan.main.conditions.some((condition) => condition.column === 'force')) {
    parameters.push([...forces]);
    where.push(`list_contains($${parameters.length}::INTEGER[], ${expression('force', level)}::INTEGER)`);
  }
  if (level === 'lsoa') where.push(`a.vintage = ${editions.has(2011) && !usesSuccessors(plan) ? 2011 : 2021}`);
  where.push(ethnic ? (detailed ? 'r.eth > 0' : 'r.eth = 0 AND r.eth_group > 0') : 'r.eth = 0 AND r.eth_group = 0');
  where.push(aged ? `(r.age_from, r.age_to) IN (${bands()})` : 'r.age_from = 0 AND r.age_to = 255');
  for (const [id, column] of [
    ['ethnicity-group', 'eth_self'],
    ['ethnicity', 'eth_self'],
    ['age-band', 'age_band'],
  ] as const) {
    if (!plan.slice.where[id]) continue;
    const condition = plan.main.conditions.find((each) => each.column === column);
    if (condition) where.push(peopleWhere(id, condition));
  }
  const counts = plan.by.map((each) => expression(each.id, level) !== null);
  const keys = plan.by.map((each, index) => `${counts[index] ? expression(each.id, level) : 0}::UINTEGER AS k${index}`);
  const sql = `SELECT r.edition AS edition, ${[...keys, 'sum(r.n)::DOUBLE AS n'].join(', ')} FROM ${source(level, alias)} WHERE ${where.join(' AND ')} GROUP BY ALL ORDER BY edition DESC`;
  return context.ofFrame(`residents:${sql.replaceAll(alias, '')}:${JSON.stringify(parameters)}`, async () =>
    read(await session.run(sql, parameters), plan, counts),
  );
}

function read(table: Table, plan: Plan, counts: readonly boolean[]): Residents {
  if (table.rows === 0)
    throw refuse(
      'No resident population has been delivered for these areas and groups.',
      'Deliver “population” or “population-ethnicity” for them, or ask for a larger area.',
    );
  const names = table.texts('edition');
  const edition = names[0] as string;
  const n = table.numbers('n');
  const columns = plan.by.map((_, index) => table.numbers(`k${index}`));
  const byKey = new Map<number, number>();
  let total = 0;
  for (let row = 0; row < table.rows; row++) {
    if (names[row] !== edition) continue;
    const key = packKey(columns.map((column, index) => meaning(plan.by[index]?.id as DimensionId, column[row] as number)));
    byKey.set(key, (byKey.get(key) ?? 0) + (n[row] as number));
    total += n[row] as number;
  }
  return { byKey, total: total > 0 ? total : null, edition, counts };
}

function usesSuccessors(plan: Plan): boolean {
  return plan.by.some((each) => each.id === 'lsoa21' || each.id === 'ward');
}

function bands(): string {
  return codeList('age-band')
    .items.filter((item) => typeof item.from === 'number')
    .map((item) => `(${Number(item.from)}, ${item.to === null ? 255 : Number(item.to)})`)
    .join(', ');
}

/** Age bands are kept by their first year, ethnic groups by their ids: to the value ids of the dimension. */
function meaning(id: DimensionId, value: number): number {
  if (id !== 'age-band') return value;
  return codeList('age-band').items.find((item) => item.from === value)?.id ?? 0;
}

function peopleWhere(id: 'ethnicity' | 'ethnicity-group' | 'age-band', condition: Condition): string {
  const chosen = condition.ids;
  if (id === 'age-band') {
    const starts = codeList('age-band')
      .items.filter((item) => chosen.includes(item.id) && typeof item.from === 'number')
      .map((item) => Number(item.from));
    return starts.length > 0 ? `r.age_from IN (${starts.join(', ')})` : 'FALSE';
  }
  const list = codeList('ethnicity-self');
  const items = list.items.filter((item) => chosen.includes(item.id) && !item.unknown);
  if (id === 'ethnicity') return items.length > 0 ? `r.eth IN (${items.map((item) => item.id).join(', ')})` : 'FALSE';
  const groups = (list.groups ?? []).filter((group) => items.some((item) => item.group === group.code)).map((group) => group.id);
  return groups.length > 0 ? `r.eth_group IN (${groups.join(', ')})` : 'FALSE';
}
