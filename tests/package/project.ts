import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './run.ts';

export const ROOT = path.resolve(__dirname, '..', '..');

/** A kind of TypeScript project that people have. */
export interface Kind {
  readonly name: string;
  readonly type: 'module' | 'commonjs';
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

export const KINDS: readonly Kind[] = [
  { name: 'ES modules', type: 'module', compilerOptions: { module: 'nodenext' } },
  { name: 'CommonJS', type: 'commonjs', compilerOptions: { module: 'nodenext' } },
  {
    name: 'a bundler',
    type: 'module',
    compilerOptions: { module: 'preserve', moduleResolution: 'bundler' },
  },
];

const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Readonly<Record<string, string>>;
};
/** A package in the version with which this repository is developed. */
export function developedWith(name: string): string {
  return `${name}@${devDependencies[name] ?? ''}`;
}

const PEERS = ['drizzle-orm', 'knex', 'pg', '@types/node'].map(developedWith);

/** Builds and packs what would be published, and returns the file. */
export async function packTarball(folder: string): Promise<string> {
  await mustRun('npm', ['pack', '--pack-destination', folder], { cwd: ROOT, seconds: 180 });
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (file === undefined) throw new Error(`npm pack has put nothing into ${folder}`);
  return path.join(folder, file);
}

/** A strict TypeScript project with nothing in it but the package, its peers and the app of this folder. */
export async function makeProject(
  folder: string,
  { type, compilerOptions }: Kind,
  tarball: string,
  peers: readonly string[] = PEERS,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeJson(path.join(folder, 'package.json'), { name: 'app', private: true, type });
  writeJson(path.join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'es2023',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      outDir: 'out',
      ...compilerOptions,
    },
    include: ['*.ts'],
  });
  cpSync(path.join(__dirname, 'app'), folder, { recursive: true });
  // Install scripts are off in many places: the package has to do without those of its dependencies.
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await mustRun('npm', ['install', ...quiet, tarball, ...peers], { cwd: folder, seconds: 180 });
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
