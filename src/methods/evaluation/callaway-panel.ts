/** Rows of a panel (one a unit and period) laid out as a table of units by periods, and everything that can be wrong with them said. */
import { at, entry, finite, sized } from '../check.ts';
import { MethodError } from '../error.ts';

/** A panel in long form: every array has one entry a row, and there is one row for every unit and period, in any order. */
export interface StaggeredPanel {
  /** The unit (area, force, school) of each row, by name or number. */
  readonly unit: ArrayLike<string | number>;
  /** The period of each row as a number, such as a year. */
  readonly time: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
  /** The period in which the row's unit was first treated, the same on all its rows; null where it never was. Treatment stays on. */
  readonly firstTreated: ArrayLike<number | null>;
  /** Columns of covariates, one entry a row. Of two periods compared the value in the earlier one counts. */
  readonly covariates?: readonly ArrayLike<number>[];
  /** A group of units whose outcomes move together (a force that holds several areas), the same on all rows of a unit. */
  readonly cluster?: ArrayLike<string | number>;
}

/** The same as tables: n units by T periods, unit by unit. */
export interface WidePanel {
  readonly units: readonly (string | number)[];
  /** In rising order. */
  readonly times: Float64Array;
  readonly outcome: Float64Array;
  /** First period under treatment of each unit; Infinity for never. */
  readonly first: Float64Array;
  readonly covariates: readonly Float64Array[];
  /** Number of each unit's cluster, counted from 0, and how many there are; undefined where none were given. */
  readonly cluster: { readonly of: Int32Array; readonly count: number } | undefined;
}

/** Beyond this a sum of squares is not a number that can be held. */
const LARGEST = 1e150;

/** A finite number whose square is one too. */
export function squarable(argument: string, value: number): number {
  if (Math.abs(finite(argument, value)) > LARGEST) throw new MethodError('too-large', argument, `is ${value}, and no more than ${LARGEST} can be worked with`);
  return value;
}

/**
 * @throws MethodError `shape` (columns of different length), `not-a-number`, `too-large`, `inconsistent` (a unit with two rows for a period, with none, or
 *   whose first treated period or cluster changes from row to row), `too-few` (under two units or periods)
 */
export function widePanel(panel: StaggeredPanel): WidePanel {
  const rows = panel.unit.length;
  sized('time', panel.time, rows);
  sized('outcome', panel.outcome, rows);
  sized('firstTreated', panel.firstTreated, rows);
  for (const [j, column] of (panel.covariates ?? []).entries()) sized(`covariates[${j}]`, column, rows);
  if (panel.cluster) sized('cluster', panel.cluster, rows);

  const times = Float64Array.from(new Set(Array.from(panel.time, (time, row) => finite(`time[${row}]`, time)))).sort();
  const units = [...new Set(Array.from(panel.unit))];
  if (units.length < 2) throw new MethodError('too-few', 'unit', `a comparison needs at least two units, and there are ${units.length}`);
  if (times.length < 2) throw new MethodError('too-few', 'time', `a change needs at least two periods, and there are ${times.length}`);
  const [n, periods] = [units.length, times.length];
  const unitNumber = new Map(units.map((unit, i) => [unit, i]));
  const timeNumber = new Map(Array.from(times, (time, t) => [time, t]));

  const seen = new Uint8Array(n * periods);
  const outcome = new Float64Array(n * periods);
  const covariates = (panel.covariates ?? []).map(() => new Float64Array(n * periods));
  const first = new Float64Array(n).fill(Number.NaN);
  const clusterNames = new Map<string | number, number>();
  const clusterOf = new Int32Array(n).fill(-1);

  for (let row = 0; row < rows; row++) {
    const name = panel.unit[row] as string | number;
    const i = unitNumber.get(name) ?? 0;
    const cell = i * periods + (timeNumber.get(at(panel.time, row)) ?? 0);
    if (seen[cell]) throw new MethodError('inconsistent', 'unit', `${name} has two rows for period ${panel.time[row]}`);
    seen[cell] = 1;
    outcome[cell] = squarable(`outcome[${row}]`, at(panel.outcome, row));
    for (let j = 0; j < covariates.length; j++) {
      entry(covariates, j)[cell] = squarable(`covariates[${j}][${row}]`, at(entry(panel.covariates ?? [], j), row));
    }

    const given = panel.firstTreated[row];
    const start = given === null || given === undefined ? Number.POSITIVE_INFINITY : finite(`firstTreated[${row}]`, given);
    if (Number.isNaN(at(first, i))) first[i] = start;
    else if (first[i] !== start)
      throw new MethodError('inconsistent', 'firstTreated', `${name} is first treated in two different periods; treatment must start once and stay`);

    if (panel.cluster) {
      const cluster = panel.cluster[row] as string | number;
      if (!clusterNames.has(cluster)) clusterNames.set(cluster, clusterNames.size);
      const number = clusterNames.get(cluster) ?? 0;
      if (at(clusterOf, i) === -1) clusterOf[i] = number;
      else if (clusterOf[i] !== number) throw new MethodError('inconsistent', 'cluster', `${name} is in two clusters; a unit must stay in one`);
    }
  }
  const missing = seen.indexOf(0);
  if (missing !== -1) {
    const [unit, time] = [entry(units, Math.floor(missing / periods)), at(times, missing % periods)];
    throw new MethodError('inconsistent', 'unit', `the panel is not balanced: ${unit} has no row for period ${time}. Leave the unit out, or the period`);
  }
  return { units, times, outcome, first, covariates, cluster: panel.cluster ? { of: clusterOf, count: clusterNames.size } : undefined };
}
