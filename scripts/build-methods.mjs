// `npm run build:methods` (and `npm pack`): compiles src/methods to lib/, JavaScript with types, which is what `headwater/methods` gives to others.
// A package's own TypeScript is not run from node_modules, so what is handed out is JavaScript.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lib = resolve(process.argv[2] ?? join(root, 'lib'));
const folder = mkdtempSync(join(root, 'node_modules', '.headwater-build-'));
try {
  const config = join(folder, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        outDir: lib,
        rootDir: join(root, 'src'),
        declaration: true,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules', '@types')],
      },
      files: [join(root, 'src/methods/index.ts'), join(root, 'src/methods/distributions/cephes.d.ts')],
      include: [],
      exclude: [],
    }),
  );
  rmSync(join(lib, 'methods'), { recursive: true, force: true });
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (tsc.status !== 0) process.exit(1);
  console.log(`headwater/methods compiled to ${lib}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
