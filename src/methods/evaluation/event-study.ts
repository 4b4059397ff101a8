/** Event study by two-way fixed effects: the effect in each period before and after adoption. */
import { at, confidence, whole } from '../check.ts';
import { MethodError } from '../error.ts';
import { type CoefficientRow, estimateOf, type JointTest, quadraticForm } from '../glm/index.ts';
import { fUpperTail } from '../distributions/index.ts';
import { panelTable } from './twfe.ts';
import { type PanelFit, type PanelInput, panelIndex, panelRegression } from './twfe-panel.ts';

export interface EventStudyInput extends PanelInput {
  /** Period in which the unit of each row first had the treatment; null for a unit that never had. One entry a row. */
  readonly adopted: ArrayLike<number | null>;
  /** The period, relative to adoption, that the others are compared with; -1 unless given. */
  readonly reference?: number;
  /** Periods relative to adoption at or beyond these are taken together. */
  readonly from?: number;
  readonly to?: number;
}

export interface EventStudyRow extends CoefficientRow {
  /** Periods since adoption; negative before. */
  readonly relative: number;
}

export interface EventStudyResult {
  /** In order of relative period, the reference left out. For Poisson on the log scale. */
  readonly rows: readonly EventStudyRow[];
  /** F test that all coefficients before the reference are zero; null where there are none, or too few clusters to test them. */
  readonly preTrend: JointTest | null;
  /** Mean of the coefficients from adoption on. */
  readonly averageAfter: CoefficientRow | null;
  readonly cohorts: number;
  readonly warning: string | null;
  readonly panel: PanelFit;
}

/**
 * Event study with effects of units and periods. Never-treated units are in no relative period.
 *
 * @throws MethodError `inconsistent` where a unit has two adoption periods, or the window leaves the reference out; `no-variation` where nobody is treated;
 * `singular` where the periods cannot be told apart (no never-treated unit and one cohort: give `from` or `to`); as {@link panelRegression}
 * @source Jacobson, LaLonde and Sullivan (1993), American Economic Review 83; what staggered adoption does to it: Sun and Abraham (2021), Journal of Econometrics 225
 */
export function eventStudy(input: EventStudyInput): EventStudyResult {
  const level = confidence('level', input.level ?? 0.95);
  const panel = panelIndex(input.unit, input.time);
  const reference = whole('reference', input.reference ?? -1);
  const from = input.from === undefined ? Number.NEGATIVE_INFINITY : whole('from', input.from);
  const to = input.to === undefined ? Number.POSITIVE_INFINITY : whole('to', input.to);
  if (!(from <= reference && reference <= to)) throw new MethodError('inconsistent', 'reference', 'must lie between from and to');
  if (input.adopted.length !== panel.n) throw new MethodError('shape', 'adopted', `must have ${panel.n} entries, and has ${input.adopted.length}`);
  const ofUnit = new Map<number, number | null>();
  const relative = Array.from({ length: panel.n }, (_, i) => {
    const adopted = input.adopted[i] ?? null;
    const known = ofUnit.get(at(panel.unit, i));
    if (known !== undefined && known !== adopted) throw new MethodError('inconsistent', 'adopted', `${String(input.unit[i])} has two adoption periods`);
    ofUnit.set(at(panel.unit, i), adopted);
    return adopted === null ? null : Math.max(from, Math.min(to, whole(`time[${i}] - adopted[${i}]`, (input.time[i] as number) - adopted)));
  });
  const values = [...new Set(relative.filter((value) => value !== null))].sort((a, b) => a - b);
  if (values.length === 0) throw new MethodError('no-variation', 'adopted', 'no unit was ever treated');
  if (!values.includes(reference)) throw new MethodError('inconsistent', 'reference', `no row is ${reference} periods from adoption`);
  const others = values.filter((value) => value !== reference);
  const names = others.map((value) => `relative ${value}`);
  const columns = new Map(others.map((value, j) => [names[j] as string, Float64Array.from(relative, (own) => (own === value ? 1 : 0))]));
  const fit = panelRegression(input, panel, columns);
  const rows = panelTable(fit, names, level).map((row, j) => ({ ...row, relative: others[j] as number }));
  const cohorts = new Set([...ofUnit.values()].filter((value) => value !== null)).size;
  return {
    rows,
    preTrend: jointly(
      fit,
      others.flatMap((value, j) => (value < reference ? [j] : [])),
    ),
    averageAfter: average(
      fit,
      others.flatMap((value, j) => (value >= 0 ? [j] : [])),
      level,
    ),
    cohorts,
    warning:
      cohorts > 1
        ? `Adoption is spread over ${cohorts} periods: each coefficient then mixes in effects of other relative periods wherever cohorts respond differently, and the pre-trend test with it. Use callaway-santanna.`
        : null,
    panel: fit,
  };
}

function jointly(fit: PanelFit, which: readonly number[]): JointTest | null {
  const k = which.length;
  if (k === 0 || (fit.errors !== 'iid' && fit.clusters <= k)) return null;
  const p = fit.coefficients.length;
  const part = Float64Array.from({ length: k * k }, (_, cell) => at(fit.covariance, (which[Math.floor(cell / k)] as number) * p + (which[cell % k] as number)));
  const statistic =
    quadraticForm(
      part,
      Float64Array.from(which, (j) => at(fit.coefficients, j)),
      'adopted',
    ) / k;
  return { statistic, df1: k, df2: fit.df, p: fUpperTail(statistic, k, fit.df) };
}

function average(fit: PanelFit, which: readonly number[], level: number): CoefficientRow | null {
  const k = which.length;
  if (k === 0) return null;
  const p = fit.coefficients.length;
  let sum = 0;
  let variance = 0;
  for (const j of which) {
    sum += at(fit.coefficients, j);
    for (const l of which) variance += at(fit.covariance, j * p + l);
  }
  return { name: 'average after', ...estimateOf(sum / k, Math.sqrt(Math.max(0, variance)) / k, fit.df, level) };
}
