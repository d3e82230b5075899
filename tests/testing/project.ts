import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './server.ts';

/** A project with a knexfile and one migration, whose runs are counted. */
export class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'keelson-project-'));
  readonly name = path.basename(this.folder);
  readonly knexfile: string;
  readonly #runs = path.join(this.folder, 'runs.txt');

  constructor() {
    this.knexfile = this.write(
      'knexfile.cjs',
      `module.exports = { client: 'pg', migrations: { directory: './migrations' } };`,
    );
    // Its own, so that no other test shares the template.
    this.migration('1_first.cjs', `create table first (project text default '${this.name}')`);
  }

  /** Writes a migration that runs some SQL. */
  migration(name: string, sql: string): void {
    this.write(
      `migrations/${name}`,
      `exports.up = async (knex) => {
         require('node:fs').appendFileSync(${JSON.stringify(this.#runs)}, '${name}\\n');
         await knex.raw(${JSON.stringify(sql)});
         if (process.env.HANG) await new Promise(() => setInterval(() => undefined, 1000));
       };
       exports.down = async () => undefined;`,
    );
  }

  /** The migrations that have run, once for each time. */
  get runs(): string[] {
    if (!existsSync(this.#runs)) return [];
    return readFileSync(this.#runs, 'utf8').trim().split('\n');
  }

  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Its templates on the server of this run, which name the project in their comment. */
  async templates(): Promise<string[]> {
    const rows = await ask<{ name: string }>(
      `select datname as name from pg_database
        where datname like 'keelson_template_%' and shobj_description(oid, 'pg_database') like $1 order by 1`,
      [`% of ${this.name} from %`],
    );
    return rows.map(({ name }) => name);
  }

  /** Makes a template look as if it had been used last so many days ago. */
  async lastUsed(template: string, days: number): Promise<void> {
    const [row] = await ask<{ day: string }>('select (current_date - $1::int)::text as day', [days]);
    await ask(
      `comment on database "${template}" is 'test databases of ${this.name} from this one; last used ${row?.day ?? ''}'`,
    );
  }

  /** The database in which its first migration runs at this moment. */
  async building(): Promise<string> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const [row] = await ask<{ name: string }>(
        `select datname as name from pg_stat_activity where datname like 'keelson_building_%' and query like $1`,
        [`%create table first%${this.name}%`],
      );
      if (row !== undefined) return row.name;
      await sleep(50);
    }
    throw new Error('no migration of the project runs');
  }

  /** Removes it, and its templates, which would stay for a week. */
  async forget(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    for (const template of await this.templates()) {
      await ask(`alter database "${template}" with is_template false`);
      await ask(`drop database "${template}"`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.forget();
  }
}
