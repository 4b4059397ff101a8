/**
 * Bounds of a linear form over all points that agree with what is known: the engine of audits and attacks. HiGHS (WASM) solves; it is loaded
 * once, on first use.
 */
import loadHighs, { type Highs, type Model } from 'highs';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';

/** One thing known: lower <= sum of coefficients x variables <= upper. */
export interface Known {
  readonly index: readonly number[];
  readonly coefficient: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface LinearSystem {
  /** Bounds of each variable; Infinity for none. */
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  readonly known: readonly Known[];
  /** Whether the variables are whole numbers. Default true. */
  readonly whole?: boolean;
}

/** A linear form, such as the one cell (index [7], coefficient [1]) or a sum of cells. */
export interface Form {
  readonly index: readonly number[];
  readonly coefficient: readonly number[];
}

// The package's types are written for CommonJS, where the default export would be a property; what Node loads is its ES module, whose default is the loader itself.
const load = loadHighs as unknown as () => Promise<Highs>;

let loading: Promise<Highs> | undefined;

/** The solver, loaded once for the process (about 30 ms). */
export function solver(): Promise<Highs> {
  loading ??= load();
  return loading;
}

/** Builds a HiGHS model; the caller disposes of it. Integer columns where `whole`. */
export function buildModel(highs: Highs, system: LinearSystem, whole: boolean, cost?: ArrayLike<number>): Model {
  const columns = system.lower.length;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const known of system.known) {
    indices.push(...known.index);
    values.push(...known.coefficient);
    starts.push(indices.length);
  }
  const model = highs.createModel();
  model.options.set({ output_flag: false });
  model.passModel({
    numCols: columns,
    numRows: system.known.length,
    colCost: cost ? Float64Array.from(cost) : new Float64Array(columns),
    colLower: Float64Array.from(system.lower),
    colUpper: Float64Array.from(system.upper),
    rowLower: system.known.map((known) => known.lower),
    rowUpper: system.known.map((known) => known.upper),
    matrix: { format: 'csr', numRows: system.known.length, numCols: columns, starts, indices, values },
    ...(whole ? { integrality: new Int32Array(columns).fill(1) } : {}),
  });
  return model;
}

/**
 * Smallest and largest value of each form over all points that agree with the system.
 *
 * @returns one pair a form; -Infinity or Infinity where nothing bounds it. Null when no point agrees (what is known contradicts itself)
 * @throws MethodError `not-converged` when the solver gives up
 */
export async function formBounds(system: LinearSystem, forms: readonly Form[]): Promise<readonly (readonly [number, number])[] | null> {
  const highs = await solver();
  const status = highs.constants.modelStatus;
  const whole = system.whole ?? true;
  const model = buildModel(highs, system, whole);
  try {
    const extreme = (form: Form, sign: 1 | -1): number | 'infeasible' => {
      form.index.forEach((column, i) => {
        model.changeColCost(column, sign * at(form.coefficient, i));
      });
      model.run();
      const found = model.getModelStatus();
      const value = model.getObjectiveValue();
      for (const column of form.index) model.changeColCost(column, 0);
      if (found === status.optimal) return sign * value;
      if (found === status.infeasible) return 'infeasible';
      if (found === status.unbounded || found === status.unboundedOrInfeasible) return -sign * Number.POSITIVE_INFINITY;
      throw new MethodError('not-converged', 'system', `the solver stopped with status ${found}`);
    };
    // One plain solve tells a contradiction from an unbounded form, which presolve may not.
    if (extreme({ index: [], coefficient: [] }, 1) === 'infeasible') return null;
    return forms.map((form) => {
      const low = extreme(form, 1);
      const high = extreme(form, -1);
      if (low === 'infeasible' || high === 'infeasible') throw new MethodError('not-converged', 'system', 'the solver contradicted itself');
      return [tidy(low, whole), tidy(high, whole)] as const;
    });
  } finally {
    model.dispose();
  }
}

function tidy(value: number, whole: boolean): number {
  const nearest = Math.round(value);
  return whole || Math.abs(value - nearest) < 1e-7 ? nearest + 0 : value;
}
