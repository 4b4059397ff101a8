/** The circles of the scan. */
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { treeOf } from './distance.ts';

/**
 * For each centre the areas in order of distance from it, as far as the largest allowed circle goes: centre i's are `ids[start[i]]` to
 * `ids[start[i + 1] - 1]`. `ends` is 1 where a circle ends: areas equally far come in together.
 */
export interface Zones {
  readonly start: Int32Array;
  readonly ids: Int32Array;
  readonly ends: Uint8Array;
}

/** The most circles that are taken on: 10 million, about 300 MB. */
const ZONE_LIMIT = 10_000_000;

/** @param cap the most people that a circle may hold */
export function zonesOf(x: ArrayLike<number>, y: ArrayLike<number>, population: Float64Array, cap: number): Zones {
  const n = x.length;
  const tree = treeOf(x, y);
  const start = new Int32Array(n + 1);
  let ids = new Int32Array(Math.max(1024, n * 8));
  let ends = new Uint8Array(ids.length);
  const far = new Float64Array(n);
  let zones = 0;
  let [west, east, south, north] = [at(x, 0), at(x, 0), at(y, 0), at(y, 0)];
  for (let i = 1; i < n; i++) {
    [west, east] = [Math.min(west, at(x, i)), Math.max(east, at(x, i))];
    [south, north] = [Math.min(south, at(y, i)), Math.max(north, at(y, i))];
  }
  // Every circle of this radius holds the whole map.
  const whole = (east - west + (north - south)) * 1.01 || 1;
  let radius = whole / Math.max(2, Math.sqrt(n) / 2);
  for (let i = 0; i < n; i++) {
    radius = Math.min(whole, radius);
    let close = tree.within(at(x, i), at(y, i), radius);
    while (radius < whole && people(close, population) <= cap) {
      radius = Math.min(whole, radius * 1.5);
      close = tree.within(at(x, i), at(y, i), radius);
    }
    for (const id of close) {
      const dx = at(x, id) - at(x, i);
      const dy = at(y, id) - at(y, i);
      far[id] = dx * dx + dy * dy;
    }
    close.sort((a, b) => at(far, a) - at(far, b) || Number(b === i) - Number(a === i) || a - b);
    let held = 0;
    for (let rank = 0; rank < close.length; ) {
      let next = rank;
      let more = 0;
      while (next < close.length && at(far, close[next] ?? 0) === at(far, close[rank] ?? 0)) more += at(population, close[next++] ?? 0);
      if (held + more > cap) break;
      held += more;
      for (; rank < next; rank++) {
        if (zones === ids.length) {
          if (zones >= ZONE_LIMIT)
            throw new MethodError(
              'too-large',
              'maxShare',
              `makes more than ${ZONE_LIMIT.toLocaleString('en-GB')} circles; take a smaller share or fewer areas`,
            );
          ids = enlarge(ids, new Int32Array(Math.min(ZONE_LIMIT, zones * 2)));
          ends = enlarge(ends, new Uint8Array(ids.length));
        }
        ids[zones] = close[rank] ?? 0;
        ends[zones++] = rank === next - 1 ? 1 : 0;
      }
    }
    // The next centre is often close by.
    radius = Math.max(whole * 1e-6, Math.sqrt(at(far, close[Math.min(close.length - 1, zones - at(start, i))] ?? 0)) * 1.2);
    start[i + 1] = zones;
  }
  return { start, ids: ids.slice(0, zones), ends: ends.slice(0, zones) };
}

function people(areas: readonly number[], population: Float64Array): number {
  let sum = 0;
  for (const area of areas) sum += at(population, area);
  return sum;
}

function enlarge<T extends { set: (from: T) => void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
