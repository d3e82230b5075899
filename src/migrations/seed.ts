import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { withClient } from '../postgres/client.ts';
import { explainConnectionError } from '../postgres/connection-error.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { readDatabaseEnvironment } from './database-environment.ts';
import { isSource, loadModule } from '../load-module.ts';
import { inSeedTransaction } from './seed-transaction.ts';
import type { LoadedSeed } from './seed-transaction.ts';
import { serverWords } from './server-words.ts';

export const SEED_MODES = ['dev', 'test', 'prod'] as const;
export type SeedMode = (typeof SEED_MODES)[number];

export interface SeedOptions {
  /** A knexfile's configuration; its seeds.directory is the folder of one mode, or of all of them. */
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  readonly mode: SeedMode;
  /** Called when a seed begins. */
  readonly onStart?: (name: string) => void;
}

/** A seed that has been run. */
export interface RanSeed {
  readonly name: string;
  readonly milliseconds: number;
}

/** Runs the seeds of a mode in the order of their numbers, all in one transaction: all of it or nothing. */
export async function seed({ config, connection, mode, onStart }: SeedOptions): Promise<readonly RanSeed[]> {
  const files = seedFiles(config, mode);
  await refuseProduction(connection, mode);
  const seeds = await loadSeeds(files);

  const ran: RanSeed[] = [];
  let running: string | undefined;
  try {
    await inSeedTransaction({ config, connection }, seeds, async (file, run) => {
      running = file;
      const { name } = path.parse(file);
      onStart?.(name);
      const start = performance.now();
      await run();
      ran.push({ name, milliseconds: performance.now() - start });
    });
  } catch (cause) {
    const explained = explainConnectionError(cause, connection);
    if (running === undefined || explained instanceof Problem) throw explained;
    throw new Problem({
      code: 'seeds/failed',
      what: `${shownPath(running)} failed: ${serverWords(cause)}`,
      why: 'all seeds run in one transaction, so the database is as it was before',
      fix: 'correct the seed (it must also work a second time: on conflict do nothing) and run the command again',
      cause,
    });
  }
  return Object.freeze(ran);
}

/** The seeds of a mode, 2_ before 10_. */
export function seedFiles(config: Knex.Config, mode: SeedMode): readonly string[] {
  const directory = seedFolder(config, mode);
  refuseNoFolder(directory, mode);
  return readdirSync(directory)
    .filter(isSource)
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .map((entry) => path.join(directory, entry));
}

/** Where the seeds of a mode are, whether the folder is there or not. */
export function seedFolder({ seeds }: Knex.Config, mode: SeedMode): string {
  const given = [seeds?.directory ?? './seeds'].flat().at(-1) ?? './seeds';
  const all = SEED_MODES.some((known) => known === path.basename(given)) ? path.dirname(given) : given;
  return path.join(all, mode);
}

function refuseNoFolder(directory: string, mode: SeedMode): void {
  if (existsSync(directory)) return;
  throw new Problem({
    code: 'seeds/no-folder',
    what: `there are no seeds for the mode ${mode}: the folder ${shownPath(directory)} does not exist`,
    fix: `put them there, or correct seeds.directory in the knexfile`,
  });
}

async function refuseProduction(connection: ConnectionSettings, mode: SeedMode): Promise<void> {
  const environment = await withClient(connection, async (client) => {
    await requireServerVersion(client);
    return mode === 'prod' ? undefined : await readDatabaseEnvironment(client);
  });
  if (environment !== 'production') return;
  throw new Problem({
    code: 'seeds/production',
    what: `the database ${connection.database} says that it is of production; seeds of the mode ${mode} are refused`,
    why: 'made-up users and sessions in production are a way in',
    fix: 'keelson seed --mode prod; if the database is not of production, keelson environment development says so',
  });
}

/** Loads seeds, and so finds what is wrong with them, without running any. */
export async function loadSeeds(files: readonly string[]): Promise<readonly LoadedSeed[]> {
  const seeds: LoadedSeed[] = [];
  for (const file of files) seeds.push({ file, seed: await loadSeed(file) });
  return seeds;
}

async function loadSeed(file: string): Promise<Knex.Seed['seed']> {
  const loaded = await loadModule(file, { code: 'seeds/does-not-load', why: 'no seed has been run' });
  const exported = loaded.seed ?? (loaded.default as { seed?: unknown } | undefined)?.seed;
  if (typeof exported === 'function') return exported as Knex.Seed['seed'];
  throw new Problem({
    code: 'seeds/no-seed',
    what: `${shownPath(file)} does not export seed`,
    why: 'no seed has been run',
    fix: 'export async function seed(knex) { … }',
  });
}
