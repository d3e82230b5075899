import type { CatalogObject, Fact } from '../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { settingClause } from './beyond/session-setting.ts';
import { textFact, textsFact } from './facts.ts';
import { optionOf } from './generic-options.ts';
import { cutAt } from './printed-name.ts';

const WORDS = {
  createDb: 'CREATEDB',
  createRole: 'CREATEROLE',
  inherit: 'INHERIT',
  superuser: 'SUPERUSER',
  login: 'LOGIN',
  replication: 'REPLICATION',
  bypassRls: 'BYPASSRLS',
};

/** Makes a role. What is not said of it is as Postgres has it. */
export function createRole(role: CatalogObject): readonly string[] {
  const { name, facts } = role;
  const words = Object.entries(WORDS)
    .filter(([fact]) => typeof facts[fact] === 'boolean' && !isUsual(fact, facts[fact]))
    .map(([fact, word]) => ` ${facts[fact] === true ? '' : 'NO'}${word}`);
  const until = textFact(role, 'validUntil');
  const limit = facts.connectionLimit;
  return [
    [
      `CREATE ROLE ${quoteIdentifier(name)}${words.join('')}`,
      typeof limit === 'number' && limit !== -1 ? ` CONNECTION LIMIT ${limit}` : '',
      until === undefined ? '' : ` VALID UNTIL ${quoteLiteral(until)}`,
    ].join(''),
    ...textsFact(role, 'memberOf').map((entry) => grantMembership(role, entry)),
    ...textsFact(role, 'settings').map((entry) => setSetting(role, entry)),
  ];
}

/** The same where there is no such role yet: it is the whole server's, and is left as another database has it. */
export function createMissingRole(role: CatalogObject): readonly string[] {
  const comment = textFact(role, 'comment');
  const statements = [
    ...createRole(role),
    ...(comment === undefined
      ? []
      : [`COMMENT ON ROLE ${quoteIdentifier(role.name)} IS ${quoteLiteral(comment)}`]),
  ];
  const body = `BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role.name)}) THEN
${statements.map((statement) => `    ${statement};\n`).join('')}  END IF;
END`;
  return [`DO ${quoteLiteral(body)}`];
}

/** Makes a role a member of the roles that it is to be a member of, and of no others. */
export function changeMemberships(wanted: CatalogObject, live: CatalogObject): readonly string[] {
  const [one, other] = [textsFact(wanted, 'memberOf'), textsFact(live, 'memberOf')];
  return [
    ...other
      .filter((entry) => !one.includes(entry))
      .map((entry) => `REVOKE ${quoted(entry)[0]} FROM ${quoteIdentifier(wanted.name)}`),
    ...one.filter((entry) => !other.includes(entry)).map((entry) => grantMembership(wanted, entry)),
  ];
}

/** Changes what its sessions begin with, in all databases. */
export function changeSettings(wanted: CatalogObject, live: CatalogObject): readonly string[] {
  const [one, other] = [textsFact(wanted, 'settings'), textsFact(live, 'settings')];
  const names = new Set(one.map((entry) => optionOf(entry).name));
  return [
    ...other
      .map((entry) => optionOf(entry).name)
      .filter((name) => !names.has(name))
      .map(
        (name) =>
          `ALTER ROLE ${quoteIdentifier(wanted.name)} RESET ${name.split('.').map(quoteIdentifier).join('.')}`,
      ),
    ...one.filter((entry) => !other.includes(entry)).map((entry) => setSetting(wanted, entry)),
  ];
}

function setSetting(role: CatalogObject, entry: string): string {
  const { name, value } = optionOf(entry);
  return `ALTER ROLE ${quoteIdentifier(role.name)} SET ${settingClause(name, value)}`;
}

/** The names of the roles that one is a member of: they have to be there before it. */
export function groupsOf(role: CatalogObject): readonly string[] {
  return textsFact(role, 'memberOf').map((entry) => quoted(entry)[0]);
}

/** Those words that a drawn up schema says are printed always; the others only where they make a difference. */
function isUsual(fact: string, value: Fact | undefined): boolean {
  return !['createDb', 'createRole', 'inherit'].includes(fact) && value === false;
}

/** `boss admin inherit set by owner`: who grants it is whoever runs the statement. */
function grantMembership(role: CatalogObject, entry: string): string {
  const [group, rest] = quoted(entry);
  const words = rest.split(' by ')[0]?.split(' ') ?? [];
  const options = [
    ...(words.includes('admin') ? ['ADMIN OPTION'] : []),
    // Before Postgres 16 the member decides about the one, and has the other in any case.
    ...(words.includes('set') ? [] : ['SET FALSE']),
    // Unless said, it is as the member has it with all others.
    ...(words.includes('inherit') === (role.facts.inherit !== false)
      ? []
      : [`INHERIT ${words.includes('inherit') ? 'TRUE' : 'FALSE'}`]),
  ];
  return `GRANT ${group} TO ${quoteIdentifier(role.name)}${options.length === 0 ? '' : ` WITH ${options.join(', ')}`}`;
}

function quoted(entry: string): readonly [name: string, rest: string] {
  return cutAt(entry, ' ') ?? [entry, ''];
}
