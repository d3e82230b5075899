import type { ProbedChange, ProbedColumn, ProbedConstraint, ProbedRelation } from './changed.ts';
import { named } from './look.ts';
import type { Loose, SeenRelation } from './look.ts';

/** What a statement changed of a relation that was there before. */
export function changesOf(before: SeenRelation, after: SeenRelation): readonly ProbedChange[] {
  const columns = columnChanges(before, after);
  // Postgres makes indexes and constraints of a column again when its type becomes another one.
  const isAgain = columns.some(
    (change) => change.what === 'column changed' && change.before.typeId !== change.after.typeId,
  );
  return [
    ...(isSame(before, after)
      ? []
      : [
          {
            what: 'relation changed' as const,
            before: relationOf(before),
            after: relationOf(after),
          },
        ]),
    ...columns,
    ...indexChanges(before, after, isAgain),
    ...constraintChanges(before, after, isAgain),
    ...(after.triggers ?? [])
      .filter((trigger) => !(before.triggers ?? []).includes(trigger))
      .map((trigger) => ({ what: 'trigger added' as const, table: named(before), trigger })),
  ];
}

/** A relation without what hangs on it. */
export function relationOf(relation: SeenRelation): ProbedRelation {
  const { kind, persistence, owner, isPartition, parent, partitionRule, hasRowSecurity } = relation;
  return { ...named(relation), kind, persistence, owner, isPartition, parent, partitionRule, hasRowSecurity };
}

function isSame(before: SeenRelation, after: SeenRelation): boolean {
  // The rule of a partition is only read where it may be new; that of a parent's name follows the parent.
  const own = (relation: SeenRelation): string =>
    JSON.stringify({ ...relationOf(relation), partitionRule: null, parent: null });
  return own(before) === own(after);
}

function columnChanges(before: SeenRelation, after: SeenRelation): readonly ProbedChange[] {
  if (!['r', 'p', 'f'].includes(before.kind)) return [];
  const table = named(before);
  const then = new Map((before.columns ?? []).map((column) => [column.number, column]));
  const now = new Map((after.columns ?? []).map((column) => [column.number, column]));
  return [
    ...[...then.values()].flatMap((column): readonly ProbedChange[] => {
      const other = now.get(column.number);
      if (other === undefined) return [{ what: 'column dropped', table, column }];
      return isSameColumn(column, other)
        ? []
        : [{ what: 'column changed', table, before: column, after: other }];
    }),
    ...[...now.values()]
      .filter(({ number }) => !then.has(number))
      .map((column) => ({ what: 'column added' as const, table, column })),
  ];
}

/** How a type or a default is printed depends on the search path. */
function isSameColumn(one: ProbedColumn, other: ProbedColumn): boolean {
  return (
    one.name === other.name &&
    one.typeId === other.typeId &&
    one.notNull === other.notNull &&
    (one.default === null) === (other.default === null) &&
    one.generated === other.generated &&
    one.identity === other.identity
  );
}

function indexChanges(before: SeenRelation, after: SeenRelation, isAgain: boolean): readonly ProbedChange[] {
  const table = named(before);
  const then = before.indexes ?? [];
  const now = after.indexes ?? [];
  const remade = (name: string, others: typeof then): boolean =>
    isAgain && others.some((other) => other.bare === name);
  return [
    ...now
      .filter(({ oid }) => !then.some((other) => other.oid === oid))
      .map((index) => ({
        what: 'index added' as const,
        table,
        index,
        isBuilt: index.file !== null && !then.some(({ file }) => file === index.file),
        isAgain: remade(index.bare, then),
      })),
    ...then
      .filter(({ oid, bare }) => !now.some((other) => other.oid === oid) && !remade(bare, now))
      .map((index) => ({ what: 'index dropped' as const, table, index })),
  ];
}

function constraintChanges(
  before: SeenRelation,
  after: SeenRelation,
  isAgain: boolean,
): readonly ProbedChange[] {
  const table = named(before);
  const then = before.constraints ?? [];
  const now = after.constraints ?? [];
  const indexes = new Set((before.indexes ?? []).map(({ oid }) => oid));
  const remade = ({ name, kind }: ProbedConstraint, others: typeof then): boolean =>
    isAgain && others.some((other) => other.name === name && other.kind === kind);
  return [
    ...now.flatMap((constraint): readonly ProbedChange[] => {
      const other = then.find(({ oid }) => oid === constraint.oid);
      if (other === undefined) {
        if (remade(constraint, then)) return [];
        const usesIndex = indexes.has(constraint.index);
        return [
          { what: 'constraint added', table, constraint, usesIndex, isIndexed: isIndexed(constraint, after) },
        ];
      }
      return !other.isValid && constraint.isValid
        ? [{ what: 'constraint validated', table, constraint }]
        : [];
    }),
    ...then
      .filter((constraint) => !now.some(({ oid }) => oid === constraint.oid) && !remade(constraint, now))
      .map((constraint) => ({ what: 'constraint dropped' as const, table, constraint })),
  ];
}

/** Whether an index of all rows begins with the columns, in whatever order. */
function isIndexed({ columns }: ProbedConstraint, { indexes }: SeenRelation): boolean {
  return (indexes ?? []).some((index) => {
    const first = index.columns.slice(0, columns.length);
    return index.isWhole && columns.every((column) => first.includes(column));
  });
}

/** The oids of what a look sees beside relations. */
export function looseOids({ enums, schemas, domainOids }: Loose): ReadonlySet<string> {
  return new Set([
    ...(enums ?? []).map(({ oid }) => `value ${oid}`),
    ...(schemas ?? []).map(({ oid }) => `schema ${oid}`),
    ...(domainOids ?? []).map((oid) => `domain ${oid}`),
  ]);
}

/** What a statement changed of what is no relation; `known` is what was there before the migration. */
export function looseChanges(
  before: Loose,
  after: Loose,
  known: ReadonlySet<string>,
): readonly ProbedChange[] {
  return [
    ...enumChanges(
      (before.enums ?? []).filter(({ oid }) => known.has(`value ${oid}`)),
      after.enums ?? [],
    ),
    ...schemaChanges(
      (before.schemas ?? []).filter(({ oid }) => known.has(`schema ${oid}`)),
      after.schemas ?? [],
    ),
    ...domainChanges(before.domains ?? [], after.domains ?? [], known),
  ];
}

function enumChanges(
  before: NonNullable<Loose['enums']>,
  after: NonNullable<Loose['enums']>,
): readonly ProbedChange[] {
  const now = new Map(after.map((one) => [one.oid, one]));
  // A value never goes without its type.
  const gone = before.filter(({ oid }) => !now.has(oid));
  return [
    ...before.flatMap(({ oid, type, label }): readonly ProbedChange[] => {
      const other = now.get(oid)?.label ?? label;
      return other === label ? [] : [{ what: 'enum value renamed', type, before: label, after: other }];
    }),
    ...[...new Set(gone.map(({ type }) => type))].map((type) => ({
      what: 'enum dropped' as const,
      type,
      values: gone.filter((one) => one.type === type).map(({ label }) => label),
    })),
  ];
}

function schemaChanges(
  before: NonNullable<Loose['schemas']>,
  after: NonNullable<Loose['schemas']>,
): readonly ProbedChange[] {
  const now = new Map(after.map(({ oid, name }) => [oid, name]));
  return before.flatMap(({ oid, name }): readonly ProbedChange[] => {
    const other = now.get(oid);
    if (other === undefined) return [{ what: 'schema dropped', schema: name }];
    return other === name ? [] : [{ what: 'schema renamed', before: name, after: other }];
  });
}

function domainChanges(
  before: NonNullable<Loose['domains']>,
  after: NonNullable<Loose['domains']>,
  known: ReadonlySet<string>,
): readonly ProbedChange[] {
  const rules = new Set(before.map(({ oid }) => oid));
  return after
    .filter(({ oid, domainOid }) => !rules.has(oid) && known.has(`domain ${domainOid}`))
    .map(({ domain, name, isValid, definition }) => ({
      what: 'domain constraint added' as const,
      domain,
      constraint: name,
      isValid,
      definition,
    }));
}
