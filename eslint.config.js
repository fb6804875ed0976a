import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Files whose numbers need not be the same bits in every JavaScript engine: they never run in a browser. */
const inNodeOnly = ['workers/cli/**', 'workers/**/*.test.ts']
const exactMath = [
  'LN2',
  'sqrt',
  'fround',
  'imul',
  'clz32',
  'floor',
  'ceil',
  'round',
  'trunc',
  'abs',
  'min',
  'max',
  'sign',
]

/** A name says what is in a file: kebab-case, and none of the names that say nothing. */
const fileName = {
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename)
      if (!/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name))
        context.report({ node, message: `${name}: file names are kebab-case.` })
      if (/^(utils?|helpers?|types|common|misc|index)\.tsx?$/.test(name))
        context.report({ node, message: `${name} says nothing: a thing lives with what it belongs to.` })
    },
  }),
}

/**
 * Text may come from anybody's file or link, so matching is linear by construction: an expression has one part without
 * an upper bound at most, and that stands either last or behind ^. Any other can go back over what it read.
 */
const linearExpression = {
  create: (context) => ({
    'Literal[regex]'(node) {
      const { pattern, flags } = node.regex
      const bare = pattern.replace(/\\(?:[pPu]\{[^}]*\}|.)/gs, 'x').replace(/\[[^\]]*\]/g, 'x')
      const open = [...bare.matchAll(/[*+]|\{\d+,\}/g)]
      const last = open.length === 1 && open[0].index + open[0][0].length === bare.length
      const anchored = open.length === 1 && bare.startsWith('^') && !bare.includes('|') && !flags.includes('m')
      if (open.length > 0 && !last && !anchored)
        context.report({ node, message: 'This may take more than linear time: search with indexOf, or bound it.' })
    },
    "NewExpression[callee.name='RegExp']"(node) {
      context.report({ node, message: 'Write the expression out, so that it can be seen to take linear time.' })
    },
  }),
}

/** Each system has a folder of its page, with its id. */
const systemIds = new Set(
  readdirSync(join(import.meta.dirname, 'src', 'systems'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => name),
)

/**
 * A new system is written without touching others: whatever differs between systems stands in their specs, and only a
 * system's own folders and adapters name it. What is made of systems says in its spec which it is made of at first.
 */
const systemId = {
  create: (context) => {
    const path = context.filename.split(/[\\/]/)
    const own = new Set(path.map((part) => part.replace(/\.tsx?$/, '')))
    const madeOfSystems = path.at(-1) === 'spec.ts' && (path.includes('serving') || path.includes('evaluation'))
    return {
      Literal(node) {
        const { value, parent } = node
        if (!systemIds.has(value) || own.has(value)) return
        const isChosen = parent.type === 'Property' && parent.value === node && parent.key.name !== 'value'
        if (madeOfSystems && isChosen) return
        if (context.sourceCode.getAncestors(node).some(namesSomethingElse)) return
        context.report({ node, message: `Ask for what ${value} can do (a field of its spec), not for its id.` })
      },
    }
  },
}
/** A stream of random numbers, or a part of an interface. */
const namesSomethingElse = ({ type, callee, typeName }) =>
  (type === 'CallExpression' && callee.name === 'seedFor') ||
  (type === 'TSTypeReference' && /^(Pick|Omit)$/.test(typeName.name))

const everywhere = [
  {
    selector:
      ':matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/^\\.{1,2}\\u002F(?!.*\\.\\w+(\\?.*)?$)/]',
    message: 'Write the extension: Node and the browser read the same path.',
  },
]
const product = [
  ...everywhere,
  { selector: 'ExportDefaultDeclaration', message: 'Exports are named.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from where the thing lives.' },
]
/** What shows a name that the data brought; in an SVG's text and in MathML only the name's own isolates can stand. */
const shown = 'JSXElement[openingElement.name.name!=/^(Name|text|tspan|title|mtext|Symbol)$/] > JSXExpressionContainer'
const named = [
  `${shown} > CallExpression:matches([callee.name=/(titleOf|[nN]ameOf|shortTitle)$/], [callee.property.name=/(titleOf|[nN]ameOf)$/])`,
  `${shown} > MemberExpression[object.name='titles']`,
  `${shown} > MemberExpression[object.name=/^(film|item)$/][property.name='title']`,
  `${shown} > Identifier[name='title']`,
  `${shown} > TSNonNullExpression > MemberExpression[object.name='titles']`,
].map((selector) => ({
  selector,
  message: 'Names from the data are shown by <Name> (format/name.tsx), or they turn what stands beside.',
}))
const inMathMl = {
  selector: "JSXElement[openingElement.name.name='mtext'] JSXElement[openingElement.name.name='Name']",
  message: 'MathML shows no HTML: the name alone.',
}
const engine = [
  ...product,
  {
    selector: "CallExpression[callee.property.name='localeCompare']",
    message: 'The order would depend on the locale.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'A result may not depend on the clock.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'A result may not depend on the clock.' },
]
const bits = [
  ...engine,
  {
    // Written out, a power of two is exact everywhere.
    selector: "BinaryExpression[operator='**']:not([left.value=2][right.type=/^(Literal|UnaryExpression)$/])",
    message: '** differs in its last bit between engines: multiply, or take it from lib/portable-math.ts.',
  },
  {
    selector: "AssignmentExpression[operator='**=']",
    message: '**= differs in its last bit between engines: multiply.',
  },
  {
    selector: `MemberExpression[object.name='Math']:not([computed=false][property.name=/^(${exactMath.join('|')})$/])`,
    message: 'This differs in its last bit between engines: take it from lib/portable-math.ts.',
  },
  {
    selector: "Identifier[name='Math']:not(MemberExpression > .object)",
    message: 'Math itself is not handed on here, so that each function used can be seen.',
  },
]

const limits = [
  {
    selector: 'Property[key.name="timeout"]:not([value.value=0]):not([value.name="longest"])',
    message: 'Limits stand in scripts/patience.ts, and scale with the machine.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(waitForTimeout|setTimeout)$/]',
    message: 'A journey waits for what is on screen, and has no limit of its own.',
  },
]

const network = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: 'Nothing calls out to the network.',
}))
const node = ['process', 'Buffer', 'global', '__dirname'].map((name) => ({ name, message: 'There is no Node here.' }))
const dom = ['document', 'window', 'localStorage', 'sessionStorage', 'location', 'history', 'matchMedia', 'alert'].map(
  (name) => ({ name, message: 'The engine has no DOM.' }),
)
const frames = ['requestAnimationFrame', 'requestIdleCallback'].map((name) => ({
  name,
  message: 'Drawing belongs to the page.',
}))

const chance = [
  { object: 'Math', property: 'random', message: 'Randomness is seeded and handed in: lib/random.ts.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Randomness is seeded and handed in: lib/random.ts.' },
  { object: 'crypto', property: 'randomUUID', message: 'Randomness is seeded and handed in: lib/random.ts.' },
  {
    object: 'Date',
    property: 'now',
    message: 'A result may not depend on the clock (to report a time: performance.now).',
  },
]
const clock = [
  ...['performance', 'process'].flatMap((object) =>
    ['now', 'mark', 'measure', 'cpuUsage', 'hrtime', 'uptime'].map((property) => ({
      object,
      property,
      message: 'No test looks at the clock: speeds are for npm run bench.',
    })),
  ),
]
const gpu = [{ object: 'navigator', property: 'gpu', message: 'One door to WebGPU: workers/device.' }]
const beacon = [{ property: 'sendBeacon', message: 'Nothing calls out to the network.' }]

export default defineConfig(
  globalIgnores(['dist', 'build', 'screens', 'test-results', 'playwright-report', '.cache']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: {
      local: { rules: { 'file-name': fileName, 'linear-expression': linearExpression, 'system-id': systemId } },
    },
    rules: {
      'local/file-name': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // The `!` after an index says that the bounds were thought of; the compiler need not ask for it.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Objects here are closures without `this`: their functions may be taken off and handed on.
      '@typescript-eslint/unbound-method': 'off',
      // A generator that ends itself, or a method of an async contract, need not wait for anything.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-alert': 'error',
      'no-eval': 'error',
    },
  },
  {
    files: ['src/**', 'workers/**'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...product],
      'no-restricted-globals': ['error', ...network, ...node],
      'no-restricted-properties': ['error', ...gpu, ...beacon],
    },
  },
  { files: ['src/**/*.tsx'], rules: { 'no-restricted-syntax': ['error', ...product, ...named, inMathMl] } },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
  },
  {
    files: ['workers/**'],
    rules: {
      'no-restricted-syntax': ['error', ...bits],
      'no-restricted-globals': ['error', ...network, ...node, ...dom, ...frames],
      'no-restricted-properties': ['error', ...gpu, ...beacon, ...chance],
    },
  },
  {
    files: ['e2e/**'],
    ignores: ['e2e/speed/**'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...limits] },
  },
  { files: ['workers/device/**'], rules: { 'no-restricted-properties': ['error', ...beacon, ...chance] } },
  // tfjs takes Node for CommonJS, and is helped to what it then asks for
  {
    files: ['workers/device/node-globals.ts'],
    rules: { 'no-restricted-globals': ['error', ...network, ...dom, ...frames] },
  },
  { files: inNodeOnly, rules: { 'no-restricted-syntax': ['error', ...engine] } },
  { files: ['workers/data/films.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['src/**', 'workers/**'],
    ignores: ['**/*.test.{ts,tsx}', 'workers/cli/**', 'workers/testing/damaged-files.ts'],
    rules: { 'local/linear-expression': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'workers/**/*.ts'],
    // Negatives may be sampled by popularity.
    ignores: ['**/*.test.{ts,tsx}', 'src/**/testing/**', 'workers/training/{settings,pointwise,pointwise-batches}.ts'],
    rules: { 'local/system-id': 'error' },
  },
  {
    files: ['workers/cli/**'],
    rules: { 'no-console': 'off', 'no-restricted-globals': ['error', ...network, ...dom, ...frames] },
  },
  {
    files: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-console': 'off',
      'no-restricted-globals': ['error', ...network],
      'no-restricted-properties': ['error', ...gpu, ...beacon, ...chance, ...clock],
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  // read by browsers of any age
  {
    files: ['src/boot.js'],
    rules: { 'no-var': 'off', 'no-empty': 'off', '@typescript-eslint/no-unused-vars': 'off' },
  },
)
