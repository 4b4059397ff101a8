// The npm packages: which are missing, and how to get them. Runs on Node 20 with nothing installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { Stop, say, seconds, whileWaiting } from './say.mjs';

/**
 * Packages that package-lock.json names and node_modules does not hold in that version. Every folder is looked at, not only npm's own
 * record, so that a half-deleted node_modules is noticed. Optional packages belong to other platforms as often as not and are left to npm.
 *
 * @param {string} root the repository
 * @param {{ dev: boolean }} want whether the development packages count too
 * @returns {string[]} folder names relative to the repository, `node_modules/fastify`
 */
export function missingPackages(root, { dev }) {
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const record = join(root, 'node_modules', '.package-lock.json');
  const held = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).packages : {};
  return Object.entries(locked)
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.devOptional && (dev || !entry.dev))
    .filter(([path, entry]) => held[path]?.version !== entry.version || !existsSync(join(root, path, 'package.json')))
    .map(([path]) => path);
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_SOCKET_TIMEOUT/i;
const FORBIDDEN = /\bE40[137]\b/;

const QUIET = ['--no-audit', '--no-fund', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];

/** Runs `npm ci`, showing that it is alive. Throws a {@link Stop} in the user's words when it fails. */
export async function installPackages(root, { dev }) {
  const begun = Date.now();
  const rest = dev ? [...QUIET, '--include=dev'] : QUIET;
  let outcome = await install(root, ['ci', ...rest]);
  // A lock file that another version of npm wrote may look out of step to this one. Its versions still hold; it is not rewritten.
  if (outcome.text.includes('EUSAGE')) outcome = await install(root, ['install', '--no-save', ...rest]);
  if (outcome.code === 0) return say(`Packages installed in ${seconds(begun)}.`);
  say(outcome.text.trim());
  if (FORBIDDEN.test(outcome.text)) {
    throw new Stop(
      'The npm registry refused us.',
      '`npm config get registry` shows which one is set; sign in to it with `npm login`, or set another, and try again.',
    );
  }
  if (UNREACHABLE.test(outcome.text)) {
    throw new Stop(
      'The npm registry cannot be reached, so the packages that Headwater needs could not be installed.',
      'Check the network; behind a proxy set HTTPS_PROXY; `npm config get registry` shows which registry is asked. Then try again: nothing is lost.',
    );
  }
  throw new Stop('npm failed; what it said is above.', 'Put that right and try again.');
}

function install(root, args) {
  say(`Installing packages: npm ${args[0]}`);
  return whileWaiting(npm(root, args), (gone) => say(`  still installing (${gone} s)`));
}

/**
 * npm as the machine has it. `npm start` puts node_modules/.bin first on the PATH, where the `node` package has its own Node: npm must
 * not run on the very files that it is about to replace, so that folder is taken off.
 */
export function npm(root, args) {
  const own = join(root, 'node_modules') + sep;
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(own));
  return new Promise((resolve) => {
    const child = spawn('npm', args, {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let text = '';
    const keep = (chunk) => {
      text = (text + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, text: `npm could not be started: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

/** Installs when something is missing. Says nothing when nothing is. */
export async function ensurePackages(root, want) {
  const missing = missingPackages(root, want);
  if (missing.length === 0) return;
  say(
    missing.length === 1
      ? `One package is missing or out of date: ${missing[0].replace('node_modules/', '')}.`
      : `${missing.length} packages are missing or out of date.`,
  );
  await installPackages(root, want);
  const still = missingPackages(root, want);
  if (still.length > 0)
    throw new Stop(`npm reported success and yet ${still.length} packages are missing, ${still[0]} for one.`, 'Delete node_modules and try again.');
}
