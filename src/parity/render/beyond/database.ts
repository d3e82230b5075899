import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../facts.ts';
import { changeGrants } from '../grants.ts';
import { aboutDatabase, escaped } from './current-database.ts';

const USUAL = ['PUBLIC: CONNECT, TEMPORARY', 'its owner: ALL'];

/**
 * Says of the database that it is run in what its facts say. How it sorts and encodes, and in which tablespace it is,
 * was decided when it was made.
 */
export function changeDatabase(
  database: CatalogObject,
  had: readonly string[] = USUAL,
  owner = textFact(database, 'owner'),
): readonly string[] {
  const { facts } = database;
  const comment = textFact(database, 'comment');
  const changes = [
    ...(typeof facts.owner === 'string'
      ? [`ALTER DATABASE %I OWNER TO ${escaped(quoteIdentifier(facts.owner))}`]
      : []),
    ...(typeof facts.connectionLimit === 'number'
      ? [`ALTER DATABASE %I CONNECTION LIMIT ${facts.connectionLimit}`]
      : []),
    ...(typeof facts.template === 'boolean' ? [`ALTER DATABASE %I IS_TEMPLATE ${facts.template}`] : []),
    ...(facts.comment === undefined
      ? []
      : [`COMMENT ON DATABASE %I IS ${comment === undefined ? 'NULL' : escaped(quoteLiteral(comment))}`]),
    ...(facts.grants === undefined
      ? []
      : changeGrants({ on: 'DATABASE \0', owner, had, wanted: textsFact(database, 'grants') }).map((one) =>
          escaped(one).replace('\0', '%I'),
        )),
  ];
  return changes.map(aboutDatabase);
}
