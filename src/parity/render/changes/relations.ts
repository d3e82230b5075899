import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { listFact, textFact, textsFact } from '../facts.ts';
import { nameOf, ownerOf, qualified, word } from '../names.ts';
import { made } from './change.ts';
import type { Changes } from './change.ts';
import { changeOptions, changeParameters } from './parameters.ts';

const TOAST: Changes = {
  toastOptions: (wanted, live) =>
    changeParameters(`ALTER TABLE ${nameOf(wanted)}`, {
      wanted,
      live,
      fact: 'toastOptions',
      prefix: 'toast.',
    }),
  // One that is an index is set by that index.
  replicaIdentity: (wanted) => {
    const identity = textFact(wanted, 'replicaIdentity') ?? 'default';
    return identity === 'index'
      ? []
      : [`ALTER TABLE ${nameOf(wanted)} REPLICA IDENTITY ${identity.toUpperCase()}`];
  },
};

/** Facts of tables beyond their columns and constraints. */
export const TABLE: Changes = {
  ...TOAST,
  unlogged: (wanted) => [
    `ALTER TABLE ${nameOf(wanted)} SET ${wanted.facts.unlogged === true ? 'UNLOGGED' : 'LOGGED'}`,
  ],
  tablespace: (wanted) => [
    `ALTER TABLE ${nameOf(wanted)} SET TABLESPACE ${quoteIdentifier(textFact(wanted, 'tablespace') ?? 'pg_default')}`,
  ],
  accessMethod: (wanted) => [
    `ALTER TABLE ${nameOf(wanted)} SET ACCESS METHOD ${word(textFact(wanted, 'accessMethod') ?? 'heap')}`,
  ],
  options: (wanted, live) =>
    changeParameters(`ALTER TABLE ${nameOf(wanted)}`, { wanted, live, fact: 'options' }),
  ofType: (wanted) => {
    const type = textsFact(wanted, 'ofType');
    return [`ALTER TABLE ${nameOf(wanted)} ${type.length === 0 ? 'NOT OF' : `OF ${qualified(type)}`}`];
  },
  inherits: (wanted, live) => changeParents(wanted, live),
  ...made('partitionKey', 'partitionOf', 'partitionBound', 'detaching'),
};

/** Facts of materialized views that no schema declares. */
export const MATERIALIZED_VIEW: Changes = TOAST;

/** Facts of foreign tables. */
export const FOREIGN_TABLE: Changes = {
  options: (wanted, live) =>
    changeOptions(`ALTER FOREIGN TABLE ${nameOf(wanted)}`, { wanted, live, fact: 'options' }),
  ...made('server', 'parents', 'partition', 'partitionBound'),
};

/** Facts of sequences that are not about how they count. */
export const SEQUENCE: Changes = {
  ownedBy: (wanted) => {
    const owner = textsFact(wanted, 'ownedBy');
    return [`ALTER SEQUENCE ${nameOf(wanted)} OWNED BY ${owner.length === 0 ? 'NONE' : qualified(owner)}`];
  },
  unlogged: (wanted) => [
    `ALTER SEQUENCE ${nameOf(wanted)} SET ${wanted.facts.unlogged === true ? 'UNLOGGED' : 'LOGGED'}`,
  ],
};

/** How the values of a column are kept, for its own table alone: heirs have their own facts. */
export const COLUMN: Changes = {
  storage: (wanted) => {
    const storage = textFact(wanted, 'storage');
    return [
      storage === undefined ? storeAsType(wanted) : `${start(wanted)} SET STORAGE ${storage.toUpperCase()}`,
    ];
  },
  compression: (wanted) => [
    `${start(wanted)} SET COMPRESSION ${textFact(wanted, 'compression') ?? 'default'}`,
  ],
  statistics: (wanted) => [`${start(wanted)} SET STATISTICS ${Number(wanted.facts.statistics ?? -1)}`],
  options: (wanted, live) => changeParameters(start(wanted), { wanted, live, fact: 'options' }),
  foreignOptions: (wanted, live) =>
    changeOptions(`ALTER FOREIGN TABLE ${ownerOf(wanted)} ALTER COLUMN ${quoteIdentifier(wanted.name)}`, {
      wanted,
      live,
      fact: 'foreignOptions',
    }),
  ...made('local', 'parents', 'position'),
};

function start(column: CatalogObject): string {
  return `ALTER TABLE ONLY ${ownerOf(column)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
}

/** Only the server knows how its types are kept; since Postgres 16 it can be told so in a word. */
function storeAsType(column: CatalogObject): string {
  const body = `BEGIN
  EXECUTE ${quoteLiteral(`${start(column)} SET STORAGE `)} || (
    SELECT CASE typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
    FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_type t ON t.oid = atttypid
    WHERE attrelid = ${quoteLiteral(ownerOf(column))}::regclass AND attname = ${quoteLiteral(column.name)}
  );
END`;
  return `DO ${quoteLiteral(body)}`;
}

/** From the first parent that is not in its place on, all are taken away and added in their order. */
function changeParents(wanted: CatalogObject, live: CatalogObject): readonly string[] | undefined {
  const [one, other] = [wanted, live].map((table) =>
    (listFact(table, 'inherits') as readonly (readonly string[])[]).map(qualified),
  ) as [string[], string[]];
  const first = one.findIndex((parent, index) => parent !== other[index]);
  const same = first === -1 ? one.length : first;
  const table = `ALTER TABLE ${nameOf(wanted)}`;
  return [
    ...other.slice(same).map((parent) => `${table} NO INHERIT ${parent}`),
    ...one.slice(same).map((parent) => `${table} INHERIT ${parent}`),
  ];
}
