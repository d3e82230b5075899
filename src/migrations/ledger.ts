import type { Client } from 'pg';

const LAST = `
select id, direction, batch, outcome, started_at as "startedAt", ended_at as "endedAt", role, person, host, revision,
  array(select m.name from keelson.migrations m where m.deploy = d.id or m.gone_by = d.id order by m.id) as migrations
from keelson.deploys d where history = $1 and (direction = 'up' or $3) order by id desc limit $2`;

/** Closes what died, and forgets what a stock Knex has taken back, even when it applied it again. */
const RECONCILE = (table: string): string => `
with died as (
  update keelson.deploys set outcome = 'died', ended_at = clock_timestamp()
  where history = $1 and outcome = 'running'
)
update keelson.migrations m set gone_at = clock_timestamp()
where m.history = $1 and m.gone_at is null and not exists (select from ${table} k where k.id = m.row)`;

const BEGIN = `
insert into keelson.deploys (history, direction, person, host, process, revision, batch, takes_back, outcome, ended_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $9 = 'done' then clock_timestamp() end) returning id`;

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

  /** Closes what died, and forgets what a stock Knex took back. */
  async reconcile(table: string): Promise<void> {
    await this.#client.query(RECONCILE(table), [this.#history]);
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

  /** Notes a run that begins, or one that is done at once since there is nothing to do. */
  async begin(
    direction: 'up' | 'down' | 'adopt',
    { person, host, process, revision }: Author,
    {
      batch,
      takesBack,
      outcome = 'running',
    }: { readonly batch?: number; readonly takesBack?: string; readonly outcome?: 'running' | 'done' },
  ): Promise<string> {
    const values = [person, host, process, revision, batch, takesBack, outcome];
    const { rows } = await this.#client.query<{ id: string }>(BEGIN, [
      this.#history,
      direction,
      ...values.map((value) => value ?? null),
    ]);
    return rows[0]?.id ?? '';
  }

  async end(deploy: string, outcome: 'done' | 'failed', error?: Error): Promise<void> {
    // Waits for the disk, and so for everything before it.
    await this.#client.query(END, [deploy, outcome, error?.message ?? null]);
  }
}
