import type { CatalogObject, Identity } from '../catalog/object.ts';
import { Problem } from '../problem.ts';
import type { DeclaredObject } from './declared/model.ts';
import type { Declaration } from './declared/read.ts';

/** The namespaces to judge and what is declared in them. */
export interface Judged {
  readonly schemas: readonly string[];
  readonly declared: readonly DeclaredObject[];
  /** Those of them in which something that nobody declared is a difference: others are only referred to. */
  readonly own: ReadonlySet<string>;
}

/** Narrows a declaration to the namespaces that were asked for. */
export function judgedOf(
  { objects, schemas, ownSchemas }: Declaration,
  asked: readonly string[] | undefined,
): Judged {
  const judged = asked ?? schemas;
  const wanted = new Set(judged);
  return {
    schemas: judged,
    own: new Set(asked ?? ownSchemas),
    declared: objects.filter(
      ({ kind, schema, name }) => kind === 'role' || wanted.has(schema ?? (kind === 'schema' ? name : '')),
    ),
  };
}

/** What is to be judged without what is ignored; refused where nothing is left that could differ. */
export function withoutIgnored(judged: Judged, ignores: (identity: Identity) => boolean): Judged {
  const declared = judged.declared.filter((object) => !ignores(object));
  const isEmpty = (objects: readonly DeclaredObject[]): boolean =>
    objects.every(({ kind }) => kind === 'schema' || kind === 'role');
  if (isEmpty(declared) && !isEmpty(judged.declared)) {
    throw new Problem({
      code: 'parity/all-ignored',
      what: 'everything that the schema declares is to be ignored',
      why: 'a verdict on nothing would agree with every database',
      fix: 'ignore less: a pattern names objects of both sides',
    });
  }
  return { ...judged, declared };
}

/** Refuses to judge a database that has none of the namespaces: it is another one, or nothing was migrated. */
export function requireSchemas({ schemas, declared }: Judged, live: readonly CatalogObject[]): void {
  const there = new Set(live.filter(({ kind }) => kind === 'schema').map(({ name }) => name));
  const said = new Set(declared.map(({ schema, name, kind }) => (kind === 'schema' ? name : schema)));
  const unknown = schemas.filter((schema) => !there.has(schema) && !said.has(schema));
  if (unknown.length > 0) {
    throw new Problem({
      code: 'parity/no-such-schema',
      what: `neither the schema nor the database knows the namespace ${unknown.join(', ')}`,
      fix: 'name one that exists; the namespaces of the declarations are judged when none is named',
    });
  }
  if (schemas.length > 0 && !schemas.some((schema) => there.has(schema))) {
    throw new Problem({
      code: 'parity/nothing-there',
      what: `the database has no namespace ${schemas.join(', ')}, which the schema declares`,
      why: 'a verdict on a database without any of it would be a list of everything',
      fix: 'migrate it first (npm run db:migrate), or name the right database with --url',
    });
  }
}
