import { quoteLiteral } from '../../../postgres/identifier.ts';

/** A statement about the database that it is run in, whatever its name: `%I` stands for that. */
export function aboutDatabase(statement: string): string {
  const body = `BEGIN EXECUTE format(${quoteLiteral(statement)}, current_database()); END`;
  return `DO ${quoteLiteral(body)}`;
}

/** Text for such a statement, in which nothing else may stand for a name. */
export function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}
