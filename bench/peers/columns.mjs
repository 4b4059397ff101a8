// What every peer is given (raw columns of the street facts), asked (eight counts under a filter), and must answer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const TYPES = {
  force: Uint8Array,
  month: Uint16Array,
  crime_type: Uint8Array,
  outcome: Uint8Array,
  district: Uint16Array,
  lsoa: Uint32Array,
  decile: Uint8Array,
  located: Uint8Array,
};

/** The eight views: seven columns, and crime type by outcome, whose key is `crime type * 256 + outcome`. */
export const VIEWS = ['month', 'crime_type', 'outcome', 'district', 'decile', 'located', 'force', 'crime_type_outcome'];

/** One city force, three years, three crime types; and no filter at all. */
export const FILTERS = {
  filtered: { force: 41, from: 285, to: 320, crimeTypes: [7, 9, 13] },
  everything: null,
};

export function readColumns(dir) {
  return Object.fromEntries(
    Object.entries(TYPES).map(([name, Type]) => {
      const bytes = readFileSync(join(dir, `${name}.bin`));
      return [name, new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT)];
    }),
  );
}

/**
 * Runs a peer: `load(dir)` once, then `board(state, filter)` for each filter in turn, six times. A board answers each view with a Map from value to count.
 * Prints JSON for the parent.
 */
export async function runPeer({ name, load, board }) {
  const dir = process.argv[2];
  const started = performance.now();
  const state = await load(dir);
  const result = { name, loadMs: performance.now() - started, boards: {}, memoryMb: 0 };
  // In turn, so that each board has a filter to change (crossfilter2 answers an unchanged one from memory).
  for (let i = 0; i < 6; i += 1) {
    for (const [filterName, filter] of Object.entries(FILTERS)) {
      const at = performance.now();
      const answers = await board(state, filter);
      const ms = performance.now() - at;
      result.boards[filterName] ??= { firstMs: ms, ms: [], answers: VIEWS.map((view) => digest(answers[view])) };
      // The first board pays for what is made once (indexes, compiled code): told apart.
      if (i > 0) result.boards[filterName].ms.push(ms);
    }
  }
  result.memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify(result));
}

const digest = (counts) =>
  [...counts]
    .filter(([, n]) => n > 0)
    .sort((a, b) => a[0] - b[0])
    .map(([value, n]) => `${value}:${n}`)
    .join(',');
