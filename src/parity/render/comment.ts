import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { textFact } from './facts.ts';
import { nameOf, ownerOf, qualified } from './names.ts';

/** How COMMENT calls an object of each kind. */
const CALLED: Readonly<Record<string, (object: CatalogObject) => string>> = {
  role: (role) => `ROLE ${nameOf(role)}`,
  schema: (schema) => `SCHEMA ${nameOf(schema)}`,
  enum: (type) => `TYPE ${nameOf(type)}`,
  sequence: (sequence) => `SEQUENCE ${nameOf(sequence)}`,
  table: (table) => `TABLE ${nameOf(table)}`,
  column: ({ schema, parent, name }) => `COLUMN ${qualified([schema, parent, name])}`,
  'primary key': constraint,
  unique: constraint,
  'foreign key': constraint,
  check: constraint,
  'exclusion constraint': constraint,
  'not null constraint': constraint,
  index: (index) => `INDEX ${nameOf(index)}`,
  view: (view) => `VIEW ${nameOf(view)}`,
  'materialized view': (view) => `MATERIALIZED VIEW ${nameOf(view)}`,
  policy: (policy) => `POLICY ${quoteIdentifier(policy.name)} ON ${ownerOf(policy)}`,
};

/** Writes down what is noted about an object, and about the index of a constraint. */
export function commentOn(object: CatalogObject): readonly string[] {
  const called = CALLED[object.kind]?.(object);
  return [
    ...note(called, textFact(object, 'comment')),
    ...note(`INDEX ${nameOf(object)}`, textFact(object, 'indexComment')),
  ];
}

function note(called: string | undefined, comment: string | undefined): readonly string[] {
  if (called === undefined || comment === undefined) return [];
  return [`COMMENT ON ${called} IS ${quoteLiteral(comment)}`];
}

function constraint(object: CatalogObject): string {
  return `CONSTRAINT ${quoteIdentifier(object.name)} ON ${ownerOf(object)}`;
}
