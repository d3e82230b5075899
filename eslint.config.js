const js = require('@eslint/js');
const { defineConfig } = require('eslint/config');
const tseslint = require('typescript-eslint');
const noConcurrentStatements = require('./eslint/no-concurrent-statements.js');

/** Options of one rule do not add up over several blocks, so that each place gets its whole list. */
const restrictedProperties = (...groups) => ['error', ...groups.flat()];

const READING_THE_ENVIRONMENT = [
  {
    object: 'process',
    property: 'env',
    message:
      'Only src/env.ts reads the environment, once and checked: a setting that is read elsewhere has no form, no default and no page. Take it from env(), or as an option.',
  },
];
const PRINTING = ['stdout', 'stderr', 'exit', 'exitCode'].map((property) => ({
  object: 'process',
  property,
  message:
    'Only src/cli prints and sets the exit code: the rest of the package runs inside programs of other people. Return a value, throw a Problem, or take a callback.',
}));

module.exports = defineConfig(
  { ignores: ['dist/', 'coverage/', '.data/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      // A number in a template string is what a person meant to write.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Taking a property out of an object is how one leaves it behind.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
  },
  {
    // For the compiler alone: values and parameters that are there for their types.
    files: ['tests/**/types.ts'],
    rules: Object.fromEntries(
      ['no-unnecessary-type-parameters', 'no-unsafe-call', 'no-unsafe-member-access', 'no-unused-vars'].map(
        (rule) => [`@typescript-eslint/${rule}`, 'off'],
      ),
    ),
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        ...['process', 'node:process'].map((name) => ({
          name,
          message: 'Write process, so that the rules on its properties see what is taken from it.',
        })),
      ],
      'no-restricted-properties': restrictedProperties(READING_THE_ENVIRONMENT, PRINTING),
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(VariableDeclarator, :function) > Identifier[name="require"]',
          message:
            'Give it another name: compiled to CommonJS, an import() beside it would call it in place of its own require.',
        },
      ],
    },
  },
  {
    files: ['src/cli/**/*.ts'],
    rules: { 'no-restricted-properties': restrictedProperties(READING_THE_ENVIRONMENT) },
  },
  {
    files: [
      'src/env.ts',
      // What a child process is given and who called sudo: facts of this process, not settings of ours.
      'src/postgres/embedded/{account,process,run,watchdog}.ts',
    ],
    rules: { 'no-restricted-properties': restrictedProperties(PRINTING) },
  },
  {
    // npm tells in the environment how it was called, and psql is given ours.
    files: ['src/cli/{main,terminal}.ts', 'src/cli/{pg-dump,commands/psql}.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Whoever sets DATABASE_LOG asks for these lines.
    files: ['src/lib/db/query-log.ts'],
    rules: { 'no-restricted-properties': restrictedProperties(READING_THE_ENVIRONMENT) },
  },
  {
    // Whoever says closeOnSignal({ exit: true }) asks for that.
    files: ['src/lib/db/end/on-signal.ts'],
    rules: { 'no-restricted-properties': restrictedProperties(READING_THE_ENVIRONMENT) },
  },
  {
    files: ['knex/**/*.ts', 'examples/**/migrations/*.ts'],
    plugins: { keelson: { rules: { 'no-concurrent-statements': noConcurrentStatements } } },
    rules: {
      'keelson/no-concurrent-statements': 'error',
      // Knex's builders run when they are awaited, and not at all when that was forgotten.
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true, ignoreVoid: false }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!knex$)',
              message:
                'What a migration or seed imports changes while it must not: it has run already elsewhere. Write down here what it needs.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', __dirname: 'readonly', process: 'readonly' },
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', performance: 'readonly' } },
  },
);
