#!/usr/bin/env node
// The command `headwater`: finds the Node that runs the source and hands everything over to src/cli.ts.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runHeadwater } from '../scripts/lib/child.mjs';
import { missingPackages } from '../scripts/lib/packages.mjs';
import { findNode } from '../scripts/lib/runtime.mjs';
import { run, Stop } from '../scripts/lib/say.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await run(async () => {
  if (missingPackages(root, { dev: false }).length > 0) {
    throw new Stop('The packages that Headwater needs are not installed, or are out of date.', `Run \`npm ci\` in ${root} and try again.`);
  }
  return runHeadwater(root, await findNode(root), process.argv.slice(2));
});
