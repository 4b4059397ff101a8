/** Writes one data file of facts: the rows that stay, the rows that are new, placed in the frame, sorted, with their atoms. */
import type { FieldNote } from '../manifest.ts';
import { atomsSql } from './atoms.ts';
import type { Builder } from './builder.ts';
import { DERIVED, type FactTable } from './facts.ts';
import { outlines } from './locate.ts';
import type { Dropped } from './write.ts';
import { EDITIONS_SQL, placedSql, vintageSql } from './place.ts';

export interface FactMerge {
  readonly fact: FactTable;
  /** Attached as `old`; absent for a first delivery. */
  readonly old: boolean;
  readonly dropped: Dropped;
  /** Attached staged databases and the delivery numbers to take from each. */
  readonly staged: readonly { readonly alias: string; readonly deliveries: readonly number[] }[];
  /** Attached as `frame`. */
  readonly framed: boolean;
  /** The frame is not the one that the old rows were placed in. */
  readonly replace: boolean;
  readonly secret: Uint8Array;
}

/** Warnings of each delivery (by number) that was placed now: they take the place of its earlier ones of the same rules. */
export type PlaceWarnings = ReadonlyMap<number, readonly FieldNote[]>;

/** The rules of the warnings that the store, not the door, gives. */
export const PLACE_RULES = ['lsoa-edition', 'lsoa-ended', 'lsoa-edition-assumed'] as const;

/**
 * By force and month, so that a force's months are read alone; then by the key, which costs no more and makes the same rows the same file. (Sorting by
 * kind and area as well made files 3 % smaller and no question faster.)
 */
const ORDER = 'force, month, key';

export async function mergeFacts(builder: Builder, merge: FactMerge): Promise<PlaceWarnings> {
  const { fact, framed } = merge;
  const base = fact.base.map(([name]) => name).join(', ');
  const all = [...fact.base, ...DERIVED].map(([name]) => name).join(', ');
  const kept = merge.old ? `FROM old.${fact.table} WHERE ${keptSql(merge)}` : undefined;
  const fresh = merge.staged
    .filter(({ deliveries }) => deliveries.length > 0)
    .map(({ alias, deliveries }) => `SELECT ${base} FROM ${alias}.${fact.table} WHERE delivery IN (${deliveries.join(', ')})`);
  const toPlace = kept !== undefined && merge.replace ? [...fresh, `SELECT ${base} ${kept}`] : fresh;
  const parts: string[] = [];
  let editions: Editions = { warnings: new Map() };
  if (toPlace.length > 0) {
    await builder.run(`CREATE TEMP VIEW fresh AS ${toPlace.join(' UNION ALL ')}`);
    if (framed && fact.place === 'lsoa') editions = await decideEditions(builder);
    if (framed && fact.place === 'point') await locatePoints(builder);
    parts.push(placedSql(fact, 'fresh', framed, editions.only));
  }
  if (kept !== undefined && !merge.replace) parts.push(`SELECT ${all} ${kept}`);
  const rows = parts.map((part) => `SELECT ${all} FROM (${part})`).join(' UNION ALL ');
  await builder.run(`CREATE TABLE ${fact.table} AS ${rows} ORDER BY ${ORDER}`);
  for (const sql of atomsSql(fact, merge.secret)) await builder.run(sql);
  return editions.warnings;
}

function keptSql({ dropped }: FactMerge): string {
  const whole = dropped.whole.length > 0 ? `delivery NOT IN (${dropped.whole.join(', ')})` : 'true';
  const months = dropped.months.map(({ delivery, force, month }) => `(${delivery}, ${force}, ${month})`);
  return months.length > 0 ? `${whole} AND (delivery, force, month) NOT IN (VALUES ${months.join(', ')})` : whole;
}

interface Editions {
  readonly warnings: PlaceWarnings;
  /** The edition of every delivery, where they all use one. */
  readonly only?: number;
}

async function decideEditions(builder: Builder): Promise<Editions> {
  for (const sql of vintageSql('fresh')) await builder.run(sql);
  const said = await builder.read(EDITIONS_SQL);
  const column = (name: string) => said.numbers(name);
  const [delivery, vintage, assumed, rows] = [column('delivery'), column('vintage'), column('assumed'), column('rows')];
  const [absentRows, absentCodes, endedRows, endedCodes] = [column('absent_rows'), column('absent_codes'), column('ended_rows'), column('ended_codes')];
  const warnings = new Map<number, FieldNote[]>();
  for (let i = 0; i < said.rows; i++) {
    const edition = vintage[i];
    const codes = (n: number | undefined) => `${n} ${n === 1 ? 'code' : 'codes'}`;
    const notes: FieldNote[] = [];
    if (absentRows[i])
      notes.push({
        field: 'lsoa_code',
        rule: 'lsoa-edition',
        reason: `LSOA code not in the ${edition} edition (${codes(absentCodes[i])}): no area`,
        count: absentRows[i] ?? 0,
      });
    if (endedRows[i])
      notes.push({
        field: 'lsoa_code',
        rule: 'lsoa-ended',
        reason: `LSOA code of 2011 that no longer exists in 2021 (${codes(endedCodes[i])})`,
        count: endedRows[i] ?? 0,
      });
    if (assumed[i])
      notes.push({
        field: 'lsoa_code',
        rule: 'lsoa-edition-assumed',
        reason: `The codes fit the 2011 and the 2021 edition equally: ${edition} was assumed from the months`,
        count: rows[i] ?? 0,
      });
    warnings.set(delivery[i] ?? 0, notes);
  }
  const [only, ...others] = new Set(vintage);
  return only === undefined || others.length > 0 ? { warnings } : { warnings, only };
}

/** Fills the temporary table `point` with the 2021 LSOA of each distinct point. Points and outlines pass as columns, never as row objects. */
async function locatePoints(builder: Builder): Promise<void> {
  await builder.run('CREATE TEMP TABLE point (lon INTEGER, lat INTEGER, lsoa UINTEGER)');
  const points = await builder.read('SELECT DISTINCT lon, lat FROM fresh WHERE lon IS NOT NULL AND lat IS NOT NULL ORDER BY lon, lat');
  if (points.rows === 0) return;
  const areas = outlines();
  const drawn = await builder.read(
    "SELECT b.idx, b.geometry FROM frame.boundary b JOIN frame.lsoa l USING (idx) WHERE b.level = 'lsoa' AND l.vintage = 2021 ORDER BY b.idx",
  );
  const [idx, geometry] = [drawn.numbers('idx'), drawn.texts('geometry')];
  for (let i = 0; i < drawn.rows; i++) areas.add(idx[i] ?? 0, geometry[i] ?? '');
  const at = areas.index();
  const [lon, lat] = [points.numbers('lon'), points.numbers('lat')];
  const appender = await builder.connection.createAppender('point', 'main', 'temp');
  for (let i = 0; i < points.rows; i++) {
    const [x, y] = [lon[i] ?? 0, lat[i] ?? 0];
    const lsoa = at.locate(x / 1e6, y / 1e6);
    if (lsoa === 0) continue;
    appender.appendInteger(x);
    appender.appendInteger(y);
    appender.appendUInteger(lsoa);
    appender.endRow();
  }
  appender.closeSync();
}
