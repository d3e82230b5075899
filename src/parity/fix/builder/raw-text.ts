import { quoteLiteral } from '../../../postgres/identifier.ts';
import { quoted } from '../code.ts';

/** A statement as `knex.raw` is given it: to Knex a question mark is a binding, unless a backslash is before it. */
export function rawText(statement: string): string {
  if (!isPutTogether(statement)) return quoted(statement.replaceAll('?', '\\?'));
  // It takes any number of backslashes before one for its own, so that Postgres has to put the statement together.
  let mark = 'QUESTION_MARK';
  while (statement.includes(mark)) mark += '_';
  const text = quoteLiteral(statement.replaceAll('?', mark)).trim();
  const body = `BEGIN EXECUTE replace(${text}, ${quoteLiteral(mark)}, chr(63)); END`;
  return quoted(`DO ${quoteLiteral(body).trim()}`);
}

/** Whether Knex could not send a statement as it is. */
export function isPutTogether(statement: string): boolean {
  return statement.includes('\\?');
}
