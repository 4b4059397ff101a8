/** A process that reads until its input closes: `reader.ts HOME`. Prints what it saw as JSON. */
import { openEngine } from '../../src/warehouse/engine/index.ts';
import { openHome } from '../../src/warehouse/index.ts';
import { assertWhole } from './state.ts';

const dir = process.argv[2];
if (dir === undefined) throw new Error('usage: reader.ts HOME');
const engine = await openEngine(openHome(dir));
let reading = true;
process.stdin.resume().on('end', () => {
  reading = false;
});

const seen = new Set<string>();
const errors: string[] = [];
let reads = 0;

async function read(): Promise<void> {
  while (reading) {
    try {
      await engine.with(undefined, async (session) => {
        seen.add(session.snapshot.id);
        await assertWhole(session);
        // Half of the readers hold their snapshot over a swap or two before they look again.
        if (reads % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 150));
        await assertWhole(session);
      });
      reads += 1;
    } catch (error) {
      errors.push(String(error));
    }
  }
}

await Promise.all(Array.from({ length: 4 }, read));
await engine.close();
process.stdout.write(`${JSON.stringify({ reads, seen: seen.size, errors: errors.slice(0, 5) })}\n`);
