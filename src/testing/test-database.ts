import { applyDatabaseSetting } from '../postgres/database-settings.ts';
import { connectionUrl } from '../postgres/connection-url.ts';
import { describeConnection, withSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { cloneDatabase, dropDatabase, readOpenConnections } from './database.ts';
import type { OpenConnection } from './database.ts';
import type { Maintenance } from './maintenance.ts';
import { newName } from './name.ts';
import { isFirst } from './once.ts';
import { findPrepared } from './prepared-template.ts';
import { onServer } from './server.ts';
import type { Session } from './session.ts';
import { sweep } from './sweep.ts';
import { findTemplate, requireTemplate } from './template.ts';
import type { Template } from './template.ts';
import { planTemplate } from './wanted-template.ts';
import type { TemplateOptions } from './wanted-template.ts';

/** What the database is to hold, and where it is to be. */
export interface TestDatabaseOptions extends TemplateOptions {
  /** False gives an empty database. */
  readonly migrate?: boolean;
  /** The URL of another server than that of the test run. */
  readonly server?: string;
  /** Told of each migration that is run; of none where they have been run before and nothing has changed since. */
  readonly onMigration?: (name: string) => void;
  /** Ends the migrating at a safe point. */
  readonly signal?: AbortSignal;
}

/** A database of its own, for one test file or one test. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /** For `createDb({ settings })` and all else here that connects. */
  readonly settings: ConnectionSettings;
  /** Drops it, whoever is still connected. Doing it twice is no error. */
  drop(): Promise<void>;
}

/** Makes a database that nobody else uses, migrated, and dropped when it is disposed of or when this process ends. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  return await onServer(options.server, async (session, maintenance) => {
    const { settings } = session;
    if (isFirst(`swept ${describeConnection(settings)}`)) await sweep(maintenance.client);
    const name = newName('test');
    await session.lease(maintenance, name);
    try {
      await fill(maintenance, settings, name, options);
    } catch (error) {
      await dropDatabase(maintenance.client, name).catch(() => undefined);
      await session.giveBack(maintenance, name).catch(() => undefined);
      throw error;
    }
    return new LeasedDatabase(session, name);
  });
}

const EMPTY: Template = { name: 'template0', settings: [] };

async function fill(
  maintenance: Maintenance,
  server: ConnectionSettings,
  name: string,
  options: TestDatabaseOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const template = options.migrate === false ? EMPTY : await migrated(maintenance, server, options);
    try {
      await cloneDatabase(maintenance, { name, template: template.name });
      for (const setting of template.settings) await applyDatabaseSetting(maintenance.client, name, setting);
      return;
    } catch (error) {
      // A week old, found by us and dropped by another run in the same moment.
      if ((error as { code?: string }).code !== '3D000' || attempt === 3) throw error;
    }
  }
}

async function migrated(
  maintenance: Maintenance,
  server: ConnectionSettings,
  options: TestDatabaseOptions,
): Promise<Template> {
  const isOfTheRun = options.server === undefined && options.loaded === undefined;
  const prepared = isOfTheRun ? findPrepared(options) : undefined;
  const found = prepared && (await findTemplate(maintenance.client, prepared));
  if (found !== undefined) return found;
  return await requireTemplate(maintenance, server, {
    ...(await planTemplate(maintenance, options)),
    ...(options.onMigration && { onStart: options.onMigration }),
    ...(options.signal && { signal: options.signal }),
  });
}

class LeasedDatabase implements TestDatabase {
  readonly settings: ConnectionSettings;
  readonly #session: Session;
  #dropping: Promise<void> | undefined;

  constructor(session: Session, name: string) {
    this.settings = withSettings(session.settings, { database: name });
    this.#session = session;
  }

  get name(): string {
    return this.settings.database;
  }

  /** Made when it is asked for, since it holds the password: what prints the object does not print it. */
  get url(): string {
    return connectionUrl(this.settings);
  }

  async drop(): Promise<void> {
    await (this.#dropping ??= this.#drop());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drop();
  }

  async #drop(): Promise<void> {
    await this.#session.run(async (maintenance) => {
      const { client } = maintenance;
      const open = await readOpenConnections(client, this.name);
      if (open.length > 0) warn(this.name, open);
      await dropDatabase(client, this.name);
      await this.#session.giveBack(maintenance, this.name);
    });
  }
}

/** Before they are cut off, since a pool that nobody listens to may end the process when that happens. */
function warn(name: string, open: readonly OpenConnection[]): void {
  const count = open.reduce((sum, one) => sum + one.count, 0);
  const programs = open.map((one) => `${one.application} (${one.count})`).join(', ');
  process.emitWarning(
    `the test database ${name} is dropped while ${count === 1 ? 'a connection is' : `${count} connections are`} open: ${programs}`,
    {
      type: 'KeelsonWarning',
      code: 'testing/open-connections',
      detail:
        'They are cut off now. fix: end every pool and client before the database is dropped (await pool.end())',
    },
  );
}
