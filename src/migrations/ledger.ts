import type { Client } from 'pg';
import { Problem } from '../problem.ts';

/** The record of deploys, in a schema of our own: Knex's table keeps its form, so that a stock Knex reads it. */
const MAKE = `
do $$ begin
  -- The lock of a deploy is that of one history; other histories of the database may be at the same point.
  perform pg_advisory_xact_lock(hashtextextended('keelson.deploys', 0));
  if to_regnamespace('keelson') is null then create schema keelson; end if;
  if not has_schema_privilege('public', 'keelson', 'usage') then grant usage on schema keelson to public; end if;
  if to_regclass('keelson.deploys') is null then
    create table keelson.deploys (
      id bigint generated always as identity primary key,
      history text not null,
      direction text not null check (direction in ('up', 'down', 'adopt')),
      outcome text not null default 'running' check (outcome in ('running', 'done', 'failed', 'died')),
      started_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz,
      role text not null default session_user,
      person text,
      host text,
      process integer,
      revision text,
      batch integer,
      takes_back bigint references keelson.deploys,
      facts bytea,
      error text
    );
    create table keelson.migrations (
      id bigint generated always as identity primary key,
      deploy bigint not null references keelson.deploys,
      history text not null,
      row integer not null,
      name text not null,
      checksum text not null,
      milliseconds double precision not null,
      applied_at timestamptz not null default now(),
      gone_at timestamptz,
      gone_by bigint references keelson.deploys
    );
    create unique index migrations_applied on keelson.migrations (history, name) where gone_at is null;
  end if;
end $$`;

const LAST = `
select id, direction, batch, outcome, started_at as "startedAt", ended_at as "endedAt", role, person, host, revision,
  array(select m.name from keelson.migrations m where m.deploy = d.id or m.gone_by = d.id order by m.id) as migrations
from keelson.deploys d where history = $1 and (direction = 'up' or $3) order by id desc limit $2`;

const DIED = `
update keelson.deploys set outcome = 'died', ended_at = clock_timestamp()
where history = $1 and outcome = 'running'`;

const LAST_DIED = `
select outcome = 'died' as died from keelson.deploys where history = $1 order by id desc limit 1`;

/** What a stock Knex has taken back is gone here too, even when it applied it again. */
const RECONCILE = (table: string): string => `
update keelson.migrations m set gone_at = clock_timestamp()
where m.history = $1 and m.gone_at is null and not exists (select from ${table} k where k.id = m.row)`;

const BEGIN = `
insert into keelson.deploys (history, direction, person, host, process, revision, batch, takes_back)
values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`;

const END = `update keelson.deploys set outcome = $2, error = $3, ended_at = clock_timestamp() where id = $1`;

const APPLIED = `
select m.name, m.checksum, m.deploy, d.batch, m.applied_at as "appliedAt"
from keelson.migrations m join keelson.deploys d on d.id = m.deploy
where m.history = $1 and m.gone_at is null order by m.id`;

/** A migration that was applied by a recorded deploy. */
export interface RecordedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly deploy: string;
  readonly batch: number | null;
}

/** A deploy, as it was recorded. */
export interface RecordedDeploy {
  readonly id: string;
  readonly direction: 'up' | 'down' | 'adopt';
  readonly batch: number | null;
  readonly outcome: 'running' | 'done' | 'failed' | 'died';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly role: string;
  readonly person: string | null;
  readonly host: string | null;
  readonly revision: string | null;
  /** What it applied or took back. */
  readonly migrations: readonly string[];
}

/** Who runs a deploy, from where and of what. */
export interface Author {
  readonly person: string | undefined;
  readonly host: string;
  readonly process: number;
  readonly revision: string | undefined;
}

/** The record of the deploys of one history table. */
export class Ledger {
  readonly #client: Client;
  readonly #history: string;

  constructor(client: Client, history: string) {
    this.#client = client;
    this.#history = history;
  }

  /** Makes its tables where they are not there, under the deploy's lock. */
  async make(): Promise<void> {
    if (await isThere(this.#client)) return;
    try {
      await this.#client.query(MAKE);
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error;
      throw await this.#refused(error as Error);
    }
  }

  async #refused(cause: Error): Promise<Problem> {
    const { rows } = await this.#client.query<{ role: string; present: boolean }>(
      `select quote_ident(current_user) as role, to_regnamespace('keelson') is not null as present`,
    );
    const { role = '', present = false } = rows[0] ?? {};
    return new Problem({
      code: 'migrations/no-ledger',
      what: `the tables that record deploys (schema keelson) cannot be made: ${cause.message}`,
      why: 'without them a rollback could not know what the last deploy did; no migration has been run',
      fix: `once, as the owner of ${present ? `the schema: grant usage, create on schema keelson to ${role}` : `the database: create schema keelson authorization ${role}`}`,
      cause,
    });
  }

  /** Closes what died, and forgets what a stock Knex took back. Says whether the last of all is one that died. */
  async reconcile(table: string): Promise<boolean> {
    await this.#client.query(DIED, [this.#history]);
    await this.#client.query(RECONCILE(table), [this.#history]);
    const { rows } = await this.#client.query<{ died: boolean }>(LAST_DIED, [this.#history]);
    return rows[0]?.died === true;
  }

  /** The newest first. */
  async lastDeploys(count: number): Promise<readonly RecordedDeploy[]> {
    return (await this.#client.query<RecordedDeploy>(LAST, [this.#history, count, false])).rows;
  }

  /** The last runs, ways back included, the newest first. */
  async lastRuns(count: number): Promise<readonly RecordedDeploy[]> {
    return (await this.#client.query<RecordedDeploy>(LAST, [this.#history, count, true])).rows;
  }

  /** Keeps what was true of the database before a deploy. */
  async keepFacts(deploy: string, facts: Buffer): Promise<void> {
    await this.#client.query('update keelson.deploys set facts = $2 where id = $1', [deploy, facts]);
  }

  async facts(deploy: string): Promise<Buffer | undefined> {
    const { rows } = await this.#client.query<{ facts: Buffer | null }>(
      'select facts from keelson.deploys where id = $1',
      [deploy],
    );
    return rows[0]?.facts ?? undefined;
  }

  async applied(): Promise<readonly RecordedMigration[]> {
    return (await this.#client.query<RecordedMigration>(APPLIED, [this.#history])).rows;
  }

  async begin(
    direction: 'up' | 'down' | 'adopt',
    { person, host, process, revision }: Author,
    { batch, takesBack }: { readonly batch?: number; readonly takesBack?: string },
  ): Promise<string> {
    const values = [person, host, process, revision, batch, takesBack];
    const { rows } = await this.#client.query<{ id: string }>(BEGIN, [
      this.#history,
      direction,
      ...values.map((value) => value ?? null),
    ]);
    return rows[0]?.id ?? '';
  }

  async end(deploy: string, outcome: 'done' | 'failed', error?: Error): Promise<void> {
    await this.#client.query(END, [deploy, outcome, error?.message ?? null]);
  }
}

/** Whether deploys are recorded in a database. */
export async function isThere(client: Pick<Client, 'query'>): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('keelson.deploys') is not null as present`,
  );
  return rows[0]?.present === true;
}
