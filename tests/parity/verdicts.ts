import type { Identity } from '../../src/catalog/object.ts';
import type { Origin } from '../../src/parity/declared/model.ts';
import type { Location } from '../../src/parity/locate/location.ts';
import type { Difference, ShownObject, Undecided, Verdict } from '../../src/parity/verdict.ts';

/** A verdict that is made by hand: what is not given is empty. */
export function verdictOf(parts: Partial<Verdict> = {}): Verdict {
  const { differences = [], undecided = [] } = parts;
  return {
    agrees: differences.length + undecided.length === 0,
    differences,
    undecided,
    unmanaged: [],
    accepted: [],
    objects: [],
    compared: { schemas: ['auth'], objects: { table: 2, column: 9 }, facts: 41, roundTrips: 3 },
    ...parts,
  };
}

/** An identity: `['column', 'auth', 'users', 'email']`. */
export type Names = readonly [kind: string, schema: string | null, parent: string | null, name: string];

export function identityOf([kind, schema, parent, name]: Names): Identity {
  return { kind, schema, parent, name };
}

/** What a difference and something undecided have in common, as the comparer writes it. */
function about(names: Names, attribute: string) {
  const identity = identityOf(names);
  const { kind, schema, parent, name } = identity;
  return {
    identity,
    kind,
    attribute,
    code: `${kind}/${attribute}`.replaceAll(' ', '-'),
    object: [schema, parent, name].filter((part) => part !== null).join('.'),
    group: schema === null ? null : `${schema}.${parent ?? name}`,
    declared: undefined,
    live: undefined,
    origin: undefined,
  };
}

export function differenceOf(names: Names, attribute: string, parts: Partial<Difference> = {}): Difference {
  const common = about(names, attribute);
  return {
    ...common,
    message: `${common.object}: its ${attribute} differs`,
    fix: { schema: 'change the schema', migration: 'change the database' },
    ...parts,
  };
}

export function undecidedOf(names: Names, attribute: string, parts: Partial<Undecided> = {}): Undecided {
  return { ...about(names, attribute), reason: 'it could not be read', ...parts };
}

export function objectOf(names: Names, parts: Partial<ShownObject> = {}): ShownObject {
  return { identity: identityOf(names), inDatabase: true, inSchema: true, ...parts };
}

export const EMAIL: Names = ['column', 'auth', 'users', 'email'];
export const EMAIL_ORIGIN: Origin = { exported: 'users', property: 'email' };

/** Knows where one column is, and one index. */
export function locations(origin: Origin, name?: string): Location | undefined {
  if (name === 'users_email_idx') return { file: 'src/schema/users.ts', line: 36, column: 11 };
  return origin.exported === 'users' && origin.property === 'email'
    ? { file: 'src/schema/users.ts', line: 12, column: 5 }
    : undefined;
}

/** A difference that has everything. */
export const NOT_NULL: Difference = differenceOf(EMAIL, 'nullable', {
  declared: 'not null',
  live: 'nullable',
  message: 'auth.users.email: declared not null, in the database nullable',
  fix: {
    schema: 'take .notNull() away',
    migration: `// Fails where a row has no value: give it one first.
await knex.schema.withSchema('auth').alterTable('users', (table) => { table.dropNullable('email'); });`,
  },
  origin: EMAIL_ORIGIN,
});

/** Names that mean something to every format that they can end up in. */
export const HOSTILE = `</script><!--"'&%0A::error::\u{1b}[31m\u{202e}]]>\u{0}\n\${x}\``;
