// The layers of docs/architecture.md, checked by `npm test`. An arrow may point at a lower layer only, and at another folder's index.ts only.
const TEST = '\\.test\\.ts$';

/** A folder's source may import itself and the folders named. */
const layer = (folder, below) => ({
  name: `layer-${folder}`,
  severity: 'error',
  comment: `src/${folder} may use ${below.length > 0 ? below.join(', ') : 'nothing of ours'}`,
  from: { path: `^src/${folder}(/|\\.ts$)` },
  to: { path: '^(src|bench|tests)/', pathNot: `^src/(${[folder, ...below].join('|')})(/|\\.ts$)` },
});

const GROUND = ['errors', 'methods', 'reference'];
const MIDDLE = [...GROUND, 'warehouse', 'synthetic', 'understand', 'register', 'access', 'account', 'documents'];

export default {
  forbidden: [
    layer('errors', []),
    layer('methods', []),
    layer('reference', ['errors']),
    layer('warehouse', GROUND),
    layer('synthetic', [...GROUND, 'warehouse']),
    layer('understand', [...GROUND, 'warehouse']),
    layer('documents', ['errors']),
    layer('register', ['errors']),
    layer('access', [...GROUND, 'register', 'documents']),
    layer('account', [...GROUND, 'register', 'access', 'documents', 'warehouse']),
    layer('demonstration', MIDDLE),
    layer('service', [...MIDDLE, 'demonstration']),
    layer('web', MIDDLE),
    // The command starts the server, and writes figures and CSV as the pages do.
    layer('cli', [...MIDDLE, 'service', 'demonstration', 'web', 'server', 'server-settings']),
    {
      name: 'through-the-index',
      severity: 'error',
      comment: 'a folder of src is a module: others use its index.ts, or that of a folder in it. Benches measure the insides, so they may see them',
      from: { path: '^(?:src/([^/]+)/|src/[^/]+\\.ts|tests/)' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '/index\\.ts$', '^src/warehouse/(?:manifest|figure/types)\\.ts$', '^src/synthetic/truths\\.ts$'] },
    },
    {
      name: 'truths-are-for-tests',
      severity: 'error',
      comment: 'what was planted in the county is what tests look for: no page may know it',
      from: { path: '^src/', pathNot: ['^src/synthetic/', TEST] },
      to: { path: '^src/synthetic/truths\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'two files that need each other are one file, or hide a third; importing only types is no need',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: [TEST, '^(tests|bench)/'] },
    },
    {
      name: 'no-development-package-in-production',
      severity: 'error',
      comment: 'npm start does not need the development packages',
      from: { path: '^(src|bin)/', pathNot: [TEST, '/test/', '/testing/', '/testing\\.ts$', 'fixtures?\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      comment: 'scripts under src/web/assets import what the server puts beside them; the peers of the benchmark have packages of their own',
      from: { pathNot: ['^src/web/assets/', '^bench/peers/'] },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/.*\\.json$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
