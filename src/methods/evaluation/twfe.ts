/** Two-way fixed effects: one effect for all treated units and periods, beside an effect of every unit and every period. */
import { at, confidence, each, finite, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type CoefficientRow, estimateOf } from '../glm/index.ts';
import { type PanelFit, type PanelIndex, type PanelInput, panelIndex, panelRegression, sweep } from './twfe-panel.ts';

export interface TwfeInput extends PanelInput {
  /** 1 in treated rows and 0 elsewhere (or a dose). */
  readonly treatment: ArrayLike<number>;
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
}

export interface TwfeResult {
  /** The treatment, and then the covariates. For Poisson on the log scale. */
  readonly coefficients: readonly CoefficientRow[];
  /** exp of the treatment's coefficient with its interval (Poisson), else null. */
  readonly ratio: { readonly value: number; readonly lower: number; readonly upper: number } | null;
  readonly panel: PanelFit;
  readonly adoption: TwfeAdoption;
}

export interface TwfeAdoption {
  /** Number of different periods in which treatment first appears. Null for a dose. */
  readonly cohorts: number | null;
  /** Units never treated. */
  readonly neverTreated: number;
  /** Units whose treatment ends again. */
  readonly reversals: number;
  /**
   * The coefficient is a weighted sum of the effects in the treated rows; this is the number of them whose weight is below zero, and the sum of those weights (all
   * weights add up to 1). Of the linear model. Null for a dose.
   */
  readonly negativeWeights: { readonly rows: number; readonly treatedRows: number; readonly sum: number } | null;
  /** What to heed, in words; null where the design is free of it. */
  readonly warning: string | null;
}

/**
 * Two-way fixed-effects regression.
 *
 * @throws MethodError as {@link panelIndex} and {@link panelRegression}; `no-variation` where nobody, or everybody throughout, is treated
 * @source Angrist and Pischke (2009), section 5.2; weights: de Chaisemartin and D'Haultfoeuille (2020), American Economic Review 110, theorem 1;
 * what staggered adoption does to it: Goodman-Bacon (2021), Journal of Econometrics 225
 */
export function twoWayFixedEffects(input: TwfeInput): TwfeResult {
  const level = confidence('level', input.level ?? 0.95);
  const panel = panelIndex(input.unit, input.time);
  const treatment = each('treatment', sized('treatment', input.treatment, panel.n), finite);
  if (treatment.every((value) => value === treatment[0])) throw new MethodError('no-variation', 'treatment', 'is the same in every row');
  const covariates = Object.entries(input.covariates ?? {}).map(
    ([name, values]) => [name, each(`covariates.${name}`, sized(`covariates.${name}`, values, panel.n), finite)] as const,
  );
  const columns = new Map([['treatment', treatment] as const, ...covariates]);
  const fit = panelRegression(input, panel, columns);
  const coefficients = panelTable(fit, [...columns.keys()], level);
  const first = coefficients[0] as CoefficientRow;
  return {
    coefficients,
    ratio: input.family === 'poisson' ? { value: Math.exp(first.estimate), lower: Math.exp(first.lower), upper: Math.exp(first.upper) } : null,
    panel: fit,
    adoption: adoptionOf(treatment, panel, input.weights === undefined ? undefined : Float64Array.from(input.weights)),
  };
}

/** Rows with t intervals at the panel's degrees of freedom. */
export function panelTable(fit: PanelFit, names: readonly string[], level: number): CoefficientRow[] {
  const k = names.length;
  return names.map((name, j) => ({ name, ...estimateOf(at(fit.coefficients, j), Math.sqrt(Math.max(0, at(fit.covariance, j * k + j))), fit.df, level) }));
}

function adoptionOf(treatment: Float64Array, panel: PanelIndex, weights: Float64Array | undefined): TwfeAdoption {
  const first = new Int32Array(panel.units).fill(panel.periods);
  const last = new Int32Array(panel.units).fill(-1);
  for (let i = 0; i < panel.n; i++) {
    const u = at(panel.unit, i);
    if (at(treatment, i) !== 0) first[u] = Math.min(at(first, u), at(panel.time, i));
    last[u] = Math.max(at(last, u), at(panel.time, i));
  }
  const neverTreated = first.filter((t) => t === panel.periods).length;
  if (treatment.some((value) => value !== 0 && value !== 1)) return { cohorts: null, neverTreated, reversals: 0, negativeWeights: null, warning: null };
  const reversed = new Set<number>();
  for (let i = 0; i < panel.n; i++) {
    const u = at(panel.unit, i);
    if (at(treatment, i) === 0 && at(panel.time, i) > at(first, u)) reversed.add(u);
  }
  const cohorts = new Set(first.filter((t) => t < panel.periods)).size;
  const negativeWeights = negative(treatment, panel, weights);
  const staggered = cohorts > 1;
  const warnings = [
    ...(staggered
      ? [
          `Treatment starts in ${cohorts} different periods: units treated early then serve as comparison for later ones, and where effects grow or differ the coefficient is no average of them. Use callaway-santanna.`,
        ]
      : []),
    ...(negativeWeights.rows > 0 ? [`${negativeWeights.rows} of ${negativeWeights.treatedRows} treated rows count with a negative weight.`] : []),
    ...(reversed.size > 0 ? [`In ${reversed.size} units the treatment ends again: effects that outlast it are then taken for no effect.`] : []),
  ];
  return { cohorts, neverTreated, reversals: reversed.size, negativeWeights, warning: warnings.length === 0 ? null : warnings.join(' ') };
}

/** What is left of the treatment after the effects of units and periods, in the treated rows, is the weight of each. */
function negative(treatment: Float64Array, panel: PanelIndex, weights: Float64Array | undefined): { rows: number; treatedRows: number; sum: number } {
  const left = residualTreatment(treatment, panel, weights);
  let total = 0;
  let treatedRows = 0;
  for (let i = 0; i < panel.n; i++) {
    if (at(treatment, i) !== 1 || (weights !== undefined && at(weights, i) === 0)) continue;
    treatedRows++;
    total += at(left, i) * (weights === undefined ? 1 : at(weights, i));
  }
  let rows = 0;
  let sum = 0;
  for (let i = 0; i < panel.n; i++) {
    const weight = (at(left, i) * (weights === undefined ? 1 : at(weights, i))) / total;
    // A weight of rounding's size is zero.
    if (at(treatment, i) !== 1 || !(weight < -1e-12)) continue;
    rows++;
    sum += weight;
  }
  return { rows, treatedRows, sum };
}

function residualTreatment(treatment: Float64Array, panel: PanelIndex, weights: Float64Array | undefined): Float64Array {
  if (panel.balanced && weights === undefined) return sweep(treatment, panel, undefined, true);
  // Sweeps in turn until nothing is left to sweep; they converge whenever the regression itself has a solution.
  let out = treatment;
  for (let round = 0; round < 10_000; round++) {
    const next = sweep(out, panel, weights, true);
    let change = 0;
    for (let i = 0; i < next.length; i++) change = Math.max(change, Math.abs(at(next, i) - at(out, i)));
    out = next;
    if (change < 1e-12) break;
  }
  return out;
}
