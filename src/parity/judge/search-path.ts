import type { Statement } from '../../catalog/batch.ts';
import type { Session } from '../../catalog/session.ts';

/** Names without a namespace mean what they mean to the application, but for what its session has made in passing. */
export function applicationPath({ searchPath }: Session): string {
  // Where it is not named it comes first. Were nothing before pg_temp, some functions would make that at once.
  const first = searchPath.toLowerCase().includes('pg_catalog') ? [] : ['pg_catalog'];
  return [...first, ...(searchPath === '' ? [] : [searchPath]), 'pg_temp'].join(', ');
}

/** The path under which Postgres prints every name in full. */
export const EMPTY_PATH = '';

/** A statement that sets the path until the transaction or savepoint ends. */
export function setPath(path: string): Statement {
  return { text: `SELECT set_config('search_path', $1, true)`, values: [path] };
}
