/** A real Chromium for tests, and axe-core in it. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** CHROMIUM_PATH, else the first Chromium in the PATH; undefined where there is none. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['CHROMIUM_PATH'];
  if (named) return named;
  const folders = (env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why browser tests cannot run here, for `{ skip }`; false where they can. */
export const noBrowser: string | false = chromiumPath() === undefined ? 'no Chromium in PATH or CHROMIUM_PATH' : false;

export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A desk screen, and the narrowest of common phones. */
export const WIDTHS = [1280, 375] as const;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds on a page, a line a rule; empty where it finds nothing. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  return page.evaluate(
    `(async () => { ${axe}; const found = await axe.run(document, { runOnly: ${JSON.stringify(RULES)} });
      return found.violations.map((rule) => rule.id + ': ' + rule.help + ' | ' + rule.nodes.map((node) => node.html.slice(0, 200)).join(' | ')); })()`,
  );
}

/** Everything that a page complained of since: errors of scripts, and what the content security policy refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

/** Pixels by which a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
