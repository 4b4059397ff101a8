/** Click to painted: a real click on a bar in Chromium until the frame with the new board is on the screen. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ONE_FORCE } from './board.ts';
import { type Line, line } from './lib/measure.ts';
import { startBenchServer } from './lib/server.ts';

const CLICKS = 24;
/** Bars of three views in turn: each click chooses one or takes the choice back, so every board is another one. */
const VIEWS = ['type', 'outcome', 'deprivation'];

export async function benchPaint(home: string): Promise<Line[]> {
  // Plain JavaScript without types, as it must run on any Node.
  const { findChromium }: { findChromium(): string | undefined } = await import(new URL('../scripts/lib/chromium.mjs', import.meta.url).href);
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium here: npm test says how to get one');
  const server = await startBenchServer(home);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    await page.addInitScript({ path: join(import.meta.dirname, 'lib/watch-paints.js') });
    await page.goto(`${server.url}/explore/street?force=${ONE_FORCE}`, { waitUntil: 'networkidle' });
    const samples: number[] = [];
    for (let i = 0; i < CLICKS + 2; i += 1) {
      const links = page.locator(`#hw-board [data-view="${VIEWS[i % VIEWS.length]}"] a[data-key]:visible`);
      const link = links.nth((i * 3) % (await links.count()));
      const painted = page.evaluate<number>('nextPaint()');
      await link.click({ force: true });
      const ms = await painted;
      // The first two pay for compiling.
      if (i > 1) samples.push(ms);
    }
    return [line('click to painted, one force', samples, { target: 300 })];
  } finally {
    await browser.close();
    await server.stop();
  }
}
