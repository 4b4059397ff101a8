// `npm start`: from a fresh clone to a running Headwater. Plain JavaScript for Node 20 or later, and nothing but Node's own modules.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runHeadwater } from './lib/child.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { findNode } from './lib/runtime.mjs';
import { run } from './lib/say.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await run(async () => {
  await ensurePackages(root, { dev: false });
  const node = await findNode(root);
  return runHeadwater(root, node, ['serve', '--demo', ...process.argv.slice(2)]);
});
