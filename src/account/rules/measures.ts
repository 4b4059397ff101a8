/**
 * Measures of an item, each with its own target, value and evidence. They are never merged: everybody trained and three uses in ten wrong is not achieved
 * (recommendation 3 of March 2023: trained, understood, applied correctly).
 */
import { counts, doubt, type Evidence } from './evidence.ts';
import { MEASURE_SETS, type MeasureSet } from './reference.ts';

export interface Measure {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** Set locally; null until it is. */
  readonly target: number | null;
  readonly value: number | null;
}

export type MeasureState = 'achieved' | 'not-achieved' | 'not-measured' | 'no-target' | 'no-evidence' | 'needs-checking';

export interface MeasureStanding {
  readonly id: string;
  readonly label: string;
  readonly state: MeasureState;
  readonly because: string;
}

/** The state of one measure from its own evidence. */
export function measureStanding(measure: Measure, evidence: readonly Evidence[]): MeasureStanding {
  const own = evidence.filter((one) => one.measureId === measure.id);
  const as = (state: MeasureState, because: string): MeasureStanding => ({
    id: measure.id,
    label: measure.label,
    state,
    because: `${measure.label}: ${because}`,
  });
  const { value, target } = measure;
  if (value === null) return as('not-measured', 'not measured yet.');
  const shown = `${value}${unit(measure)}`;
  if (target === null) return as('no-target', `${shown}, with no target to hold it against.`);
  const wanted = `${measure.better === 'higher' ? 'at least' : 'at most'} ${target}${unit(measure)}`;
  const met = measure.better === 'higher' ? value >= target : value <= target;
  if (!met) return as('not-achieved', `${shown}, and the target is ${wanted}.`);
  if (own.some(counts)) return as('achieved', `${shown}, which meets the target of ${wanted}, with evidence.`);
  const doubted = own[0];
  if (doubted !== undefined) return as('needs-checking', `${shown} would meet the target of ${wanted}. ${doubt(doubted)}`);
  return as('no-evidence', `${shown} would meet the target of ${wanted}, but there is no evidence of it.`);
}

const unit = ({ unit: text }: Measure): string => (text === '' || text === '%' ? text : ` ${text}`);

/** A set of measures of `reference/inspection.json`, without targets or values. */
export function measureSet(code: string): MeasureSet | undefined {
  return MEASURE_SETS.find((set) => set.code === code);
}
