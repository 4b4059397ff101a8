/** A process that delivers for ever, saying where it is: `writer.ts HOME`. It is there to be killed. Without a home it ends at once. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openHome, readManifest } from '../../src/warehouse/index.ts';
import { deliverMany } from '../../src/warehouse/store/index.ts';
import { filesOf } from './plan.ts';

const dir = process.argv[2];
if (dir === undefined) process.exit(0);
const home = openHome(dir);

/** Written at once, not when the event loop gets round to it: the parent times its kill by it. */
const say = (word: string): void => void writeSync(1, `${word}\n`);

say('ready');
for (;;) {
  const next = readManifest(home).sequence + 1;
  await deliverMany(home, filesOf(next, join(`${dir}-files`, String(process.pid))), { onProgress: ({ step }) => say(step) });
  say('committed');
}
