// `npm run docs:methods`: writes docs/methods/README.md and a page for every method, from the registry.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { METHODS, SECTIONS } from '../src/methods/registry/index.ts';
import { markdownIndex, markdownPage } from '../src/methods/registry/page.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'methods');

for (const section of Object.keys(SECTIONS)) {
  mkdirSync(join(folder, section), { recursive: true });
  const names = new Set(METHODS.filter((each) => each.section === section).map((each) => `${each.name}.md`));
  for (const file of readdirSync(join(folder, section))) if (!names.has(file)) rmSync(join(folder, section, file));
}
for (const method of METHODS) writeFileSync(join(folder, method.section, `${method.name}.md`), markdownPage(method));
const overviews = new Set(Object.keys(SECTIONS).filter((section) => existsSync(join(folder, `${section}.md`))));
writeFileSync(join(folder, 'README.md'), markdownIndex(METHODS, overviews));
console.log(`${METHODS.length} pages written to docs/methods.`);
