import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { migrate, seed } from '../migrations/index.ts';
import { readDatabaseSettings } from '../postgres/database-settings.ts';
import type { DatabaseSetting } from '../postgres/database-settings.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import { withSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { cloneDatabase, dropTemplate } from './database.ts';
import { giveBackLease, takeLease } from './lease.ts';
import type { Maintenance } from './maintenance.ts';
import { newName } from './name.ts';
import type { TemplatePlan, WantedTemplate } from './wanted-template.ts';

/** What is to be made, for somebody who wants to know how it goes. */
interface Order extends TemplatePlan {
  readonly onStart?: (name: string) => void;
  readonly signal?: AbortSignal;
}

/** A migrated database that is cloned, never connected to. */
export interface Template {
  readonly name: string;
  readonly settings: readonly DatabaseSetting[];
}

const FIND = `
  select s.description as comment, current_date::text as today,
         exists (select from pg_db_role_setting where setdatabase = d.oid) as "hasSettings"
    from pg_database d
    left join pg_shdescription s on s.objoid = d.oid and s.classoid = 'pg_database'::regclass
   where d.datname = $1 and d.datistemplate and not d.datallowconn`;

const POLL_MS = 50;
const PATIENCE_MS = 10 * 60_000;

/** Finds the template that a project wants, or makes it. */
export async function requireTemplate(
  maintenance: Maintenance,
  server: ConnectionSettings,
  plan: Order,
): Promise<Template> {
  const { client } = maintenance;
  const found = await findTemplate(client, plan);
  if (found !== undefined) return found;
  await awaitTurn(client, plan.name);
  try {
    // Whoever had the turn before us wanted the same one.
    return (await findTemplate(client, plan)) ?? (await makeTemplate(maintenance, server, plan));
  } finally {
    await giveBackLease(client, plan.name);
  }
}

/** Finds a template that is complete. */
export async function findTemplate(
  client: Client,
  { name, project }: WantedTemplate,
): Promise<Template | undefined> {
  const { rows } = await client.query<{
    comment: string | null;
    today: string;
    hasSettings: boolean;
  }>(FIND, [name]);
  const row = rows[0];
  if (row === undefined) return undefined;
  if (lastUse(row.comment) !== row.today) {
    // Once a day. When two processes do it in the same moment one of them fails, and the day is written all the same.
    await client.query(noteUse(name, project, row.today)).catch(() => undefined);
  }
  return { name, settings: row.hasSettings ? await readDatabaseSettings(client, name) : [] };
}

/** When a template was used last, by its comment. */
export function lastUse(comment: string | null): string | undefined {
  return /; last used (\d{4}-\d{2}-\d{2})$/.exec(comment ?? '')?.[1];
}

function noteUse(name: string, project: string, today: string): string {
  const comment = `Keelson clones test databases of ${project} from this one; last used ${today}`;
  return `comment on database ${quoteIdentifier(name)} is ${quoteLiteral(comment)}`;
}

/** Asked again and again, so that waiting can end; a session that waits in the server cannot be talked to. */
async function awaitTurn(client: Client, name: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await takeLease(client, name))) {
    if (Date.now() > deadline) {
      throw new Problem({
        code: 'testing/template-not-ready',
        what: `another process has been migrating the template ${name} for more than ${PATIENCE_MS / 60_000} minutes`,
        why: 'test databases are cloned from it',
        fix: 'look what that process waits for (select * from pg_stat_activity), or end it',
      });
    }
    await sleep(POLL_MS);
  }
}

/** Migrates a database under another name, and gives it this one when it is complete. */
async function makeTemplate(
  maintenance: Maintenance,
  server: ConnectionSettings,
  plan: Order,
): Promise<Template> {
  const { client } = maintenance;
  const building = newName('building');
  await takeLease(client, building);
  try {
    await cloneDatabase(maintenance, { name: building, template: 'template0' });
    await fillTemplate(withSettings(server, { database: building }), plan);
    const quoted = quoteIdentifier(building);
    await client.query(noteUse(building, plan.project, await readToday(client)));
    await client.query(`alter database ${quoted} with is_template true allow_connections false`);
    await client.query(`alter database ${quoted} rename to ${quoteIdentifier(plan.name)}`);
  } catch (error) {
    // What cannot be dropped now is dropped by a later sweep.
    await dropTemplate(client, building).catch(() => undefined);
    // Whoever came by another database of the server did not see our turn. What they made is as good.
    if ((error as { code?: string }).code !== DUPLICATE_DATABASE) throw error;
  } finally {
    await giveBackLease(client, building);
  }
  const made = await findTemplate(client, plan);
  if (made === undefined) throw new Error(`the template ${plan.name} was dropped as soon as it was made`);
  return made;
}

const DUPLICATE_DATABASE = '42P04';

async function fillTemplate(
  connection: ConnectionSettings,
  { config, mode, onStart, signal }: Order,
): Promise<void> {
  await migrate({ config, connection, ...(onStart && { onStart }), ...(signal && { signal }) });
  if (mode !== undefined) await seed({ config, connection, mode });
}

async function readToday(client: Client): Promise<string> {
  const { rows } = await client.query<{ today: string }>('select current_date::text as today');
  return rows[0]?.today ?? '';
}
