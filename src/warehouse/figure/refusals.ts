/**
 * Questions that have no honest answer. A refusal is a result: it takes the figure's place, says why, and what could be asked instead.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemByCode, monthInt, monthText } from '../../reference/index.ts';
import type { Coverage } from './coverage.ts';
import { monthRuns } from './coverage.ts';
import type { FactDataset } from './dimensions.ts';
import type { Plan } from './plan.ts';
import type { Rollup } from './rollup.ts';
import type { DimensionId, Refusal } from './types.ts';
import { monthWords } from './values.ts';

/** A change in how something is recorded: figures before and after it do not compare. */
export interface RecordingBreak {
  readonly dataset: FactDataset;
  /** Force code, or null for all. */
  readonly force: string | null;
  /** First month of the new way of recording. */
  readonly from: string;
  /** Fact columns that are touched; empty for the whole count. */
  readonly columns: readonly string[];
  readonly reason: string;
  readonly source: string;
}

export const RECORDING_BREAKS: readonly RecordingBreak[] = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../reference/recording-breaks.json'), 'utf8')) as { breaks: RecordingBreak[] }
).breaks;

const LSOA_BOUND: ReadonlySet<DimensionId> = new Set(['lsoa', 'decile']);

/** LSOA 2011 and 2021 are never mixed (they share codes for areas that changed). */
export function mixedEditions(plan: Plan, editions: ReadonlySet<number>): Refusal | null {
  if (editions.size < 2) return null;
  const used = [...plan.by.map((each) => each.id), ...(Object.keys(plan.slice.where) as DimensionId[])].find((id) => LSOA_BOUND.has(id));
  if (!used) return null;
  return {
    code: 'mixed-lsoa-editions',
    reason:
      used === 'decile'
        ? 'Some of these records use 2011 LSOAs and some 2021. Their deprivation deciles come from different editions of the index and do not compare.'
        : 'Some of these records use 2011 LSOAs and some 2021. The same code can mean a different area, so they are not put in one table.',
    instead:
      used === 'decile'
        ? 'Choose a period in which all records use one edition.'
        : 'Choose a period in which all records use one edition, or ask by “LSOA (2021)”, which converts what can be converted.',
  };
}

/** A slice that the definition leaves nothing of, such as section 60 in the find rate. */
export function outsideDefinition(plan: Plan): Refusal | null {
  const { fixed } = plan.measure;
  return plan.empty && fixed ? { code: 'outside-definition', reason: fixed.reason, instead: fixed.instead } : null;
}

/** A change needs every month of both years from every force of the slice, and no break between them. */
export function unfairChange(plan: Plan, coverage: Coverage, breaks: readonly RecordingBreak[] = RECORDING_BREAKS): Refusal | null {
  if (plan.window === null) return null;
  const { missing, low } = coverage;
  const instead = 'Choose months that are there in both years, or a force that has them.';
  if (coverage.forces.length === 0 || missing.length > 0) {
    const months = [...new Set(missing.flatMap((each) => each.months))];
    return {
      code: 'incomplete-years',
      reason: `A change needs the same months of both years. There are no data for ${monthRuns(months) || 'this slice'}${missing.length > 1 ? ' from every force' : ''}.`,
      instead,
    };
  }
  if (low.length > 0) {
    return {
      code: 'incomplete-years',
      reason: `A change needs complete months in both years. ${monthRuns([...new Set(low.map((each) => each.month))])} may be incomplete.`,
      instead,
    };
  }
  const forces = new Set(coverage.forces);
  const columns = new Set<string>(plan.main.by.concat(plan.main.conditions.map((each) => each.column)));
  for (const each of breaks) {
    if (each.dataset !== plan.measure.dataset) continue;
    if (each.force !== null && !forces.has(itemByCode('force', each.force)?.id ?? -1)) continue;
    if (each.columns.length > 0 && !each.columns.some((column) => columns.has(column))) continue;
    const month = monthInt(each.from) as number;
    if (month > plan.window.from - 12 && month <= plan.window.to) {
      return {
        code: 'recording-break',
        reason: `Recording changed in ${monthWords(each.from)}: ${each.reason}`,
        instead: `Choose two years on the same side of ${monthWords(monthText(month))}.`,
      };
    }
  }
  return null;
}

/**
 * A change in a group can be made by a change in how often the group is recorded (R099: 84 to 473). The sign of the change must hold if the unknowns of
 * either year all belonged to the group.
 */
export function movedUnknowns(plan: Plan, rollup: Rollup): Refusal | null {
  if (plan.window === null) return null;
  const at = plan.values.findIndex(
    (values) =>
      values.dimension.column === 'eth_self' ||
      values.dimension.column === 'eth_officer' ||
      values.dimension.column === 'age_band' ||
      values.dimension.column === 'sex',
  );
  const values = plan.values[at];
  if (!values) return null;
  let before = 0;
  let after = 0;
  let allBefore = 0;
  let allAfter = 0;
  for (const row of rollup.rows.values()) {
    allBefore += row.whole.perturbed;
    allAfter += row.part.perturbed;
    if (!values.describe(row.key[at] as number).unknown) continue;
    before += row.whole.perturbed;
    after += row.part.perturbed;
  }
  if (allBefore <= 0 || allAfter <= 0) return null;
  const moved = Math.abs(after / allAfter - before / allBefore);
  if (moved < MOVED_SHARE) return null;
  return {
    code: 'unknown-share-moved',
    reason: `Cannot say. The share with no ${values.dimension.title.toLowerCase()} recorded went from ${(100 * Math.max(0, before / allBefore)).toFixed(0)} % to ${(100 * Math.max(0, after / allAfter)).toFixed(0)} %, so a change in a group may be a change in recording.`,
    instead: 'Ask for the share not known by month, or for the change in all groups together.',
  };
}

/** Five points: the smallest move of the unknown share that can make or hide a change that anybody would act on. A choice of ours, not a published rule. */
const MOVED_SHARE = 0.05;
