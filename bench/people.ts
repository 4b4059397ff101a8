/** Boards over HTTP from a server process: one person after another, and 32 at once, every slice different so that no cache answers. */
import { formatSlice } from '../src/warehouse/index.ts';
import { ONE_FORCE } from './board.ts';
import { MONTHS_OF_HOME } from './lib/home.ts';
import { type Line, line } from './lib/measure.ts';
import { startBenchServer } from './lib/server.ts';
import { someSlices } from './lib/slices.ts';

const PEOPLE = 32;
const BOARDS_EACH = 10;
/** Slices that a meeting about one force looks at between them. */
const COMMON_SLICES = 24;

/** What the open page fetches when something is chosen: the views alone, without the tables that are closed. */
const fragment = (query: string) => `/explore/street/board?${query}&tables=`;

function addresses(n: number, name: string, where: Readonly<Record<string, readonly string[]>>): string[] {
  return someSlices(n, name, where, MONTHS_OF_HOME).map((slice) => fragment(formatSlice(slice)));
}

export async function benchPeople(home: string): Promise<Line[]> {
  const server = await startBenchServer(home);
  try {
    // A server in service: its code is compiled and its sums are in memory.
    for (const path of addresses(150, 'warm', { force: [ONE_FORCE] })) await server.fetch(path);
    for (const path of addresses(2, 'warm country', {})) await server.fetch(path);
    const alone = async (paths: readonly string[]) => {
      const samples: number[] = [];
      for (const path of paths) samples.push(await server.fetch(path));
      return samples;
    };
    const one = await alone(addresses(60, 'alone', { force: [ONE_FORCE] }));
    const country = await alone(addresses(20, 'alone country', {}));

    const crowd = async (paths: readonly string[], pauseMs: number) => {
      const samples: number[] = [];
      server.resetDelay();
      await Promise.all(
        Array.from({ length: PEOPLE }, async (_, person) => {
          for (let i = 0; i < BOARDS_EACH; i += 1) {
            if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + ((person * 7 + i * 13) % 32) / 32)));
            samples.push(await server.fetch(paths[person * BOARDS_EACH + i] ?? ''));
          }
        }),
      );
      return { samples, delay: await server.readDelay() };
    };
    const different = (name: string) => addresses(PEOPLE * BOARDS_EACH, name, { force: [ONE_FORCE] });
    const common = addresses(COMMON_SLICES, 'common', { force: [ONE_FORCE] });
    const meeting = await crowd(
      Array.from({ length: PEOPLE * BOARDS_EACH }, (_, i) => common[(i * 7 + Math.floor(i / BOARDS_EACH)) % COMMON_SLICES] ?? ''),
      0,
    );
    const busy = await crowd(different('crowd'), 0);
    const paced = await crowd(different('paced crowd'), 2000);
    return [
      line('board over HTTP with its drawing, one force', one),
      line('board over HTTP with its drawing, whole country', country),
      line(`${PEOPLE} people at once on ${COMMON_SLICES} slices, no pause`, meeting.samples, { target: 400 }),
      {
        what: '  event loop of the server, longest block',
        median: meeting.delay.p99Ms,
        p95: meeting.delay.p99Ms,
        max: meeting.delay.maxMs,
        unit: 'ms',
        judged: 'max',
        target: 50,
      },
      line(`${PEOPLE} people at once, every slice another, no pause`, busy.samples, { target: 400 }),
      {
        what: '  event loop of the server, longest block',
        median: busy.delay.p99Ms,
        p95: busy.delay.p99Ms,
        max: busy.delay.maxMs,
        unit: 'ms',
        judged: 'max',
        target: 50,
      },
      line(`${PEOPLE} people, a board every two seconds each`, paced.samples, { target: 400 }),
      {
        what: '  event loop of the server, longest block',
        median: paced.delay.p99Ms,
        p95: paced.delay.p99Ms,
        max: paced.delay.maxMs,
        unit: 'ms',
        judged: 'max',
        target: 50,
      },
    ];
  } finally {
    await server.stop();
  }
}
