/** The table that a synthetic control is made from: outcomes of units by periods, and what units are matched on. */
import { at, entry, finite, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { squarable } from './callaway-panel.ts';

/** A panel in long form: one entry a row in every array, one row for every unit and period, in any order. */
export interface SyntheticPanel {
  readonly unit: ArrayLike<string | number>;
  readonly time: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
  /** Other columns that predictors are made from, by name; null where not known. */
  readonly variables?: Readonly<Record<string, ArrayLike<number | null>>>;
}

/** The mean of a variable over the periods `from` to `to`, both included. */
export interface SyntheticPredictor {
  /** A name of `variables`, or `outcome`. */
  readonly variable: string;
  readonly from: number;
  readonly to: number;
}

export interface SyntheticTable {
  readonly units: readonly (string | number)[];
  /** In rising order. */
  readonly times: Float64Array;
  /** Units x periods, row-major. */
  readonly outcome: Float64Array;
  readonly variables: ReadonlyMap<string, Float64Array>;
}

/** @throws MethodError `shape`, `not-a-number`, `too-large`, `inconsistent` (a unit with two rows for a period or none), `too-few` (under two units or periods), `input` (a variable called outcome) */
export function syntheticTable(panel: SyntheticPanel): SyntheticTable {
  const rows = panel.unit.length;
  sized('time', panel.time, rows);
  sized('outcome', panel.outcome, rows);
  const given = Object.entries(panel.variables ?? {});
  for (const [name, column] of given) {
    sized(`variables.${name}`, column, rows);
    if (name === 'outcome') throw new MethodError('input', 'variables', 'cannot have one called outcome: that word means the outcome itself');
  }
  const times = Float64Array.from(new Set(Array.from(panel.time, (time, row) => finite(`time[${row}]`, time)))).sort();
  const units = [...new Set(Array.from(panel.unit))];
  if (units.length < 2) throw new MethodError('too-few', 'unit', `a comparison needs at least two units, and there are ${units.length}`);
  if (times.length < 2) throw new MethodError('too-few', 'time', `there must be a period before and one after, and there are ${times.length} in all`);
  const unitNumber = new Map(units.map((unit, i) => [unit, i]));
  const timeNumber = new Map(Array.from(times, (time, t) => [time, t]));
  const outcome = new Float64Array(units.length * times.length).fill(Number.NaN);
  const variables = new Map(given.map(([name]) => [name, new Float64Array(outcome.length).fill(Number.NaN)]));
  for (let row = 0; row < rows; row++) {
    const name = panel.unit[row] as string | number;
    const cell = (unitNumber.get(name) ?? 0) * times.length + (timeNumber.get(at(panel.time, row)) ?? 0);
    if (!Number.isNaN(at(outcome, cell))) throw new MethodError('inconsistent', 'unit', `${name} has two rows for period ${panel.time[row]}`);
    outcome[cell] = squarable(`outcome[${row}]`, at(panel.outcome, row));
    for (const [variable, column] of given) {
      const value = column[row];
      if (value !== null && value !== undefined) (variables.get(variable) ?? outcome)[cell] = squarable(`variables.${variable}[${row}]`, value);
    }
  }
  const missing = outcome.findIndex((value) => Number.isNaN(value));
  if (missing !== -1) {
    const [unit, time] = [entry(units, Math.floor(missing / times.length)), at(times, missing % times.length)];
    throw new MethodError('inconsistent', 'unit', `the panel is not balanced: ${unit} has no row for period ${time}. Leave the unit out, or the period`);
  }
  return { units, times, outcome, variables };
}

/**
 * Predictors of every unit, units x predictors, row-major.
 *
 * @param before the period from which nothing may be used: predictors must come before the start
 * @throws MethodError `out-of-range` (a window that is empty or reaches the start), `input` (no such variable), `inconsistent` (a value missing in a window)
 */
export function predictorTable(table: SyntheticTable, predictors: readonly SyntheticPredictor[], before: number): Float64Array {
  const { units, times } = table;
  const k = predictors.length;
  const values = new Float64Array(units.length * k);
  predictors.forEach(({ variable, from, to }, p) => {
    const argument = `predictors[${p}]`;
    const column = variable === 'outcome' ? table.outcome : table.variables.get(variable);
    if (!column) throw new MethodError('input', `${argument}.variable`, `there is no variable called ${variable}`);
    if (finite(`${argument}.to`, to) >= before)
      throw new MethodError('out-of-range', `${argument}.to`, `${to} is not before the start (${before}): what follows it may be its effect`);
    const window = Array.from(times.keys()).filter((t) => at(times, t) >= finite(`${argument}.from`, from) && at(times, t) <= to);
    if (window.length === 0) throw new MethodError('out-of-range', `${argument}.from`, `there is no period from ${from} to ${to}`);
    units.forEach((unit, i) => {
      let sum = 0;
      for (const t of window) sum += at(column, i * times.length + t);
      if (Number.isNaN(sum)) throw new MethodError('inconsistent', argument, `${unit} has no ${variable} for some period from ${from} to ${to}`);
      values[i * k + p] = sum / window.length;
    });
  });
  return values;
}
