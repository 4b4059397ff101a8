/** Kulldorff's scan: the circle on the map where an excess of cases is least like chance, whatever its place and size. */
import { at, count, each, entry, nonNegative, positive, sized } from '../check.ts';
import { halfDeviance } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Draws, draws } from '../random/index.ts';
import { permutationsOf } from './global.ts';
import { binomialDraw, hypergeometricDraw } from './scan-draws.ts';
import { type Zones, zonesOf } from './scan-zones.ts';

export interface ScanInput {
  /** Centroids on a flat grid (metres). */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Whole cases in each area. */
  readonly cases: ArrayLike<number>;
  /** People in each area: the size of a circle is counted in them. */
  readonly population: ArrayLike<number>;
  /** `poisson` (default): cases are events, rare or repeated. `binomial`: cases are people, of the population. */
  readonly model?: 'poisson' | 'binomial';
  /** Poisson only: expected cases in each area (indirectly standardised, say), scaled to the number of cases; in proportion to people unless given. */
  readonly expected?: ArrayLike<number>;
  /** The largest circle, as a share of all people: above 0, at most 0.5 (default). */
  readonly maxShare?: number;
  readonly permutations: number;
  readonly seed: number;
  /** The most clusters given; 10 unless given. */
  readonly most?: number;
}

export interface ScanCluster {
  /** The area whose centroid is the circle's centre, counted from 0. */
  readonly centre: number;
  /** The areas in the circle, nearest first, counted from 0. */
  readonly areas: number[];
  /** Unit of the coordinates. */
  readonly radius: number;
  readonly population: number;
  readonly cases: number;
  readonly expected: number;
  /** (cases / expected) inside over the same outside; null where all cases are inside. */
  readonly relativeRisk: number | null;
  /** ln of the likelihood ratio. */
  readonly logLikelihoodRatio: number;
  /** Share of the simulated maps, the observed one among them, whose best circle is at least as unlikely: holds for the search over all circles. */
  readonly p: number;
}

export interface CircularScan {
  /** The most likely first; each shares no area with one before it. */
  readonly clusters: ScanCluster[];
  readonly circles: number;
  readonly permutations: number;
  readonly seed: number;
}

/**
 * Purely spatial circular scan for high rates, conditional on the number of cases. Circles are centred on the centroids; an area is in a circle when its
 * centroid is, and areas equally far come in together. Simulated maps keep the number of cases: multinomial in proportion to the expected ones (Poisson),
 * or as many people drawn from the population without replacement (binomial). Secondary clusters are judged against the best circle of each simulated map,
 * which is on the safe side.
 *
 * @returns no clusters where no circle has an excess
 * @throws MethodError `shape`, `too-few` (under 2 areas), `not-whole`, `negative`, `more-events-than-people` (binomial), `zero-events`, `no-information` (no people; all of the binomial
 *   population are cases; cases where none are expected), `out-of-range` (maxShare), `inconsistent` (expected with the binomial model), `too-large`
 * @source Kulldorff (1997), Communications in Statistics: Theory and Methods 26:1481; as R SpatialEpi `kulldorff`
 */
export function circularScan(input: ScanInput): CircularScan {
  const problem = prepare(input);
  const permutations = permutationsOf(input.permutations);
  const most = positive('most', count('most', input.most ?? 10));
  const random = draws(input.seed);
  const observed = bestByCircle(problem);
  const bests = new Float64Array(permutations);
  const simulated = new Float64Array(problem.cases.length);
  const largest = largestOf(problem);
  for (let r = 0; r < permutations; r++) {
    simulate(problem, random, simulated);
    bests[r] = largest(simulated);
  }
  bests.sort();
  const clusters: ScanCluster[] = [];
  const taken = new Uint8Array(problem.cases.length);
  for (const circle of observed.order) {
    if (clusters.length >= most) break;
    const first = firstPlace(problem.zones, circle);
    let free = true;
    for (let place = first; free && place <= circle; place++) free = taken[at(problem.zones.ids, place)] === 0;
    if (!free) continue;
    const areas = [...problem.zones.ids.subarray(first, circle + 1)];
    for (const area of areas) taken[area] = 1;
    clusters.push(describe(problem, areas, at(observed.ratios, circle), bests, input));
  }
  return { clusters, circles: problem.zones.ends.reduce((sum, end) => sum + end, 0), permutations, seed: input.seed };
}

interface Problem {
  readonly binomial: boolean;
  readonly zones: Zones;
  readonly cases: Float64Array;
  readonly population: Float64Array;
  /** Poisson: expected cases, adding up to the cases. Binomial: people. */
  readonly base: Float64Array;
  readonly totalCases: number;
  readonly totalBase: number;
  /** Base of an area and of all after it; summed from the end, so that the last one's share of what is left is 1 exactly. */
  readonly baseFrom: Float64Array;
  /** Base of the circle that ends at each place of the zones. */
  readonly circleBase: Float64Array;
}

function prepare(input: ScanInput): Problem {
  const binomial = input.model === 'binomial';
  const n = input.x.length;
  const cases = each('cases', sized('cases', input.cases, n), count);
  const population = each('population', sized('population', input.population, n), binomial ? count : nonNegative);
  const maxShare = positive('maxShare', input.maxShare ?? 0.5);
  if (maxShare > 0.5)
    throw new MethodError('out-of-range', 'maxShare', `must be at most 0.5, and is ${maxShare}: a circle with most of the people says that the rest is low`);
  const totalCases = sum(cases);
  const people = sum(population);
  if (totalCases === 0) throw new MethodError('zero-events', 'cases', 'there are none');
  if (people === 0) throw new MethodError('no-information', 'population', 'there are no people');
  if (binomial && input.expected !== undefined) throw new MethodError('inconsistent', 'expected', 'belongs to the Poisson model');
  const given = input.expected === undefined ? population : each('expected', sized('expected', input.expected, n), nonNegative);
  const base = binomial ? population : scaled(given, totalCases);
  for (let i = 0; i < n; i++) {
    if (binomial && at(cases, i) > at(population, i))
      throw new MethodError(
        'more-events-than-people',
        `cases[${i}]`,
        `${at(cases, i)} are more than the ${at(population, i)} people; repeated events need the Poisson model`,
      );
    if (at(base, i) > 0 && at(base, i) < 1e-200)
      throw new MethodError('out-of-range', `${input.expected === undefined ? 'population' : 'expected'}[${i}]`, 'is too small beside the others');
    if (at(base, i) === 0 && at(cases, i) > 0)
      throw new MethodError(
        'no-information',
        `cases[${i}]`,
        `${at(cases, i)} cases where ${input.expected === undefined ? 'nobody lives' : 'none are expected'}`,
      );
  }
  if (binomial && totalCases === people) throw new MethodError('no-information', 'cases', 'everybody is a case');
  const zones = zonesOf(input.x, input.y, population, maxShare * people);
  const circleBase = new Float64Array(zones.ids.length);
  for (let i = 0; i < n; i++) {
    let held = 0;
    for (let place = at(zones.start, i); place < at(zones.start, i + 1); place++) {
      held += at(base, at(zones.ids, place));
      circleBase[place] = held;
    }
  }
  const baseFrom = base.slice();
  for (let i = n - 2; i >= 0; i--) baseFrom[i] = at(baseFrom, i) + at(baseFrom, i + 1);
  return { binomial, zones, cases, population, base, totalCases, totalBase: binomial ? people : totalCases, baseFrom, circleBase };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  if (total > 1e15) throw new MethodError('out-of-range', 'population', 'add up to more than 1e15');
  return total;
}

function scaled(given: Float64Array, to: number): Float64Array {
  const total = sum(given);
  if (!(total > 0)) throw new MethodError('no-information', 'expected', 'nothing is expected anywhere');
  return given.map((value) => (value / total) * to);
}

/** ln of the likelihood ratio of a circle with c cases and base e: 0 unless its rate is above that outside. */
function logRatio({ binomial, totalCases, totalBase }: Problem, c: number, e: number): number {
  const rest = totalBase - e;
  // All that is left outside may be rounding.
  if (!(c * totalBase > totalCases * e * (1 + 1e-12)) || !(rest > totalBase * 1e-12)) return 0;
  const outside = totalCases - c;
  if (!binomial) return halfDeviance(c, e) + halfDeviance(outside, rest);
  const p = totalCases / totalBase;
  // The four terms of the binomial likelihood; the linear parts of the half deviances cancel between cases and others.
  return halfDeviance(c, e * p) + halfDeviance(e - c, e * (1 - p)) + halfDeviance(outside, rest * p) + halfDeviance(rest - outside, rest * (1 - p));
}

function bestByCircle(problem: Problem): { order: number[]; ratios: Float64Array } {
  const { zones, cases, circleBase } = problem;
  const ratios = new Float64Array(zones.ids.length);
  const order: number[] = [];
  for (let i = 0; i + 1 < zones.start.length; i++) {
    let held = 0;
    for (let place = at(zones.start, i); place < at(zones.start, i + 1); place++) {
      held += at(cases, at(zones.ids, place));
      if (zones.ends[place] === 0) continue;
      ratios[place] = logRatio(problem, held, at(circleBase, place));
      if (at(ratios, place) > 0) order.push(place);
    }
  }
  return { order: order.sort((a, b) => at(ratios, b) - at(ratios, a) || a - b), ratios };
}

/** c ln c for every count up to so many cases is kept in a table; beyond, it is worked out each time. */
const TABLE_LIMIT = 1_000_000;

/**
 * Gives the largest log-likelihood ratio of any circle of a simulated map. The logarithms of what does not change from map to map are taken once; for the
 * comparison with the observed ratio the few digits that this loses (1e-10 of the ratio's terms) do not matter.
 */
function largestOf({ zones, circleBase, totalCases, totalBase, binomial }: Problem): (cases: Float64Array) => number {
  const { start, ids, ends } = zones;
  const rate = totalCases / totalBase;
  const tabled = totalCases <= TABLE_LIMIT;
  const table = new Float64Array(tabled ? totalCases + 1 : 0);
  for (let c = 1; c < table.length; c++) table[c] = c * Math.log(c);
  const xlogx = (c: number): number => (tabled ? at(table, c) : c === 0 ? 0 : c * Math.log(c));
  const least = circleBase.map((e) => rate * e);
  const logInside = circleBase.map(Math.log);
  const logOutside = circleBase.map((e) => Math.log(totalBase - e));
  const none = totalCases * Math.log(rate);
  const logOther = binomial ? Math.log1p(-rate) : 0;
  return (cases) => {
    let best = 0;
    for (let i = 0; i + 1 < start.length; i++) {
      const end = at(start, i + 1);
      let c = 0;
      for (let place = at(start, i); place < end; place++) {
        c += at(cases, at(ids, place));
        if (c <= at(least, place) || ends[place] === 0) continue;
        const out = totalCases - c;
        let ratio = xlogx(c) - c * at(logInside, place) - none + (out === 0 ? 0 : xlogx(out) - out * at(logOutside, place));
        if (binomial) {
          const e = at(circleBase, place);
          const rest = totalBase - e;
          // log1p keeps the digits of the many who are no cases.
          ratio += (e === c ? 0 : (e - c) * (Math.log1p(-c / e) - logOther)) + (rest === out ? 0 : (rest - out) * (Math.log1p(-out / rest) - logOther));
        }
        if (ratio > best) best = ratio;
      }
    }
    return best;
  };
}

/** As many cases as there are, where chance would put them: area by area, given those already placed. */
function simulate({ binomial, base, baseFrom, totalCases }: Problem, random: Draws, out: Float64Array): void {
  let left = totalCases;
  for (let i = 0; i < out.length; i++) {
    const own = at(base, i);
    const all = at(baseFrom, i);
    const drawn = left === 0 || own === 0 ? 0 : binomial ? hypergeometricDraw(random, own, all - own, left) : binomialDraw(random, left, own / all);
    out[i] = drawn;
    left -= drawn;
  }
}

/** Where the circles of the same centre begin: a search by halves. */
function firstPlace({ start }: Zones, circle: number): number {
  let low = 0;
  let high = start.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (at(start, middle) <= circle) low = middle;
    else high = middle;
  }
  return at(start, low);
}

function describe(problem: Problem, areas: number[], ratio: number, bests: Float64Array, { x, y }: ScanInput): ScanCluster {
  const { cases, population, base, totalCases, totalBase } = problem;
  const total = (values: Float64Array): number => areas.reduce((held, area) => held + at(values, area), 0);
  const inside = total(cases);
  const expected = (total(base) * totalCases) / totalBase;
  const first = entry(areas, 0);
  const last = entry(areas, areas.length - 1);
  const outside = totalCases - inside;
  let atLeast = 0;
  // The two are worked out in different ways, and what differs by rounding alone is equal.
  const tolerance = 1e-9 * Math.max(1, ratio) + 1e-14 * totalCases * Math.log(totalCases + 1);
  for (const best of bests) if (best >= ratio - tolerance) atLeast++;
  return {
    centre: first,
    areas,
    radius: Math.hypot(at(x, last) - at(x, first), at(y, last) - at(y, first)),
    population: total(population),
    cases: inside,
    expected,
    relativeRisk: outside === 0 ? null : inside / expected / (outside / (totalCases - expected)),
    logLikelihoodRatio: ratio,
    p: (atLeast + 1) / (bests.length + 1),
  };
}
