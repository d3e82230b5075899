import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { closeDb, createDb, sql } from '../../src/index.ts';
import type { DbOptions, ReplicatedDb } from '../../src/index.ts';
import type { ScratchServer } from '../postgres/scratch-server.ts';
import { answer, Replicated } from '../postgres/standbys.ts';

export const things = pgTable('things', { id: integer().primaryKey(), name: text() });
export const schema = { things };
export type ThingsDb = ReplicatedDb<typeof schema>;

/** Which server answers: a column of a select. */
export const PORT = sql<number>`current_setting('port')::int`;

export const portOf = (server: ScratchServer): number => server.connection().port;

/** Which server a client reads from. */
export async function readFrom(client: Pick<ThingsDb, 'select'>): Promise<unknown> {
  const rows = await client.select({ port: PORT }).from(things).limit(1);
  return rows[0]?.port;
}

/** Whether it is this one. */
export async function isRoutedTo(server: ScratchServer, client: ThingsDb): Promise<boolean> {
  return (await readFrom(client)) === portOf(server);
}

/** A primary with a hundred things, a standby, and clients that are closed together. */
export class ReplicatedThings implements AsyncDisposable {
  readonly servers: Replicated;
  readonly primary: ScratchServer;
  readonly standby: ScratchServer;
  #open: ThingsDb[] = [];

  private constructor(servers: Replicated, standby: ScratchServer) {
    this.servers = servers;
    this.primary = servers.primary;
    this.standby = standby;
  }

  static async make(): Promise<ReplicatedThings> {
    const servers = await Replicated.make();
    const [standby] = servers.standbys as [ScratchServer];
    await answer(
      servers.primary.connection(),
      `create table things (id integer primary key, name text);
       insert into things select n, 'thing ' || n from generate_series(1, 100) as n;
       create sequence counter;
       create function write_one() returns integer language sql volatile as
         'insert into things values (-1) on conflict (id) do update set name = $$w$$ returning id'`,
    );
    await servers.catchUp();
    return new ReplicatedThings(servers, standby);
  }

  /** A client that looks often at its replica, and does not mind that the machine is slow. */
  db(more: Partial<DbOptions<typeof schema>> = {}): ThingsDb {
    const where = more.url === undefined ? { settings: this.primary.connection() } : {};
    const made = createDb({
      ...where,
      schema,
      replicas: [this.standby.connection()],
      replicaLimits: { checkMs: 50, patienceMs: 20_000, maxLagMs: 20_000 },
      ...more,
    });
    this.#open.push(made);
    return made;
  }

  /** Closes all clients. */
  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map(async (client) => closeDb(client)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    await this.servers[Symbol.asyncDispose]();
  }
}
