// Which Node runs the source. It has to be 24 or later, because earlier ones do not run TypeScript as it is.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './packages.mjs';
import { Stop, say } from './say.mjs';

export const LEAST = 24;

/** Path of the Node that the npm package `node` brought; undefined when it is not there or does not run. */
export function bundledNode(root) {
  const path = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) && major(path) >= LEAST ? path : undefined;
}

function major(path) {
  try {
    return Number(/^v(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 }))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * The Node to run on: the bundled one, else the one running now when it is new enough, else the bundled one after `npm rebuild`. That
 * package fetches its binary by an install script, which npm leaves out under `ignore-scripts` and, from npm 12 on, unless package.json
 * names it in `allowScripts` (ours does).
 */
export async function findNode(root) {
  const bundled = bundledNode(root);
  if (bundled) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= LEAST) return process.execPath;
  say(`The Node ${LEAST} that npm should have brought is not there; asking npm to put it right.`);
  const outcome = await npm(root, ['rebuild', 'node', '--foreground-scripts']);
  const rebuilt = bundledNode(root);
  if (rebuilt) return rebuilt;
  if (outcome.code !== 0) say(outcome.text.trim());
  throw new Stop(
    `Headwater runs on Node ${LEAST}. This is Node ${process.versions.node}, and the Node that comes with the npm package "node" is not there: npm was not allowed to run that package's install script.`,
    ['Either allow it and run it:', '    npm rebuild node --ignore-scripts=false', `or install Node ${LEAST} or later and try again.`].join('\n'),
  );
}
