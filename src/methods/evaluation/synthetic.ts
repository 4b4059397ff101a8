/** Synthetic control: Abadie, Diamond and Hainmueller (2010), J. American Statistical Association 105:493. */
import { at, each, entry, finite, nonNegative, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { predictorTable, type SyntheticPanel, type SyntheticPredictor, type SyntheticTable, syntheticTable } from './synthetic-panel.ts';
import { mixture, type SearchOptions, scalePredictors, searchImportance, simplexWeights } from './synthetic-weights.ts';

export interface SyntheticOptions {
  /** The unit that was treated, and the first period under treatment. */
  readonly treated: string | number;
  readonly start: number;
  /** What the mixture is matched on. Unless given, the outcome in every period before the start. */
  readonly predictors?: readonly SyntheticPredictor[];
  /** With predictors: how much each counts; unless given it is searched for, from `search.seed`. */
  readonly importance?: ArrayLike<number>;
  readonly search?: SearchOptions;
  /** Units that may be in the mixture; all others unless given. */
  readonly donors?: readonly (string | number)[];
}

export interface SyntheticControl {
  readonly treated: string | number;
  readonly start: number;
  readonly times: Float64Array;
  readonly actual: Float64Array;
  readonly synthetic: Float64Array;
  /** Actual less synthetic. */
  readonly gap: Float64Array;
  /** Donors with weight, heaviest first. */
  readonly weights: readonly { readonly unit: string | number; readonly weight: number }[];
  /** False where other weights may match as well. */
  readonly unique: boolean;
  /** Predictors beside what they are for the mixture and for the plain mean of the donors, and how much each counted (shares of 1). */
  readonly balance: readonly (SyntheticPredictor & {
    readonly treated: number;
    readonly synthetic: number;
    readonly donors: number;
    readonly importance: number;
  })[];
  /** Mean squared gap before and from the start. */
  readonly preMspe: number;
  readonly postMspe: number;
  /** Post over pre; null where the fit before is perfect to rounding. */
  readonly ratio: number | null;
  /** Mean and sum of the gaps from the start, in units of the outcome. */
  readonly averageGap: number;
  readonly totalGap: number;
}

/**
 * What the treated unit would have done, as the mixture of other units that most resembled it before.
 *
 * @throws MethodError as {@link syntheticTable}, predictorTable and simplexWeights do, and `input` (an unknown unit), `out-of-range` (a start without periods on
 *   both sides), `too-few` (under two donors), `no-variation` (a predictor the same for all), `inconsistent` (predictors to search for but no seed)
 */
export function syntheticControl(panel: SyntheticPanel, options: SyntheticOptions): SyntheticControl {
  const table = syntheticTable(panel);
  const treated = unitNumber(table, options.treated, 'treated');
  return fitSynthetic(table, treated, donorNumbers(table, treated, options), options);
}

/** The number of a unit. */
export function unitNumber(table: SyntheticTable, unit: string | number, argument: string): number {
  const found = table.units.indexOf(unit);
  if (found === -1) throw new MethodError('input', argument, `there is no unit called ${unit}`);
  return found;
}

/** Numbers of the units that may be in the mixture. */
export function donorNumbers(table: SyntheticTable, treated: number, options: SyntheticOptions): readonly number[] {
  if (!options.donors) return Array.from(table.units.keys()).filter((i) => i !== treated);
  const donors = [...new Set(options.donors.map((unit, j) => unitNumber(table, unit, `donors[${j}]`)))];
  if (donors.includes(treated)) throw new MethodError('inconsistent', 'donors', 'the treated unit cannot be in its own mixture');
  return donors;
}

/** {@link syntheticControl} on a table, for one unit and its donors by number. */
export function fitSynthetic(table: SyntheticTable, treated: number, donors: readonly number[], options: SyntheticOptions): SyntheticControl {
  const { times, units, outcome } = table;
  const periods = times.length;
  const start = finite('start', options.start);
  let before = 0;
  while (before < periods && at(times, before) < start) before++;
  if (before === 0 || before === periods) throw new MethodError('out-of-range', 'start', `there must be a period before ${start} and one from it on`);
  if (donors.length < 2) throw new MethodError('too-few', 'donors', `a mixture needs two units or more, and there are ${donors.length}`);
  const of = (rows: Float64Array, columns: number, members: readonly number[], from: number, to: number): Float64Array => {
    const out = new Float64Array(members.length * (to - from));
    for (const [row, i] of members.entries()) out.set(rows.subarray(i * columns + from, i * columns + to), row * (to - from));
    return out;
  };
  const actual = of(outcome, periods, [treated], 0, periods);
  const own = of(outcome, periods, [treated], 0, before);
  const theirs = of(outcome, periods, donors, 0, before);
  const predictors = options.predictors ?? [];
  const k = predictors.length;
  const matched = k === 0 ? undefined : predictorTable(table, predictors, start);

  const rowsOf = (rows: Float64Array, columns: number): Float64Array[] => donors.map((_, j) => rows.subarray(j * columns, (j + 1) * columns));
  let importance: Float64Array = new Float64Array();
  let found: ReturnType<typeof simplexWeights>;
  if (matched) {
    const scaled = of(matched, k, [treated, ...donors], 0, k);
    scalePredictors(scaled, k);
    const problem = { target: scaled.subarray(0, k), donors: scaled.subarray(k), before: own, donorsBefore: theirs };
    if (options.importance) importance = each('importance', sized('importance', options.importance, k), nonNegative);
    else if (options.search) importance = searchImportance(problem, options.search);
    else throw new MethodError('inconsistent', 'search', 'importance of the predictors must be given, or a seed to search for it from');
    found = simplexWeights(problem.target, rowsOf(problem.donors, k), importance);
  } else found = simplexWeights(own, rowsOf(theirs, before));

  const total = importance.reduce((sum, value) => sum + value, 0);
  const synthetic = mixture(of(outcome, periods, donors, 0, periods), periods, found.weights);
  const gap = actual.map((value, t) => value - at(synthetic, t));
  const equal = new Float64Array(donors.length).fill(1 / donors.length);
  const [own_, mixed, plain] = matched
    ? [of(matched, k, [treated], 0, k), mixture(of(matched, k, donors, 0, k), k, found.weights), mixture(of(matched, k, donors, 0, k), k, equal)]
    : [gap, gap, gap];
  return {
    treated: entry(units, treated),
    start,
    times,
    actual,
    synthetic,
    gap,
    weights: donors
      .map((i, j) => ({ unit: entry(units, i), weight: at(found.weights, j) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight),
    unique: found.unique,
    balance: predictors.map((predictor, p) => ({
      ...predictor,
      treated: at(own_, p),
      synthetic: at(mixed, p),
      donors: at(plain, p),
      importance: at(importance, p) / total,
    })),
    ...gapSummary(gap, before, actual),
  };
}

/** How large the gaps are before and after. */
function gapSummary(gap: Float64Array, before: number, actual: Float64Array) {
  const meanSquare = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0) / values.length;
  const after = gap.subarray(before);
  const [preMspe, postMspe] = [meanSquare(gap.subarray(0, before)), meanSquare(after)];
  const totalGap = after.reduce((sum, value) => sum + value, 0);
  if (!Number.isFinite(preMspe + postMspe)) throw new MethodError('too-large', 'outcome', 'its squares are beyond what can be held');
  const rounding = (1e-12 * Math.max(...actual.map(Math.abs))) ** 2;
  const ratio = postMspe / preMspe;
  return { preMspe, postMspe, ratio: preMspe > rounding && Number.isFinite(ratio) ? ratio : null, averageGap: totalGap / after.length, totalGap };
}
