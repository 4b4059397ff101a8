/** Is the gap larger than gaps that mean nothing? The same analysis where, or when, nothing happened; and without each donor in turn. */
import { at, entry, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { donorNumbers, fitSynthetic, type SyntheticControl, type SyntheticOptions, unitNumber } from './synthetic.ts';
import { type SyntheticPanel, syntheticTable } from './synthetic-panel.ts';

export interface SpacePlaceboOptions extends SyntheticOptions {
  /** Whether the treated unit may be in the mixtures of the others, as in Abadie, Diamond and Hainmueller (2010). Default true. */
  readonly treatedAsDonor?: boolean;
  /** Leave out of the ranking units whose mean squared gap before is more than this many times that of the treated unit. Default: none is left out. */
  readonly dropWorseFit?: number;
  /** `lower`: only gaps below zero count after the start (was there a fall?); `upper`: only those above. Default `two-sided`. */
  readonly alternative?: 'two-sided' | 'lower' | 'upper';
}

export interface SpacePlacebo {
  readonly unit: string | number;
  readonly gap: Float64Array;
  readonly preMspe: number;
  /** Of the gaps that the alternative counts. */
  readonly postMspe: number;
  /** Post over pre; null where the fit before is perfect to rounding: it then ranks above all others. */
  readonly ratio: number | null;
  readonly averageGap: number;
  /** False for a unit left out of the ranking for its poor fit. */
  readonly ranked: boolean;
}

export interface SpacePlaceboTest {
  readonly treated: SyntheticControl;
  /** All units, the treated one among them, largest ratio first. */
  readonly placebos: readonly SpacePlacebo[];
  /** Place of the treated unit's ratio, 1 the largest; units of the same ratio count before it. */
  readonly rank: number;
  /** How many were ranked, the treated unit with them. */
  readonly of: number;
  /** Rank over number: the share of units with a ratio at least as large. No smaller than 1 over the number. */
  readonly p: number;
}

/**
 * Makes a synthetic control for every unit as if it had been treated, and ranks the ratios of mean squared gaps after and before.
 *
 * @throws MethodError as {@link syntheticControl}, for the unit that it concerns
 * @source Abadie, Diamond and Hainmueller (2010), section 3.4; the one-sided form Abadie (2021), J. Economic Literature 59:391
 */
export function syntheticSpacePlacebos(panel: SyntheticPanel, options: SpacePlaceboOptions): SpacePlaceboTest {
  const table = syntheticTable(panel);
  const treated = unitNumber(table, options.treated, 'treated');
  const donors = donorNumbers(table, treated, options);
  const limit = options.dropWorseFit === undefined ? Number.POSITIVE_INFINITY : positive('dropWorseFit', options.dropWorseFit);
  const pool = (options.treatedAsDonor ?? true) ? [treated, ...donors] : donors;
  const own = fitSynthetic(table, treated, donors, options);
  const before = table.times.findIndex((time) => time >= options.start);
  const fits = [
    own,
    ...donors.map((i) =>
      fitSynthetic(
        table,
        i,
        pool.filter((j) => j !== i).sort((a, b) => a - b),
        options,
      ),
    ),
  ];
  const placebos = fits.map(({ treated: unit, gap, preMspe, ratio, averageGap }) => {
    const postMspe = counted(gap.subarray(before), options.alternative ?? 'two-sided');
    return {
      unit,
      gap,
      preMspe,
      postMspe,
      ratio: ratio === null ? null : postMspe / preMspe,
      averageGap,
      ranked: unit === own.treated || preMspe <= limit * own.preMspe,
    };
  });
  const size = (placebo: SpacePlacebo): number => placebo.ratio ?? (placebo.postMspe > 0 ? Number.POSITIVE_INFINITY : 0);
  const ranked = placebos.filter((placebo) => placebo.ranked);
  const mine = size(entry(placebos, 0));
  const rank = ranked.filter((placebo) => size(placebo) >= mine * (1 - 1e-12)).length;
  return { treated: own, placebos: placebos.sort((a, b) => (size(b) === size(a) ? 0 : size(b) - size(a))), rank, of: ranked.length, p: rank / ranked.length };
}

/** Mean square of the gaps of the sign that counts. */
function counted(gaps: Float64Array, alternative: 'two-sided' | 'lower' | 'upper'): number {
  let sum = 0;
  for (const gap of gaps) if (alternative === 'two-sided' || (alternative === 'lower' ? gap < 0 : gap > 0)) sum += gap * gap;
  return sum / gaps.length;
}

/**
 * The same analysis as if treatment had started earlier, on the periods before the true start alone: gaps after each pretended start should be nothing.
 *
 * @param starts pretended first periods, each before the true one; a predictor's window that reaches a pretended start is cut off before it
 * @throws MethodError as {@link syntheticControl}, and `out-of-range` for a pretended start that is not before the true one
 * @source Abadie, Diamond and Hainmueller (2015), American J. Political Science 59:495
 */
export function syntheticTimePlacebos(panel: SyntheticPanel, options: SyntheticOptions, starts: readonly number[]): readonly SyntheticControl[] {
  const table = syntheticTable(panel);
  const treated = unitNumber(table, options.treated, 'treated');
  const donors = donorNumbers(table, treated, options);
  const before = table.times.findIndex((time) => time >= options.start);
  const kept = before === -1 ? table.times.length : before;
  const cut = (rows: Float64Array): Float64Array => {
    const out = new Float64Array(table.units.length * kept);
    for (let i = 0; i < table.units.length; i++) for (let t = 0; t < kept; t++) out[i * kept + t] = at(rows, i * table.times.length + t);
    return out;
  };
  const earlier = {
    units: table.units,
    times: table.times.slice(0, kept),
    outcome: cut(table.outcome),
    variables: new Map([...table.variables].map(([name, rows]) => [name, cut(rows)])),
  };
  return starts.map((start, s) => {
    if (!(start < options.start)) throw new MethodError('out-of-range', `starts[${s}]`, `${start} is not before the true start (${options.start})`);
    const end = earlier.times.filter((time) => time < start).at(-1) ?? start;
    const predictors = options.predictors?.map((predictor, p) => {
      if (predictor.from > end) {
        throw new MethodError(
          'out-of-range',
          `predictors[${p}].from`,
          `begins in ${predictor.from}, not before the pretended start (${start}): give an earlier window`,
        );
      }
      return { ...predictor, to: Math.min(predictor.to, end) };
    });
    return fitSynthetic(earlier, treated, donors, { ...options, start, ...(predictors && { predictors }) });
  });
}

export interface LeaveOneOut {
  readonly without: string | number;
  /** The weight that it had. */
  readonly weight: number;
  readonly control: SyntheticControl;
}

/**
 * Makes the synthetic control again without each donor that has weight: does the effect rest on one of them?
 *
 * @throws MethodError as {@link syntheticControl}; `too-few` where only two donors are left to choose from
 * @source Abadie, Diamond and Hainmueller (2015), section 4
 */
export function syntheticLeaveOneOut(panel: SyntheticPanel, options: SyntheticOptions): readonly LeaveOneOut[] {
  const table = syntheticTable(panel);
  const treated = unitNumber(table, options.treated, 'treated');
  const donors = donorNumbers(table, treated, options);
  return fitSynthetic(table, treated, donors, options).weights.map(({ unit, weight }) => ({
    without: unit,
    weight,
    control: fitSynthetic(
      table,
      treated,
      donors.filter((i) => entry(table.units, i) !== unit),
      options,
    ),
  }));
}
