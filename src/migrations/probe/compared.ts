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

/** What a statement changed of what is no relation. */
export function looseChanges(before: Loose, after: Loose): readonly ProbedChange[] {
  const labels = new Map((after.enums ?? []).map((one) => [one.oid, one]));
  const types = new Set((after.enums ?? []).map(({ type }) => type));
  const schemas = new Map((after.schemas ?? []).map(({ oid, name }) => [oid, name]));
  const domains = new Set(before.domainOids ?? []);
  const rules = new Map((before.domains ?? []).map((one) => [one.oid, one]));
  const kept = new Set<string>();
  return [
    ...(before.enums ?? []).flatMap(({ oid, type, label }): readonly ProbedChange[] => {
      const now = labels.get(oid);
      if (now !== undefined) {
        return now.label === label
          ? []
          : [{ what: 'enum value renamed', type, before: label, after: now.label }];
      }
      if (kept.has(type) || types.has(type)) return [];
      kept.add(type);
      const values = (before.enums ?? []).filter((other) => other.type === type).map((one) => one.label);
      return [{ what: 'enum dropped', type, values }];
    }),
    ...(before.schemas ?? []).flatMap(({ oid, name }): readonly ProbedChange[] => {
      const now = schemas.get(oid);
      if (now === undefined) return [{ what: 'schema dropped', schema: name }];
      return now === name ? [] : [{ what: 'schema renamed', before: name, after: now }];
    }),
    ...(after.domains ?? [])
      .filter(({ oid, domainOid }) => !rules.has(oid) && domains.has(domainOid))
      .map(({ domain, name, isValid, definition, columns }) => ({
        what: 'domain constraint added' as const,
        domain,
        constraint: name,
        isValid,
        definition,
        columns,
      })),
  ];
}
