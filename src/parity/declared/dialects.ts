import { entityKinds } from './entity.ts';

/** Another database that Drizzle serves. */
export interface Dialect {
  readonly name: string;
  readonly module: string;
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  MySql: { name: 'MySQL', module: 'drizzle-orm/mysql-core' },
  SQLite: { name: 'SQLite', module: 'drizzle-orm/sqlite-core' },
  SingleStore: { name: 'SingleStore', module: 'drizzle-orm/singlestore-core' },
  MsSql: { name: 'SQL Server', module: 'drizzle-orm/mssql-core' },
  Cockroach: { name: 'CockroachDB', module: 'drizzle-orm/cockroach-core' },
  Gel: { name: 'Gel', module: 'drizzle-orm/gel-core' },
};

/** The database that an object of Drizzle's is for, when it is not Postgres. */
export function foreignDialect(value: unknown): Dialect | undefined {
  const kinds = entityKinds(value);
  const prefix = Object.keys(DIALECTS).find((start) => kinds.some((kind) => kind.startsWith(start)));
  return prefix === undefined ? undefined : DIALECTS[prefix];
}
