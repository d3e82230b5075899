import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { applyOne } from '../../src/migrations/apply-one.ts';
import { probing } from '../../src/migrations/probe/probing.ts';
import type { ProbedStatement } from '../../src/migrations/probe/probed.ts';
import { isTransactional } from '../../src/migrations/run-migration.ts';
import type { LoadedMigration } from '../../src/migrations/run-migration.ts';
import { withMigrationSession } from '../../src/migrations/session/session.ts';
import type { MigrationSession } from '../../src/migrations/session/session.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

/** What a migration does, and whether in a transaction. */
export interface Try {
  readonly up: (knex: Knex) => Promise<void>;
  readonly transaction?: boolean;
  /** What is there besides the base. */
  readonly setup?: string;
  /** Whether it goes on from where the one before it ended. */
  readonly onTop?: boolean;
}

export interface LintScene {
  readonly client: Client;
  /** Where the database is, for another session. */
  readonly url: string;
  readonly session: MigrationSession;
  /** Makes the base anew and runs a migration on it through the engine. */
  run(one: Try): Promise<Ran>;
}

export interface Ran {
  readonly statements: readonly ProbedStatement[];
  readonly isTransactional: boolean;
  /** What the migration failed with. */
  readonly error: unknown;
}

/** One database and one session for all that a test file tries; `base` makes the namespace app anew. */
export async function withLintScene(base: string, use: (scene: LintScene) => Promise<void>): Promise<void> {
  await using database = await createTestDatabase({ migrate: false });
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-lint-'));
  const file = path.join(folder, '1_it.js');
  writeFileSync(file, '// what is run is given as a function');
  let number = 0;
  try {
    await withMigrationSession(
      {
        config: { client: 'pg', migrations: { directory: folder, schemaName: 'public' } },
        connection: database.settings,
        lockTimeout: 1000,
      },
      async (session) => {
        const { client, ledger } = session;
        const deploy = await ledger.begin(
          'up',
          { person: undefined, host: 'here', process: 1, revision: undefined },
          { batch: 1 },
        );
        await use({
          client,
          url: database.url,
          session,
          run: async ({ up, transaction = true, setup = '', onTop = false }) => {
            if (!onTop) {
              await client.query('drop schema if exists app, shop cascade; create schema app');
              await client.query(`${base};\n${setup}`);
            }
            number += 1;
            const loaded: LoadedMigration = {
              name: `${number}_it`,
              file,
              migration: { up, down: () => Promise.resolve(), config: { transaction } } as Knex.Migration,
            };
            let error: unknown;
            const { statements } = await probing(session, async () => {
              await applyOne(session, loaded, { deploy, batch: 1, restored: undefined }).catch(
                (cause: unknown) => {
                  error = (cause as Error).cause ?? cause;
                },
              );
            });
            return { statements, isTransactional: isTransactional(loaded, session.config), error };
          },
        });
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The scene for the tests of a file, from before the first to after the last. */
export function lintSceneForFile(base: string): {
  readonly run: LintScene['run'];
  readonly here: () => LintScene;
} {
  let scene: LintScene | undefined;
  let end: () => void = () => undefined;
  let done: Promise<void> | undefined;
  beforeAll(async () => {
    await new Promise<void>((ready, fail) => {
      done = withLintScene(base, async (made) => {
        scene = made;
        ready();
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      });
      done.catch(fail);
    });
  });
  afterAll(async () => {
    end();
    await done;
  });
  const here = (): LintScene => {
    if (scene === undefined) throw new Error('the scene is set before the first test');
    return scene;
  };
  return { here, run: async (one) => await here().run(one) };
}
