/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/**
 * TypeScript straight from source; types are checked by `npm run check`. Imports stay as they are written, with the
 * ending of the file that exists: a global setup is loaded by Node itself, which knows no mapping of names.
 */
const compilerOptions = {
  target: 'es2023',
  module: 'commonjs',
  moduleResolution: 'bundler',
  esModuleInterop: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: false,
};

const typescript: Config = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: compilerOptions, diagnostics: false }] },
};

const config: Config = {
  // The second one writes down the totals where a script asks for them.
  reporters: ['default', '<rootDir>/scripts/totals-reporter.cjs'],
  // Many tests run commands as processes, and a machine may be busy: how long one takes says nothing here.
  testTimeout: 120_000,
  // Half of the time is waited for a server and for commands, so that a small machine has room for as many as it has cores.
  maxWorkers: '100%',
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      roots: ['<rootDir>/src', '<rootDir>/eslint', '<rootDir>/tests/architecture'],
      testMatch: ['**/*.test.ts'],
    },
    {
      ...typescript,
      displayName: 'database',
      roots: ['<rootDir>/tests'],
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/tests/architecture/'],
      // Only when a test of this project is selected: the unit tests need nothing.
      globalSetup: '<rootDir>/tests/global-setup.ts',
      globalTeardown: '<rootDir>/tests/global-teardown.ts',
    },
  ],
};

// Not `export default`: Node itself loads this file where it can, and it is CommonJS.
module.exports = config;
