/**
 * Everything served under /assets, read once at start and held in memory: an explicit list, so no path can reach outside it.
 * The address holds a hash of all the contents, so that browsers may keep a file for ever, and scripts may import each other by
 * relative path. TypeScript of the browser has its types stripped here; there is no build step.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join, sep } from 'node:path';

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
}

export interface Assets {
  /** Address of an asset by its name (`app.css`, `client/explore.ts`). Throws when there is none: a mistake in a template. */
  url(name: string): string;
  /** The asset behind the part of an address after `/assets/`. */
  find(path: string): Asset | undefined;
  readonly names: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Folders of src/web whose scripts also run in the browser. */
const BROWSER_FOLDERS = ['client', 'charts', 'maps'];

const require = createRequire(import.meta.url);
const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));

export const govukFolder = join(packageFolder('govuk-frontend'), 'dist');
export const mojFolder = packageFolder('@ministryofjustice/frontend');

/** Puts together the list of assets; `webFolder` is src/web. */
export function loadAssets(webFolder: string): Assets {
  const texts = new Map<string, Buffer>();
  const govuk = join(govukFolder, 'govuk');
  const moj = join(mojFolder, 'moj');

  texts.set('govuk-frontend.css', Buffer.from(plainDress(readFileSync(join(govuk, 'govuk-frontend.min.css'), 'utf8'))));
  texts.set('moj-frontend.css', Buffer.from(plainDress(readFileSync(join(moj, 'moj-frontend.min.css'), 'utf8'))));
  texts.set('govuk-frontend.js', Buffer.from(withoutMap(readFileSync(join(govuk, 'govuk-frontend.min.js'), 'utf8'))));
  texts.set('moj-frontend.js', Buffer.from(withoutMap(readFileSync(join(moj, 'moj-frontend.min.js'), 'utf8'))));
  for (const image of readdirSync(join(moj, 'assets/images'))) {
    if (image.startsWith('icon-') && image.endsWith('.svg')) texts.set(`images/${image}`, readFileSync(join(moj, 'assets/images', image)));
  }
  for (const file of filesUnder(join(webFolder, 'assets'))) texts.set(file.name, readFileSync(file.path));
  for (const folder of [...BROWSER_FOLDERS, 'explore', 'sign-in', 'account', 'partnership']) {
    for (const file of filesUnder(join(webFolder, folder))) {
      const kind = extname(file.name);
      if (kind === '.css') texts.set(`${folder}/${file.name}`, readFileSync(file.path));
      else if (BROWSER_FOLDERS.includes(folder) && isScript(file.name)) texts.set(`${folder}/${file.name}`, script(file.path));
    }
  }

  const hash = createHash('sha256');
  for (const [name, body] of texts) hash.update(name).update(body);
  const version = hash.digest('hex').slice(0, 12);
  const held = new Map<string, Asset>();
  for (const [name, body] of texts) held.set(`${version}/${name}`, { body, type: TYPES[extname(name)] ?? 'application/octet-stream' });

  return {
    url(name) {
      if (!texts.has(name)) throw new Error(`there is no asset called ${name}`);
      return `/assets/${version}/${name}`;
    },
    find: (path) => held.get(path),
    names: [...texts.keys()],
  };
}

/**
 * The design systems' style sheets without what belongs to GOV.UK alone: the GDS Transport typeface, which may only be used on
 * gov.uk, and the royal crest. Images become relative, to sit under the hashed address.
 */
export function plainDress(css: string): string {
  return withoutMap(css)
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll(/"?GDS Transport"?,\s*/g, '')
    .replaceAll(/url\(\/assets\/images\/govuk-crest\.svg\)/g, 'none')
    .replaceAll('url(/assets/images/', 'url(images/');
}

const withoutMap = (text: string) => text.replaceAll(/\n?(\/\*#|\/\/#) sourceMappingURL=[^\n]*/g, '');

const isScript = (name: string) => /\.(ts|js|mjs)$/.test(name) && !/\.(test|d)\.ts$/.test(name);

function script(path: string): Buffer {
  const text = readFileSync(path, 'utf8');
  return Buffer.from(path.endsWith('.ts') ? stripTypeScriptTypes(text, { mode: 'strip' }) : text);
}

/** Files of a folder at any depth, by name with forward slashes; none where the folder is absent. */
function filesUnder(folder: string): { name: string; path: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((entry) => extname(entry) !== '')
    .sort()
    .map((entry) => ({ name: entry.split(sep).join('/'), path: join(folder, entry) }));
}
