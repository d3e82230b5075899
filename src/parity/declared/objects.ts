import { Problem } from '../../problem.ts';
import { foreignDialect } from './dialects.ts';
import { entityKinds, hidden, isEntity, isEnum, isTable, isView } from './entity.ts';
import { readEnum } from './enum.ts';
import type { Found } from './exports.ts';
import type { DeclaredObject } from './model.ts';
import { readNamespace } from './namespace.ts';
import { readPolicy } from './policy.ts';
import type { Reading } from './reading.ts';
import { readRole } from './role.ts';
import { readSequence } from './sequence.ts';
import type { Policy, Role } from './shapes.ts';
import { readTable } from './table.ts';
import type { LinkedPolicy } from './table.ts';
import { tablePlace } from './table-parts.ts';
import { readView } from './view.ts';

/** What makes an object of another dialect one that was meant to be declared. */
const DECLARING = /(?:Table|View|Schema|Sequence|Role|Policy)$/;
const UNFINISHED_VIEWS = [
  'PgViewBuilder',
  'PgManualViewBuilder',
  'PgMaterializedViewBuilder',
  'PgManualMaterializedViewBuilder',
];

/** Whether an object of Drizzle's declares something, or was meant to. Relations, columns and queries do not. */
export function isDeclared(object: object): boolean {
  if (isEnum(object)) return true;
  if (isTable(object)) return hidden(object, 'IsAlias') !== true;
  if (isView(object)) return !(hidden(object, 'ViewBaseConfig') as { isAlias: boolean }).isAlias;
  const kinds = entityKinds(object);
  return (
    ['PgSchema', 'PgSequence', 'PgRole', 'PgPolicy', ...UNFINISHED_VIEWS].some((kind) =>
      kinds.includes(kind),
    ) ||
    (foreignDialect(object) !== undefined && kinds.some((kind) => DECLARING.test(kind)))
  );
}

/** What one object declares. */
export function readObject(
  { object, exported }: Found,
  linked: LinkedPolicies,
  reading: Reading,
): readonly DeclaredObject[] {
  const origin = { exported, property: undefined };
  const name = exported ?? 'the schema';
  const dialect = foreignDialect(object);
  const [kind = ''] = entityKinds(object);
  if (dialect !== undefined) {
    reading.mistakes.push({
      code: 'parity/other-dialect',
      what: `${name} is a ${kind}, which is for ${dialect.name}`,
      fix: `make it with drizzle-orm/pg-core instead of ${dialect.module}`,
    });
    return [];
  }
  if (UNFINISHED_VIEWS.includes(kind)) {
    reading.mistakes.push({
      code: 'parity/unfinished',
      what: `${name} is a view without a query`,
      fix: 'end it with .as(…), or with .existing() where something else makes it',
    });
    return [];
  }
  if (isEnum(object)) return [readEnum(object, origin, reading)];
  if (isEntity(object, 'PgTable'))
    return readTable(object, { exported, linked: linked.get(keyOf(object)) ?? [], reading });
  if (isView(object)) return readView(object, exported, reading);
  if (isEntity(object, 'PgSchema')) return [readNamespace(object, origin)];
  if (isEntity(object, 'PgSequence')) return [readSequence(object, origin, reading)];
  if (isEntity(object, 'PgRole')) return [readRole(object, origin)];
  return readLoosePolicy(object, exported, reading);
}

/** Enums and roles that stand in no export, but in a column or a policy that does. */
export function readReached(found: readonly Found[], reading: Reading): readonly DeclaredObject[] {
  const exported = new Set(found.map(({ object }) => object));
  return [...reading.reached]
    .filter(([object]) => !exported.has(object))
    .map(([object, origin]) =>
      isEnum(object) ? readEnum(object, origin, reading) : readRole(object as Role, origin),
    );
}

/** Says what was there instead of a schema. */
export function nothingDeclared(found: readonly Found[], others: readonly string[]): Problem {
  const kinds = found.map(
    ({ object, exported }) => `${exported ?? 'the schema'} (a ${entityKinds(object)[0] ?? ''})`,
  );
  const there = [...kinds, ...others];
  return new Problem({
    code: 'parity/nothing-declared',
    what: `the schema declares nothing for Postgres; found ${there.length === 0 ? 'no exports' : there.join(', ')}`,
    why: 'a verdict on no tables would agree with every database',
    fix: "give the module that exports the tables: import * as schema from './schema'",
  });
}

/** The policies that are linked to a table, by its name: it may have been reached in another way than they were. */
export function linkedPolicies(found: readonly Found[]): LinkedPolicies {
  const linked = new Map<string, LinkedPolicy[]>();
  for (const { object, exported } of found) {
    if (!isEntity(object, 'PgPolicy')) continue;
    const policy = object as Policy;
    if (policy._linkedTable === undefined) continue;
    const key = keyOf(policy._linkedTable);
    linked.set(key, [...(linked.get(key) ?? []), { policy, exported }]);
  }
  return linked;
}
export type LinkedPolicies = ReadonlyMap<string, readonly LinkedPolicy[]>;

function keyOf(table: object): string {
  return JSON.stringify([hidden(table, 'Schema') ?? null, hidden(table, 'Name')]);
}

/** A policy of no table that is declared: its table may be somebody else's, but it must have one. */
function readLoosePolicy(
  policy: Policy,
  exported: string | undefined,
  reading: Reading,
): readonly DeclaredObject[] {
  if (reading.usedPolicies.has(policy)) return [];
  const { _linkedTable: table } = policy;
  if (table !== undefined && isEntity(table, 'PgTable'))
    return [readPolicy(policy, undefined, tablePlace(table, exported, reading))];
  reading.mistakes.push({
    code: 'parity/policy-without-table',
    what: `${exported ?? 'the schema'} is the policy ${policy.name}, which belongs to no table`,
    why: 'it would protect nothing, and Drizzle leaves it out',
    fix: 'put it into the third argument of a pgTable, or .link(table) it',
  });
  return [];
}
