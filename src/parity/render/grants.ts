import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { routineKind } from './called.ts';
import { textFact, textsFact } from './facts.ts';
import { OWNER, readGrant } from './grant-line.ts';
import type { Grant } from './grant-line.ts';
import { nameOf, ownerOf } from './names.ts';
import { routineName } from './routine-name.ts';

/** What is granted on a new object of each kind, and how GRANT calls one. */
const KINDS: Readonly<Record<string, { on: (object: CatalogObject) => string; usual: readonly string[] }>> = {
  schema: { on: (schema) => `SCHEMA ${nameOf(schema)}`, usual: ['its owner: ALL'] },
  table: { on: relation, usual: ['its owner: ALL'] },
  view: { on: relation, usual: ['its owner: ALL'] },
  'materialized view': { on: relation, usual: ['its owner: ALL'] },
  'foreign table': { on: relation, usual: ['its owner: ALL'] },
  column: { on: (column) => `TABLE ${ownerOf(column)}`, usual: [] },
  sequence: { on: (sequence) => `SEQUENCE ${nameOf(sequence)}`, usual: ['its owner: ALL'] },
  ...Object.fromEntries(
    [
      ...['enum', 'domain', 'composite type', 'range type', 'multirange type'],
      ...['base type', 'shell type', 'implied type'],
    ].map((kind) => [kind, { on: type, usual: ['PUBLIC: USAGE', 'its owner: USAGE'] }]),
  ),
  function: {
    on: (routine) => `${routineKind(routine)} ${routineName(routine)}`,
    usual: ['PUBLIC: EXECUTE', 'its owner: EXECUTE'],
  },
  aggregate: {
    on: (aggregate) => `FUNCTION ${routineName(aggregate)}`,
    usual: ['PUBLIC: EXECUTE', 'its owner: EXECUTE'],
  },
  language: {
    on: (language) => `LANGUAGE ${nameOf(language)}`,
    usual: ['PUBLIC: USAGE', 'its owner: USAGE'],
  },
  'foreign data wrapper': {
    on: (wrapper) => `FOREIGN DATA WRAPPER ${nameOf(wrapper)}`,
    usual: ['its owner: USAGE'],
  },
  'foreign server': { on: (server) => `FOREIGN SERVER ${nameOf(server)}`, usual: ['its owner: USAGE'] },
};

/** What else has to be known to grant. */
export interface GrantsContext {
  /** The lines that hold now; what a new object of the kind has unless given. */
  readonly had?: readonly string[] | undefined;
  /** The role that owns it, where its own facts do not tell. */
  readonly owner?: string | undefined;
}

/** Lets the same roles use an object as its facts say, and no others. Where they say nothing of it, nothing is done. */
export function grantsOf(object: CatalogObject, { had, owner }: GrantsContext = {}): readonly string[] {
  const kind = KINDS[object.kind];
  if (kind === undefined || object.facts.grants === undefined) return [];
  return changeGrants({
    on: kind.on(object),
    column: object.kind === 'column' ? object.name : undefined,
    owner: textFact(object, 'owner') ?? owner,
    had: had ?? startingGrants(object, kind.usual),
    wanted: textsFact(object, 'grants'),
  });
}

/** Which privileges change, and on what. */
export interface GrantsChange {
  /** What stands after ON. */
  readonly on: string;
  /** The column, where the privileges are to one. */
  readonly column?: string | undefined;
  readonly owner?: string | undefined;
  readonly had: readonly string[];
  readonly wanted: readonly string[];
}

/** The statements that make the lines `wanted` of those that there are. */
export function changeGrants({ on, column, owner, had, wanted }: GrantsChange): readonly string[] {
  if (had.length === wanted.length && had.every((line) => wanted.includes(line))) return [];
  const of = column === undefined ? '' : ` (${quoteIdentifier(column)})`;
  const [before, after] = [had.map(readGrant), wanted.map(readGrant)];
  // What one role passed on goes with what it had itself: all is granted anew then.
  const isChained = [...before, ...after].some(({ grantor }) => grantor !== undefined);
  const isKept = ({ grantee }: Grant): boolean =>
    !isChained && had.every((line) => readGrant(line).grantee !== grantee || wanted.includes(line));
  const lost = new Set(before.filter((grant) => !isKept(grant)).map(({ grantee }) => grantee));
  const given = after.filter(
    (grant, index) => !isKept(grant) || lost.has(grant.grantee) || !had.includes(wanted[index] ?? ''),
  );
  const role = (name: string): string => (name === OWNER ? roleOf(owner) : name);
  return [
    ...[...lost].map(
      (grantee) => `REVOKE ALL${of} ON ${on} FROM ${role(grantee)}${isChained ? ' CASCADE' : ''}`,
    ),
    ...given
      .toSorted((one, other) => Number(one.grantor !== undefined) - Number(other.grantor !== undefined))
      .flatMap((grant) => as(grant.grantor, grantOf(grant))),
  ];

  function grantOf({ grantee, privileges, isGrantable }: Grant): string {
    const words = privileges
      .split(', ')
      .map((privilege) => `${privilege}${of}`)
      .join(', ');
    return `GRANT ${words} ON ${on} TO ${role(grantee)}${isGrantable ? ' WITH GRANT OPTION' : ''}`;
  }
}

/** A role of which nothing is known is the one that runs the statement: it owns what it makes. */
function roleOf(owner: string | undefined): string {
  return owner === undefined ? 'CURRENT_USER' : quoteIdentifier(owner);
}

/** Only who holds a privilege can be who granted it. */
function as(grantor: string | undefined, statement: string): readonly string[] {
  return grantor === undefined ? [statement] : [`SET ROLE ${grantor}`, statement, 'RESET ROLE'];
}

/** The schema public of a new database may be used by all. */
function startingGrants({ kind, name }: CatalogObject, usual: readonly string[]): readonly string[] {
  return kind === 'schema' && name === 'public' ? ['PUBLIC: USAGE', ...usual] : usual;
}

function relation(object: CatalogObject): string {
  return `TABLE ${nameOf(object)}`;
}

function type(object: CatalogObject): string {
  return `TYPE ${nameOf(object)}`;
}
