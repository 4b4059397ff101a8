/**
 * For tests only: the latent class model of linkage as RecordLinkage of R fits it, by Haber's algorithm for log-linear models with a generalised iterative
 * scaling inside every round. It stops where scaling slows down, short of the maximum, so its weights can be had
 * again only by taking the same steps.
 *
 * Within a class the fitted counts are a product of one factor a field, and every scaling keeps them so: factors are all that is held.
 *
 * @source Haber (1984), Algorithm AS 207, Applied Statistics 33:358; Darroch and Ratcliff (1972), Ann. Math. Stat. 43:1470
 */
import { at } from '../../check.ts';
import type { LinkageModel } from '../fellegi-sunter.ts';

/** One class: expected count of total disagreement, and how many times as many pairs agree on each field. */
interface Class {
  base: number;
  readonly odds: Float64Array;
}

export interface StoppedFit extends LinkageModel {
  readonly rounds: number;
}

/**
 * @param counts pairs of each of the 2^fields patterns; bit `fields - 1 - f` of the index is agreement on field f
 * @param start @param tolerance in pairs, of the rounds and of the scaling in them
 */
export function fitStopped(
  counts: Float64Array,
  start: { readonly lambda: number; readonly m: readonly number[]; readonly u: readonly number[] },
  tolerance: number,
): StoppedFit {
  const fields = start.m.length;
  const total = counts.reduce((sum, n) => sum + n, 0);
  const made = (share: number, agree: readonly number[]): Class => ({
    base: total * share * agree.reduce((product, p) => product * (1 - p), 1),
    odds: Float64Array.from(agree, (p) => p / (1 - p)),
  });
  const classes: readonly [Class, Class] = [made(1 - start.lambda, start.u), made(start.lambda, start.m)];
  const cells = classes.map(() => new Float64Array(counts.length)) as [Float64Array, Float64Array];
  const before = classes.map(() => new Float64Array(counts.length)) as [Float64Array, Float64Array];
  const given = classes.map(() => new Float64Array(counts.length)) as [Float64Array, Float64Array];
  const last = new Float64Array(counts.length);
  const most = 2 + 2 * fields;

  for (let rounds = 0; ; rounds++) {
    classes.forEach((each, c) => {
      fill(each, at2(cells, c));
    });
    const moved = largest(last, (i) => at(cells[0], i) + at(cells[1], i));
    if (moved <= tolerance) return model(classes, rounds);
    for (let i = 0; i < counts.length; i++) {
      const fitted = at(cells[0], i) + at(cells[1], i);
      last[i] = fitted;
      for (const c of [0, 1] as const) given[c][i] = fitted === 0 ? 0 : (at(cells[c], i) * at(counts, i)) / fitted;
    }
    const wanted = given.map((each) => margins(each, fields)) as [Margins, Margins];
    for (;;) {
      before.forEach((each, c) => {
        each.set(at2(cells, c));
      });
      scale(classes, wanted, most);
      classes.forEach((each, c) => {
        fill(each, at2(cells, c));
      });
      if (
        Math.max(
          largest(before[0], (i) => at(cells[0], i)),
          largest(before[1], (i) => at(cells[1], i)),
        ) <= tolerance
      )
        break;
    }
  }
}

interface Margins {
  readonly all: number;
  readonly agree: Float64Array;
}

/** One sweep: everything, the matches, each field, each field among matches, and what fills the rows of the design up to one. */
function scale(classes: readonly [Class, Class], wanted: readonly [Margins, Margins], most: number): void {
  const fields = classes[0].odds.length;
  const power = 1 / most;
  const both = factor(wanted[0].all + wanted[1].all, sum(classes[0]) + sum(classes[1]), power);
  classes[0].base *= both;
  classes[1].base *= both;
  classes[1].base *= factor(wanted[1].all, sum(classes[1]), power);
  for (let f = 0; f < fields; f++) {
    const r = factor(at(wanted[0].agree, f) + at(wanted[1].agree, f), agreeing(classes[0], f) + agreeing(classes[1], f), power);
    for (const each of classes) each.odds[f] = at(each.odds, f) * r;
  }
  for (let f = 0; f < fields; f++) classes[1].odds[f] = at(classes[1].odds, f) * factor(at(wanted[1].agree, f), agreeing(classes[1], f), power);
  // A cell's row adds to 1 (all) + 1 (matches) + 1 or 2 for each agreement; the filling column has the rest.
  const rest = (all: number, agree: (f: number) => number, c: number): number => {
    let sum = (most - 1 - c) * all;
    for (let f = 0; f < fields; f++) sum -= (1 + c) * agree(f);
    return sum;
  };
  let [top, bottom] = [0, 0];
  classes.forEach((each, c) => {
    const { all, agree } = at2(wanted, c);
    top += rest(all, (f) => at(agree, f), c);
    bottom += rest(sum(each), (f) => agreeing(each, f), c);
  });
  const r = factor(top, bottom, power);
  classes.forEach((each, c) => {
    each.base *= r ** (most - 1 - c);
    for (let f = 0; f < fields; f++) each.odds[f] = at(each.odds, f) * r ** -(1 + c);
  });
}

const factor = (wanted: number, has: number, power: number): number => (has === 0 ? 1 : (wanted / has) ** power);

const at2 = <T>(pair: readonly [T, T], c: number): T => (c === 0 ? pair[0] : pair[1]);

function sum({ base, odds }: Class): number {
  return odds.reduce((product, odd) => product * (1 + odd), base);
}

function agreeing(each: Class, f: number): number {
  const odd = at(each.odds, f);
  return (sum(each) * odd) / (1 + odd);
}

function fill({ base, odds }: Class, cells: Float64Array): void {
  cells[0] = base;
  let size = 1;
  // The last field is the lowest bit.
  for (let f = odds.length - 1; f >= 0; f--, size *= 2) for (let i = 0; i < size; i++) cells[size + i] = at(cells, i) * at(odds, f);
}

function margins(cells: Float64Array, fields: number): Margins {
  const agree = new Float64Array(fields);
  let all = 0;
  cells.forEach((n, i) => {
    all += n;
    for (let f = 0; f < fields; f++) if ((i >> (fields - 1 - f)) & 1) agree[f] = at(agree, f) + n;
  });
  return { all, agree };
}

function largest(before: Float64Array, now: (i: number) => number): number {
  let most = 0;
  for (let i = 0; i < before.length; i++) most = Math.max(most, Math.abs(now(i) - at(before, i)));
  return most;
}

function model(classes: readonly [Class, Class], rounds: number): StoppedFit {
  const table = ({ odds }: Class): number[][] => Array.from(odds, (odd) => [1 / (1 + odd), odd / (1 + odd)]);
  const matches = sum(classes[1]);
  return { lambda: matches / (sum(classes[0]) + matches), u: table(classes[0]), m: table(classes[1]), rounds };
}
