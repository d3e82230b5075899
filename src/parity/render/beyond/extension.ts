import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';

/** Makes an extension in its namespace and version. `plpgsql` is there in a new database. */
export function createExtension(extension: CatalogObject): readonly string[] {
  const schema = textFact(extension, 'schema');
  const version = textFact(extension, 'version');
  return [
    [
      `CREATE EXTENSION ${extension.name === 'plpgsql' ? 'IF NOT EXISTS ' : ''}${nameOf(extension)}`,
      schema === undefined ? '' : ` SCHEMA ${quoteIdentifier(schema)}`,
      version === undefined ? '' : ` VERSION ${quoteLiteral(version)}`,
    ].join(''),
    // It brings a comment of its own.
    ...(extension.facts.comment === null ? [`COMMENT ON EXTENSION ${nameOf(extension)} IS NULL`] : []),
  ];
}
