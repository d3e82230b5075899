import { address } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { withSession } from '../../catalog/session.ts';
import type { Connection, Session } from '../../catalog/session.ts';
import type { DeclaredObject } from '../../parity/declared/model.ts';
import { outlineOf } from '../../parity/declared/outline.ts';
import { readDeclared } from '../../parity/declared/read.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import { raw } from '../../parity/fix/knex.ts';
import { homeOf } from '../../parity/home.ts';
import type { Renames } from '../../parity/pair/decided.ts';
import { qualified } from '../../parity/render/names.ts';
import type { Wanted } from '../../parity/stages/conclude-on.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** What can go to another namespace by itself, of those that are called one of these. */
const MOVABLE = `
select kind, schema, name
from (
  select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
    n.nspname, c.relname
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'S', 'v', 'm')
  union all
  select 'enum', n.nspname, t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e'
) of (kind, schema, name)
where schema || '.' || name = any ($1)
order by 1, 2, 3`;
const NAMESPACES = `select nspname as name from pg_namespace where nspname = any ($1)`;

interface Place {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
}

/** What goes to other namespaces, before all else: from then on it is where the schema has it. */
export interface Moves {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** What was said of names, of those that these things have then. */
  readonly renames: Renames;
  /** Where something is before that. */
  readonly before: (one: CatalogObject) => CatalogObject;
}

interface Move {
  readonly from: Place;
  readonly to: Place;
}

/** Finds what goes to another namespace by what was said of names; undefined where nothing does. */
export async function movesOf(connection: Connection, wanted: Wanted): Promise<Moves | undefined> {
  const { renames = {} } = wanted;
  if (Object.keys(renames).length === 0) return undefined;
  return await withSession(connection, async (session) => {
    const there = await placesOf(session, Object.keys(renames));
    // Only what is declared elsewhere is worth reading the schema once more.
    if (!there.some(({ schema, name }) => isElsewhere(renames[`${schema}.${name}`], schema)))
      return undefined;
    const declared = await declaredOf(session, wanted);
    const moves = there.flatMap((from) => {
      const said = renames[`${from.schema}.${from.name}`];
      const to = declared.find((one) => one.kind === from.kind && address(one) === said);
      return to === undefined || to.schema === null || to.schema === from.schema
        ? []
        : [{ from, to: { kind: to.kind, schema: to.schema, name: to.name } }];
    });
    return moves.length === 0 ? undefined : await planned(session, moves, renames);
  });
}

function isElsewhere(said: string | null | undefined, schema: string): boolean {
  return typeof said === 'string' && !said.startsWith(`${schema}.`);
}

async function placesOf({ client }: Session, addresses: readonly string[]): Promise<readonly Place[]> {
  return (await client.query<Place>(MOVABLE, [addresses])).rows;
}

async function declaredOf(session: Session, { schema, casing }: Wanted): Promise<readonly DeclaredObject[]> {
  const defaultSchema = await homeOf(session, outlineOf(schema).bare);
  return readDeclared({ schema, casing, defaultSchema }).objects;
}

async function planned(session: Session, moves: readonly Move[], renames: Renames): Promise<Moves> {
  const targets = [...new Set(moves.map(({ to }) => to.schema))];
  const { rows } = await session.client.query<{ name: string }>(NAMESPACES, [targets]);
  const made = targets.filter((schema) => !rows.some(({ name }) => name === schema));
  const taken = await placesOf(
    session,
    moves.map(({ from, to }) => `${from.schema}.${to.name}`),
  );
  const steps = moves.map((move) => stepsOf(move, taken));
  return {
    up: [
      ...made.map((schema) => `CREATE SCHEMA ${quoteIdentifier(schema)}`),
      ...steps.flatMap(({ up }) => up),
    ],
    down: [
      ...steps.toReversed().flatMap(({ down }) => down),
      ...made.map((schema) => `DROP SCHEMA ${quoteIdentifier(schema)}`),
    ],
    renames: afterMoves(moves, renames),
    before: (one) => beforeMoves(moves, one),
  };
}

/** There and back. A name is given first, unless another thing beside it still has it. */
function stepsOf(
  { from, to }: Move,
  taken: readonly Place[],
): { readonly up: readonly string[]; readonly down: readonly string[] } {
  const go = ([schema, name]: readonly [string, string], change: string): string =>
    `ALTER ${from.kind === 'enum' ? 'TYPE' : from.kind.toUpperCase()} ${qualified([schema, name])} ${change}`;
  const rename = (schema: string, before: string, after: string): string =>
    go([schema, before], `RENAME TO ${quoteIdentifier(after)}`);
  const move = (name: string, before: string, after: string): string =>
    go([before, name], `SET SCHEMA ${quoteIdentifier(after)}`);
  if (from.name === to.name)
    return { up: [move(to.name, from.schema, to.schema)], down: [move(to.name, to.schema, from.schema)] };
  const isTaken = taken.some(({ schema, name }) => schema === from.schema && name === to.name);
  return isTaken
    ? {
        up: [move(from.name, from.schema, to.schema), rename(to.schema, from.name, to.name)],
        down: [rename(to.schema, to.name, from.name), move(from.name, to.schema, from.schema)],
      }
    : {
        up: [rename(from.schema, from.name, to.name), move(to.name, from.schema, to.schema)],
        down: [move(to.name, to.schema, from.schema), rename(from.schema, to.name, from.name)],
      };
}

/** What was said of the parts of these things is said of where they are then. */
function afterMoves(moves: readonly Move[], renames: Renames): Renames {
  const places = moves.map(
    ({ from, to }) => [`${from.schema}.${from.name}`, `${to.schema}.${to.name}`] as const,
  );
  return Object.fromEntries(
    Object.entries(renames).flatMap(([said, becomes]) => {
      if (places.some(([from]) => said === from)) return [];
      const [from, to] = places.find(([place]) => said.startsWith(`${place}.`)) ?? [];
      return [[from === undefined ? said : `${to ?? ''}${said.slice(from.length)}`, becomes]];
    }),
  );
}

function beforeMoves(moves: readonly Move[], one: CatalogObject): CatalogObject {
  const owner: Pick<Identity, 'schema' | 'name'> = { schema: one.schema, name: one.parent ?? one.name };
  const move = moves.find(({ to }) => to.schema === owner.schema && to.name === owner.name);
  if (move === undefined) return one;
  const { schema, name } = move.from;
  return one.parent === null ? { ...one, schema, name } : { ...one, schema, parent: name };
}

/** Statements as lines of a migration. */
export function moveLines(statements: readonly string[]): string {
  return printed(raw(statements), { indent: 2, isFile: true });
}
