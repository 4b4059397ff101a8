/** How few places hold how much of what happens, and how well a choice of places would have caught it. */
import { at, each, finite, nonNegative, positive, share, sized, whole } from '../check.ts';
import { MethodError } from '../error.ts';

export interface PlaceConcentration {
  readonly places: number;
  readonly total: number;
  /** Gini coefficient: 0 evenly spread, towards 1 all in one place. With fewer events than places it cannot be 0. */
  readonly gini: number;
  /** Gini n / (n - 1) for n places: 1 where one place has all. */
  readonly giniUnbiased: number;
  /** Bernasco and Steenbeek's G': measured from the most even spread that whole events allow. Equals `gini` where there are as many events as places. */
  readonly generalisedGini: number;
  /** G' m / (m - 1) for m the smaller of places and events; null with one event or place. */
  readonly generalisedUnbiased: number | null;
}

/**
 * Gini and generalised Gini of counts over places.
 *
 * @param counts whole events at each place, places without any among them: leaving those out changes the question
 * @throws MethodError `too-few` (under 2 places), `no-information` (no events), `not-whole`, `negative`, `not-a-number`
 * @source Bernasco and Steenbeek (2017), Journal of Quantitative Criminology 33:449, equations 1 and 4
 */
export function placeConcentration(counts: ArrayLike<number>): PlaceConcentration {
  const { sorted, total } = descending(counts, true);
  const n = sorted.length;
  let weighted = 0;
  // Rank r from the least: sum of (2r - n - 1) x_r over n times the total. Taken in pairs from both ends, so that near-equal counts keep their digits.
  for (let i = 0; 2 * i < n - 1; i++) weighted += (n - 1 - 2 * i) * ((at(sorted, i) - at(sorted, n - 1 - i)) / total);
  const gini = weighted / n;
  const generalised = Math.max(0, Math.max(n / total, 1) * (gini - 1) + 1);
  const m = Math.min(n, total);
  return {
    places: n,
    total,
    gini,
    giniUnbiased: (gini * n) / (n - 1),
    generalisedGini: generalised,
    generalisedUnbiased: m > 1 ? (generalised * m) / (m - 1) : null,
  };
}

/** Largest first. */
function descending(counts: ArrayLike<number>, wholes: boolean): { sorted: Float64Array; total: number } {
  if (counts.length < 2) throw new MethodError('too-few', 'counts', `needs at least 2 places, and has ${counts.length}`);
  const sorted = each('counts', counts, (argument, value) => nonNegative(argument, wholes ? whole(argument, value) : value))
    .sort()
    .reverse();
  let total = 0;
  for (const value of sorted) total += value;
  if (total === 0) throw new MethodError('no-information', 'counts', 'there are no events: nothing can be concentrated');
  return { sorted, total: finite('counts', total) };
}

export interface PlacesHolding {
  /** The share of all events asked for. */
  readonly of: number;
  /** The fewest places that hold at least so much. */
  readonly places: number;
  /** ... as a share of all places. */
  readonly shareOfPlaces: number;
  /** ... as a share of the places with any event. */
  readonly shareOfActive: number;
  /** The events that these places hold, as a share: at or above what was asked for. */
  readonly holding: number;
}

/**
 * The fewest places that hold 25 % or 50 % of events: the law of crime concentration's measure.
 *
 * @param counts events (or harm) at each place, zero or more; @param shares such as [0.25, 0.5], above 0 and at most 1
 * @throws MethodError as {@link placeConcentration}; `out-of-range` (shares)
 * @source Weisburd (2015), Criminology 53:133
 */
export function placesHolding(counts: ArrayLike<number>, shares: readonly number[] = [0.25, 0.5]): PlacesHolding[] {
  const { sorted, total } = descending(counts, false);
  let active = 0;
  while (active < sorted.length && at(sorted, active) > 0) active++;
  return shares.map((of, s) => {
    if (share(`shares[${s}]`, of) === 0) throw new MethodError('out-of-range', `shares[${s}]`, 'must be above 0');
    // What is missing by rounding alone (0.1 of 30 is 3.0000000000000004) is not missing.
    const wanted = of * total * (1 - 1e-12);
    let places = 0;
    let held = 0;
    while (places < active && held < wanted) held += at(sorted, places++);
    return { of, places, shareOfPlaces: places / sorted.length, shareOfActive: places / active, holding: Math.min(1, held / total) };
  });
}

export interface LorenzPoint {
  readonly places: number;
  readonly events: number;
}

/**
 * The Lorenz curve: the share of events in the quietest share of places.
 *
 * @returns one point more than there are places, from (0, 0) to (1, 1)
 * @throws MethodError as {@link placeConcentration}
 * @source Lorenz (1905), Publications of the American Statistical Association 9:209
 */
export function lorenzCurve(counts: ArrayLike<number>): LorenzPoint[] {
  const { sorted, total } = descending(counts, false);
  const n = sorted.length;
  const points: LorenzPoint[] = [{ places: 0, events: 0 }];
  let held = 0;
  for (let i = 1; i <= n; i++) {
    held += at(sorted, n - i);
    points.push({ places: i / n, events: i === n ? 1 : Math.min(1, held / total) });
  }
  return points;
}

export interface PredictiveAccuracy {
  /** Share of the events that fell in the chosen area. */
  readonly hitRate: number;
  /** Chosen share of the whole area. */
  readonly areaShare: number;
  /** Hit rate over area share: 1 is no better than chance. */
  readonly pai: number;
}

/**
 * Predictive accuracy index of a hotspot map: events caught for area chosen.
 *
 * @param hits later events in the chosen area; @param events all later events, above 0; @param hotArea chosen area; @param area whole area, same unit
 * @throws MethodError `out-of-range` (hits above events, hotArea above area), `not-whole`, `negative`, `zero-events`, `not-positive`
 * @source Chainey, Tompson and Uhlig (2008), Security Journal 21:4
 */
export function predictiveAccuracy(hits: number, events: number, hotArea: number, area: number): PredictiveAccuracy {
  nonNegative('hits', whole('hits', hits));
  if (nonNegative('events', whole('events', events)) === 0) throw new MethodError('zero-events', 'events', 'there were no events to catch');
  if (hits > events) throw new MethodError('out-of-range', 'hits', `${hits} are more than the ${events} events`);
  positive('hotArea', hotArea);
  if (hotArea > positive('area', area)) throw new MethodError('out-of-range', 'hotArea', `${hotArea} is more than the whole area ${area}`);
  const hitRate = hits / events;
  const areaShare = hotArea / area;
  return { hitRate, areaShare, pai: finite('hotArea', hitRate / areaShare) };
}

export interface PredictiveEfficiency extends PredictiveAccuracy {
  /** The index that the same number of best cells would have had. */
  readonly best: number;
  /** PAI over the best possible: 1 where no better choice of as many cells was possible. */
  readonly pei: number;
}

/**
 * Predictive efficiency index: a hotspot map against the best map that could have been drawn, with as many cells of equal size.
 *
 * @param counts later events in each cell, cells of equal area; @param flagged the chosen cells, counted from 0, each once
 * @throws MethodError `too-few`, `no-information` (no events), `not-whole`, `negative`, `out-of-range` (no such cell), `inconsistent` (a cell twice)
 * @source Hunt (2016), Do crime hot spots move?, American University (PhD thesis)
 */
export function predictiveEfficiency(counts: ArrayLike<number>, flagged: readonly number[]): PredictiveEfficiency {
  const { sorted, total } = descending(counts, true);
  if (flagged.length === 0) throw new MethodError('too-few', 'flagged', 'no cell was chosen');
  const seen = new Uint8Array(counts.length);
  let hits = 0;
  let best = 0;
  flagged.forEach((cell, place) => {
    const argument = `flagged[${place}]`;
    if (nonNegative(argument, whole(argument, cell)) >= counts.length)
      throw new MethodError('out-of-range', argument, `names cell ${cell}, and the cells are 0 to ${counts.length - 1}`);
    if (seen[cell] === 1) throw new MethodError('inconsistent', argument, `names cell ${cell} twice`);
    seen[cell] = 1;
    hits += at(counts, cell);
    best += at(sorted, place);
  });
  const accuracy = predictiveAccuracy(hits, total, flagged.length, sized('counts', sorted, counts.length).length);
  return { ...accuracy, best: best / total / accuracy.areaShare, pei: hits / best };
}
