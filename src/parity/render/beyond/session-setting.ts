import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { splitAt, unquoted } from '../printed-name.ts';

/** Settings that hold a list of names, which the catalogue keeps quoted. */
const LISTS: ReadonlySet<string> = new Set([
  ...['local_preload_libraries', 'search_path', 'session_preload_libraries', 'shared_preload_libraries'],
  ...['temp_tablespaces', 'unix_socket_directories', 'restrict_nonsystem_relation_kind'],
]);

/** `name TO value`, for SET, from an entry of the catalogue: `search_path="$user", public`. */
export function settingClause(name: string, value: string): string {
  const word = name.split('.').map(quoteIdentifier).join('.');
  const values = LISTS.has(name) ? splitAt(value, ',').map((entry) => unquoted(entry.trim())) : [value];
  return `${word} TO ${values.map((entry) => quoteLiteral(entry)).join(', ')}`;
}
