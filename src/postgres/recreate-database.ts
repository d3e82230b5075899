import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { onServer } from './database.ts';
import { applyDatabaseSetting, readDatabaseSettings } from './database-settings.ts';
import { quoteIdentifier, quoteLiteral } from './identifier.ts';
import type { ConnectionSettings } from './settings.ts';

/** A row of pg_database as JSON, since the names of its locale columns differ between versions. */
const PROPERTIES = `
  select pg_get_userbyid(d.datdba) as owner, pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collate,
         d.datctype as ctype, d.datlocprovider as provider,
         coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale
  from pg_database d where d.datname = $1`;

/** Who may connect, when that is not as it is by default. */
const GRANTS = `
  select r.rolname as role, a.privilege_type as privilege, a.is_grantable as grantable
  from pg_database d
  cross join aclexplode(d.datacl) a
  left join pg_roles r on r.oid = a.grantee
  where d.datname = $1
  order by 1, 2`;

interface DatabaseProperties {
  readonly owner: string;
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  readonly provider: string;
  readonly locale: string | null;
}

/**
 * Puts an empty database in the place of this one, with the same owner, encoding, locale, settings and grants.
 * The new one is made before the old one is dropped, so that a role that may drop but not make loses nothing.
 * Gives the names of the settings that only a superuser could have kept.
 */
export async function recreateDatabase(settings: ConnectionSettings): Promise<readonly string[]> {
  const { database } = settings;
  const fresh = `keelson_new_${randomBytes(6).toString('hex')}`;
  return await onServer(settings, async (client) => {
    const { rows } = await client.query<DatabaseProperties>(PROPERTIES, [database]);
    const { rows: template } = await client.query<DatabaseProperties>(PROPERTIES, ['template1']);
    const options = rows[0] === undefined ? '' : creationOptions(rows[0], template[0]);
    await client.query(`create database ${quoteIdentifier(fresh)} ${options}`);
    const lost = await withoutRemains(client, fresh, async () => {
      const lost = await copySettings(client, database, fresh);
      await copyGrants(client, database, fresh);
      await client.query(`drop database if exists ${quoteIdentifier(database)} with (force)`);
      return lost;
    });
    await client.query(`alter database ${quoteIdentifier(fresh)} rename to ${quoteIdentifier(database)}`);
    return lost;
  });
}

/** Drops the new database when what is to come before it takes the old one's place fails. */
async function withoutRemains<Result>(
  client: Client,
  fresh: string,
  prepare: () => Promise<Result>,
): Promise<Result> {
  try {
    return await prepare();
  } catch (error) {
    await client.query(`drop database if exists ${quoteIdentifier(fresh)}`).catch(() => undefined);
    throw error;
  }
}

function creationOptions(wanted: DatabaseProperties, template: DatabaseProperties | undefined): string {
  const owner = `owner ${quoteIdentifier(wanted.owner)}`;
  const { owner: _wantedOwner, ...locale } = wanted;
  const { owner: _templateOwner, ...templateLocale } = template ?? wanted;
  if (JSON.stringify(locale) === JSON.stringify(templateLocale)) return owner;
  const provider = { c: 'libc', i: 'icu', b: 'builtin' }[wanted.provider] ?? 'libc';
  return [
    owner,
    'template template0',
    `encoding ${quoteLiteral(wanted.encoding)}`,
    `lc_collate ${quoteLiteral(wanted.collate)}`,
    `lc_ctype ${quoteLiteral(wanted.ctype)}`,
    `locale_provider ${provider}`,
    ...(wanted.locale === null
      ? []
      : [`${provider === 'icu' ? 'icu_locale' : 'builtin_locale'} ${quoteLiteral(wanted.locale)}`]),
  ].join(' ');
}

async function copySettings(client: Client, from: string, to: string): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const setting of await readDatabaseSettings(client, from)) {
    try {
      await applyDatabaseSetting(client, to, setting);
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error;
      lost.push(setting.role === null ? setting.name : `${setting.name} of the role ${setting.role}`);
    }
  }
  return lost;
}

async function copyGrants(client: Client, from: string, to: string): Promise<void> {
  const { rows } = await client.query<{ role: string | null; privilege: string; grantable: boolean }>(
    GRANTS,
    [from],
  );
  if (rows.length > 0) await client.query(`revoke all on database ${quoteIdentifier(to)} from public`);
  for (const { role, privilege, grantable } of rows) {
    const grantee = role === null ? 'public' : quoteIdentifier(role);
    await client.query(
      `grant ${privilege} on database ${quoteIdentifier(to)} to ${grantee}${grantable ? ' with grant option' : ''}`,
    );
  }
}
