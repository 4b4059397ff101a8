// A headless Chromium for the browser tests: the one that is there, else Debian's package where we may install it.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Stop, say, seconds, whileWaiting } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'headless-shell'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/snap/bin/chromium',
];
const LOCK_PATIENCE_MS = 300_000;

/** Path of a Chromium that answers `--version`: CHROMIUM_PATH, then the PATH, then the usual places; undefined when there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (works(named)) return named;
    throw new Stop(`CHROMIUM_PATH is ${named}, and no Chromium starts from there.`, 'Correct it, or unset it to have one looked for.');
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...APPLICATIONS, ...downloaded()];
  return candidates.find((path) => existsSync(path) && works(path));
}

function works(path) {
  const outcome = spawnSync(path, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000, encoding: 'utf8' });
  return outcome.status === 0 && /\d+\.\d+/.test(outcome.stdout);
}

/** Where Playwright keeps the browsers that it downloads. */
function downloaded() {
  const store = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(store)) return [];
  return readdirSync(store)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) => [
      join(store, name, 'chrome-linux', 'chrome'),
      join(store, name, 'chrome-linux64', 'chrome'),
      join(store, name, 'chrome-linux', 'headless_shell'),
    ]);
}

const BY_HAND = 'Install Chromium or Chrome (on Debian: `apt-get install chromium`), or set CHROMIUM_PATH to one, and run `npm test` again.';

/** The Chromium to use, installing Debian's package when there is none and we may. Throws a {@link Stop} otherwise. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const prefix = rootPrefix();
  if (!existsSync('/usr/bin/apt-get') || prefix === undefined)
    throw new Stop('The browser tests need Chromium, and there is none here that we could find or may install.', BY_HAND);
  say('No Chromium found: installing the Debian package `chromium`.');
  const begun = Date.now();
  await aptGet(prefix, ['update']);
  await aptGet(prefix, ['install', '-y', '--no-install-recommends', 'chromium']);
  const installed = findChromium();
  if (!installed) throw new Stop('apt-get installed `chromium`, and yet none starts.', BY_HAND);
  say(`Chromium installed in ${seconds(begun)}.`);
  return installed;
}

/** What to put before a command that only root may run: nothing as root, `sudo -n` where that asks no password, else undefined. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 });
    return ['sudo', '-n'];
  } catch {
    return undefined;
  }
}

/** Runs apt-get without questions. Another apt may be at work, at boot above all: waits for its locks instead of failing on them. */
async function aptGet(prefix, args) {
  const command = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args];
  const patience = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const outcome = await whileWaiting(capture(command), (gone) => say(`  apt-get ${args[0]}: still at it (${gone} s)`), 15);
    if (outcome.code === 0) return;
    if (!/Could not get lock|Unable to lock/.test(outcome.text) || Date.now() > patience) {
      say(outcome.text.trim());
      throw new Stop(`\`apt-get ${args.join(' ')}\` failed; what it said is above.`, BY_HAND);
    }
    say('  another apt is at work; waiting for it.');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
}

function capture([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const keep = (chunk) => {
      text = (text + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, text: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}
