/** Regression with an effect for every unit and every period, by least squares or Poisson. The ground of two-way fixed effects and event studies. */
import { at, each, finite, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { clusterCovariance, fitGlm, type GlmFit } from '../glm/index.ts';

/**
 * Standard errors of a panel regression. G clusters, N rows, k columns of interest, T periods, U units.
 *
 * - `CR0`: cluster-robust without correction (plm's arellano, HC0).
 * - `CR1`: x G / (G - 1) (plm's sss, with one column).
 * - `nested`: x G / (G - 1) x (N - 1) / (N - k - T), the effects of units that lie within clusters not counted (fixest's default; near Stata's xtreg).
 * - `all`: x G / (G - 1) x (N - 1) / (N - k - T - U + 1), every dummy counted (Stata's regress or areg with dummies).
 * - `iid`: not robust at all; every dummy counted.
 */
export type PanelErrors = 'CR0' | 'CR1' | 'nested' | 'all' | 'iid';

export interface PanelInput {
  readonly y: ArrayLike<number>;
  /** Unit of each row, such as an area. */
  readonly unit: ArrayLike<string | number>;
  /** Period of each row. */
  readonly time: ArrayLike<number>;
  /** gaussian unless told. Poisson: exp of a coefficient is a ratio of rates. */
  readonly family?: 'gaussian' | 'poisson';
  /** Population, for Poisson. */
  readonly exposure?: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** Clusters of the standard errors; the units unless given. */
  readonly clusters?: ArrayLike<string | number>;
  readonly errors?: PanelErrors;
  readonly level?: number;
}

export interface PanelFit {
  readonly coefficients: Float64Array;
  /** Row-major, of the columns of interest only. */
  readonly covariance: Float64Array;
  readonly rows: number;
  readonly units: number;
  readonly periods: number;
  readonly clusters: number;
  /** Degrees of freedom of t: clusters less one, or for iid those of the residuals. */
  readonly df: number;
  /** Units left out because nothing ever happened in them (Poisson). */
  readonly unitsWithoutEvents: number;
  readonly errors: PanelErrors;
}

export interface PanelIndex {
  readonly n: number;
  readonly units: number;
  readonly periods: number;
  readonly unit: Int32Array;
  readonly time: Int32Array;
  /** The distinct periods in order. */
  readonly times: readonly number[];
  /** Every unit once in every period. */
  readonly balanced: boolean;
}

/** @throws MethodError `shape`, `inconsistent` where a unit has two rows in one period, `too-few` with under two units or periods */
export function panelIndex(unitOf: ArrayLike<string | number>, timeOf: ArrayLike<number>): PanelIndex {
  const n = unitOf.length;
  sized('time', timeOf, n);
  const { index: unit, size: units } = labelled(unitOf);
  const times = [...new Set(each('time', timeOf, finite))].sort((a, b) => a - b);
  const position = new Map(times.map((value, i) => [value, i]));
  const time = Int32Array.from({ length: n }, (_, i) => position.get(timeOf[i] as number) ?? 0);
  const periods = times.length;
  if (units < 2) throw new MethodError('too-few', 'unit', 'needs at least two units');
  if (periods < 2) throw new MethodError('too-few', 'time', 'needs at least two periods');
  const seen = new Set<number>();
  for (let i = 0; i < n; i++) {
    const cell = at(unit, i) * periods + at(time, i);
    if (seen.has(cell)) throw new MethodError('inconsistent', 'unit', `${String(unitOf[i])} has two rows in the period ${String(timeOf[i])}`);
    seen.add(cell);
  }
  return { n, units, periods, unit, time, times, balanced: n === units * periods };
}

function labelled(labels: ArrayLike<string | number>): { index: Int32Array; size: number } {
  const found = new Map<string | number, number>();
  const index = Int32Array.from({ length: labels.length }, (_, i) => {
    const label = labels[i] as string | number;
    const known = found.get(label);
    if (known !== undefined) return known;
    found.set(label, found.size);
    return found.size - 1;
  });
  return { index, size: found.size };
}

/** What is left of a column after its unit means (weighted), or in a balanced panel without weights after both means. */
export function sweep(column: Float64Array, panel: PanelIndex, weights: Float64Array | undefined, both: boolean): Float64Array {
  const out = Float64Array.from(column);
  const away = (groups: Int32Array, size: number): void => {
    const sums = new Float64Array(size);
    const totals = new Float64Array(size);
    for (let i = 0; i < panel.n; i++) {
      const g = at(groups, i);
      const w = weights === undefined ? 1 : at(weights, i);
      sums[g] = at(sums, g) + w * at(out, i);
      totals[g] = at(totals, g) + w;
    }
    for (let i = 0; i < panel.n; i++) {
      const g = at(groups, i);
      if (at(totals, g) > 0) out[i] = at(out, i) - at(sums, g) / at(totals, g);
    }
  };
  away(panel.unit, panel.units);
  if (both) away(panel.time, panel.periods);
  return out;
}

/** Dummies of all periods but the first. */
function periodColumns(panel: PanelIndex): Float64Array[] {
  return Array.from({ length: panel.periods - 1 }, (_, t) => Float64Array.from(panel.time, (own) => (own === t + 1 ? 1 : 0)));
}

/**
 * @param columns of interest, by name
 * @throws MethodError `singular` naming a column that the effects of units and periods (or earlier columns) already hold; `shape`; `zero-events`; `inconsistent`
 */
export function panelRegression(input: PanelInput, panel: PanelIndex, columns: ReadonlyMap<string, Float64Array>): PanelFit {
  const n = panel.n;
  const y = each('y', sized('y', input.y, n), input.family === 'poisson' ? nonNegative : finite);
  const weights = input.weights === undefined ? undefined : each('weights', sized('weights', input.weights, n), nonNegative);
  if (input.exposure !== undefined && input.family !== 'poisson')
    throw new MethodError('inconsistent', 'exposure', 'is for Poisson: give a rate instead, or weights');
  const exposure = input.exposure === undefined ? undefined : each('exposure', sized('exposure', input.exposure, n), positive);
  const clusters = labelled(sized('clusters', input.clusters ?? input.unit, n));
  const errors = input.errors ?? 'nested';
  const k = columns.size;
  const fitted = input.family === 'poisson' ? poissonPanel(y, panel, columns, weights, exposure) : leastSquaresPanel(y, panel, columns, weights);
  const { fit, first, kept, units } = fitted;
  const parameters = k + panel.periods + units - 1;
  const rows = fit.rows;
  const labels = Array.from(kept, (i) => at(clusters.index, i));
  const groups = new Set(labels).size;
  if (errors !== 'iid' && groups < 2) throw new MethodError('too-few', 'clusters', 'needs at least two clusters');
  let whole: Float64Array;
  if (errors === 'iid') {
    if (rows <= parameters) throw new MethodError('too-few', 'y', `${rows} rows do not suffice for ${parameters} coefficients`);
    whole = fit.bread.map((value) => value * (input.family === 'poisson' ? 1 : fit.deviance / (rows - parameters)));
  } else {
    const counted = errors === 'all' || !nestedIn(panel.unit, clusters.index) ? parameters : k + panel.periods;
    whole = clusterCovariance(fit, labels, { convention: errors === 'CR0' || errors === 'CR1' ? errors : 'stata', parameters: counted });
  }
  const p = fit.x.length;
  const covariance = Float64Array.from({ length: k * k }, (_, cell) => at(whole, (first + Math.floor(cell / k)) * p + first + (cell % k)));
  return {
    coefficients: fit.coefficients.slice(first, first + k),
    covariance,
    rows,
    units,
    periods: panel.periods,
    clusters: groups,
    df: errors === 'iid' ? rows - parameters : groups - 1,
    unitsWithoutEvents: panel.units - units,
    errors,
  };
}

interface Fitted {
  readonly fit: GlmFit;
  /** Index of the first column of interest. */
  readonly first: number;
  /** Rows used. */
  readonly kept: readonly number[];
  readonly units: number;
}

function leastSquaresPanel(y: Float64Array, panel: PanelIndex, columns: ReadonlyMap<string, Float64Array>, weights: Float64Array | undefined): Fitted {
  const both = panel.balanced && weights === undefined;
  const periods = both ? [] : periodColumns(panel).map((column) => sweep(column, panel, weights, false));
  const own = [...columns].map(([name, column], j) => {
    const left = sweep(column, panel, weights, both);
    if (!(length(left) > 1e-9 * length(column)))
      throw new MethodError('singular', `columns[${j}]`, `${name} does not vary but by unit${both ? ' and period' : ''}`);
    return left;
  });
  const fit = fitGlm({
    y: sweep(y, panel, weights, both),
    x: [...periods, ...own],
    family: 'gaussian',
    names: [...periods.map((_, t) => `the period ${panel.times[t + 1]}`), ...columns.keys()],
    ...(weights && { weights }),
  });
  return { fit, first: periods.length, kept: Array.from({ length: panel.n }, (_, i) => i), units: panel.units };
}

/** Entries of the largest design with dummies: 400 MB. */
const MOST_ENTRIES = 5e7;

/** Dummies for units and periods. A unit without events says nothing of a ratio, and is left out. */
function poissonPanel(
  y: Float64Array,
  panel: PanelIndex,
  columns: ReadonlyMap<string, Float64Array>,
  weights: Float64Array | undefined,
  exposure: Float64Array | undefined,
): Fitted {
  const events = new Float64Array(panel.units);
  for (let i = 0; i < panel.n; i++) events[at(panel.unit, i)] = at(events, at(panel.unit, i)) + at(y, i) * (weights === undefined ? 1 : at(weights, i));
  const active = Array.from({ length: panel.units }, (_, u) => u).filter((u) => at(events, u) > 0);
  if (active.length === 0) throw new MethodError('zero-events', 'y', 'is zero throughout');
  const kept = Array.from({ length: panel.n }, (_, i) => i).filter((i) => at(events, at(panel.unit, i)) > 0);
  if (kept.length * (active.length + panel.periods + columns.size) > MOST_ENTRIES) {
    throw new MethodError(
      'too-large',
      'unit',
      `${active.length} units with a dummy each are too many for Poisson: take larger areas, or least squares of rates`,
    );
  }
  const pick = (column: ArrayLike<number>): Float64Array => Float64Array.from(kept, (i) => column[i] as number);
  const unitColumns = active.map((u) => Float64Array.from(kept, (i) => (at(panel.unit, i) === u ? 1 : 0)));
  const periods = periodColumns(panel).map(pick);
  const fit = fitGlm({
    y: pick(y),
    x: [...unitColumns, ...periods, ...[...columns.values()].map(pick)],
    family: 'poisson',
    names: [...active.map((u) => `unit ${u}`), ...periods.map((_, t) => `the period ${panel.times[t + 1]}`), ...columns.keys()],
    ...(weights && { weights: pick(weights) }),
    ...(exposure && { offset: pick(exposure).map(Math.log) }),
  });
  return { fit, first: unitColumns.length + periods.length, kept, units: active.length };
}

function nestedIn(unit: Int32Array, cluster: Int32Array): boolean {
  const of = new Map<number, number>();
  return unit.every((u, i) => {
    const known = of.get(u);
    if (known === undefined) of.set(u, at(cluster, i));
    return known === undefined || known === at(cluster, i);
  });
}

function length(column: Float64Array): number {
  return Math.sqrt(column.reduce((sum, value) => sum + value * value, 0));
}
