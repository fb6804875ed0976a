/*
 * The directions and the doors. Arrows only go down:
 *   views → systems → charts, controls → state → bridge (all of these → format)
 *   ⇒ lab → serving → evaluation, algorithms → training → contract → data, device → lib
 */
/** Tests, and what only they import. */
const tests = '\\.test\\.tsx?$|/testing/'

/** Files at `from` import nothing of the project but what `to` names. Types count too, unless `types` is set. */
const only = (name, from, to, { types = false, pathNot = tests } = {}) => ({
  name: `${name}-looks-down-only`,
  severity: 'error',
  from: { path: from, pathNot },
  to: {
    path: '^(src|workers|e2e|scripts)/',
    pathNot: to,
    ...(types && { dependencyTypesNot: ['type-only'] }),
  },
})

/** A library comes in by one door. */
const door = (name, libraries, doors) => ({
  name: `${name}-has-one-door`,
  severity: 'error',
  from: { path: '^(src|workers)/', pathNot: doors },
  to: { path: libraries.map((library) => `node_modules/${library}`) },
})

/** All that the page may take from the engine as a value. */
const specs = '^workers/(catalog|algorithms/catalog|contract/spec|[a-z]+/[^/]+/spec)\\.ts$'

module.exports = {
  forbidden: [
    only('lib', '^workers/lib/', ['^workers/lib/']),
    only('data', '^workers/data/', ['^workers/(data|lib)/']),
    only('device', '^workers/device/', ['^workers/(device|lib)/']),
    only('contract', '^workers/contract/', ['^workers/(contract|data|device|lib)/']),
    only('training', '^workers/training/', ['^workers/(training|contract|data|device|lib)/']),
    only('algorithms', '^workers/algorithms/', ['^workers/(algorithms|training|contract|data|device|lib)/']),
    only('evaluation', '^workers/evaluation/', ['^workers/(evaluation|algorithms|training|contract|data|device|lib)/']),
    // What serves is judged by the same measures, and never the other way round.
    only('serving', '^workers/serving/', [
      '^workers/(serving|evaluation|algorithms|training|contract|data|device|lib)/',
    ]),
    only('lab', '^workers/(lab/|[^/]+\\.ts$)', ['^workers/(?!cli/|testing/)'], {
      pathNot: [tests, '[.-]worker\\.ts$'],
    }),
    // A worker only wires: the lab, and the device it computes on.
    only('worker', '[.-]worker\\.ts$', [
      '^workers/[^/]+\\.ts$',
      '^workers/(lab/[^/]+|device/device|serving/ann/ann|contract/ann-api)\\.ts$',
    ]),
    only('cli', '^workers/cli/', ['^workers/']),
    {
      name: 'nothing-imports-the-command-line-or-a-worker',
      severity: 'error',
      from: { pathNot: ['^workers/cli/', '^scripts/'] },
      to: { path: ['^workers/cli/', '\\.worker\\.ts$'] },
    },
    {
      name: 'lib-imports-nothing',
      severity: 'error',
      from: { path: '^workers/lib/', pathNot: tests },
      to: { pathNot: '^workers/lib/' },
    },
    {
      name: 'one-algorithm-does-not-know-another',
      severity: 'error',
      from: { path: '^workers/algorithms/([^/]+)/', pathNot: tests },
      to: { path: '^workers/algorithms/[^/]+/', pathNot: '^workers/algorithms/($1|shared)/' },
    },

    only('bridge', '^src/bridge', ['^src/bridge', '^workers/watched-worker\\.ts$', specs], { types: true }),
    only('state', '^src/state/', ['^src/(state/|bridge)', specs], { types: true }),
    only('format', '^src/format/', ['^src/format/'], { types: true }),
    only('charts', '^src/(charts|systems/[\\w/-]+/chart)/', ['^src/(charts|format)/', '^src/systems/[\\w/-]+/chart/'], {
      types: true,
    }),
    only('controls', '^src/controls/', ['^src/(controls|state|format)/', '^src/bridge', specs], { types: true }),
    only('systems', '^src/systems/', ['^src/(systems|charts|controls|state|format)/', '^src/bridge', specs], {
      types: true,
    }),
    only('views', '^src/views/', ['^src/(views|systems|charts|controls|state|format)/', '^src/bridge', specs], {
      types: true,
    }),
    only('page', '^src/(?!bridge)', ['^src/', specs], { types: true }),
    {
      name: 'nothing-looks-up-even-for-types',
      comment: 'Charts know no store and no system; nothing below a view knows a view.',
      severity: 'error',
      from: { path: '^src/(charts|controls|state|bridge|systems|format)', pathNot: tests },
      to: { path: '^src/(views/|app|main)' },
    },
    {
      name: 'charts-know-no-store-and-no-system',
      severity: 'error',
      from: { path: '^src/(charts|systems/[\\w/-]+/chart)/', pathNot: tests },
      to: { path: '^src/(state|systems/(?![\\w/-]+/chart/)|controls|bridge)' },
    },
    {
      name: 'one-system-does-not-know-another',
      severity: 'error',
      from: { path: '^src/systems/([^/]+)/', pathNot: tests },
      to: { path: '^src/systems/[^/]+/', pathNot: '^src/systems/($1|shared)/' },
    },
    {
      name: 'the-engine-does-not-know-the-page',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^(src|e2e|scripts)/' },
    },
    {
      name: 'journeys-know-only-catalogues-and-links',
      severity: 'error',
      from: { path: '^e2e/' },
      to: {
        path: '^(src|workers)/',
        pathNot: [
          specs,
          '^workers/testing/fast-settings\\.ts$',
          '^workers/data/films\\.ts$',
          '^workers/lib/random\\.ts$',
          '^src/state/(link|experiment)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },

    door('comlink', ['comlink/'], ['^src/bridge', '-in-worker\\.ts$']),
    door('tfjs', ['@tensorflow/'], ['^workers/device/']),
    door('webgpu', ['webgpu/'], ['^workers/device/', '^workers/cli/', tests]),
    door('d3', ['d3', '@types/d3'], ['^src/charts/', '^src/systems/[\\w/-]+/chart/']),
    door('hnswlib', ['hnswlib-wasm/'], ['^workers/serving/']),
    door('react', ['react', '@types/react'], ['^src/']),
    door('zustand', ['zustand/'], ['^src/state/']),
    door('stopword', ['stopword/'], ['^workers/algorithms/text-content/stop-words\\.ts$']),
    door('fflate', ['fflate/'], ['^workers/data/', '^workers/cli/', '^src/state/', tests]),

    {
      name: 'node-only-in-the-terminal',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: ['^workers/cli/', tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'what-is-served-is-a-dependency',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: ['^workers/(cli|device)/', tests] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { pathNot: [tests, '^e2e/', '^workers/cli/bench/'] },
      to: { path: [tests, '^e2e/.*\\.spec\\.ts$'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'what-is-imported-exists',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
