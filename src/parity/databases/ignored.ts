import type { Identity } from '../../catalog/object.ts';
import { Problem } from '../../problem.ts';

/** What is not to be compared: all objects, or one fact of them, that match in everything that is given. */
export interface Ignored {
  readonly kind?: string;
  /** The namespace, itself and all that it holds. */
  readonly schema?: string;
  /** The table, view, type or domain that it belongs to. */
  readonly parent?: string;
  readonly name?: string;
  /** One fact of them: `owner`, `comment`. Without it they are left out as a whole. */
  readonly attribute?: string;
}

/** What this package and Knex write down about migrations: databases of different age differ in it rightly. */
export const BOOKKEEPING: readonly Ignored[] = [
  { schema: 'keelson' },
  { schema: 'keelson_kept' },
  ...['knex_migrations', 'knex_migrations_lock'].flatMap((name) => [
    { kind: 'table', name },
    { parent: name },
  ]),
  { kind: 'sequence', name: 'knex_migrations_id_seq' },
  { kind: 'sequence', name: 'knex_migrations_lock_index_seq' },
];

/** What is ignored, asked object by object and fact by fact. */
export interface Ignoring {
  ignores(identity: Identity, attribute?: string): boolean;
}

/** Refuses an entry that says nothing: it would ignore everything. */
export function ignoring(entries: readonly Ignored[]): Ignoring {
  if (entries.some((entry) => Object.values(entry).every((value) => value === undefined))) {
    throw new Problem({
      code: 'parity/ignores-all',
      what: 'an entry of `ignore` is empty',
      why: 'it would match every object, and any two databases would agree',
      fix: 'say what it is to match: a kind, a schema, a parent, a name or an attribute',
    });
  }
  const whole = entries.filter(({ attribute }) => attribute === undefined);
  const partial = entries.filter(({ attribute }) => attribute !== undefined);
  return {
    ignores: (identity, attribute) =>
      attribute === undefined
        ? whole.some((entry) => matches(entry, identity))
        : partial.some((entry) => entry.attribute === attribute && matches(entry, identity)),
  };
}

function matches({ kind, schema, parent, name }: Ignored, identity: Identity): boolean {
  return (
    (kind === undefined || identity.kind === kind) &&
    (schema === undefined || namespaceOf(identity) === schema) &&
    (parent === undefined || identity.parent === parent) &&
    (name === undefined || identity.name === name)
  );
}

/** The namespace that an object lives in, or is. */
export function namespaceOf({ kind, schema, name }: Identity): string | null {
  return kind === 'schema' ? name : schema;
}
