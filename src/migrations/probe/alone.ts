import type { Client } from 'pg';
import type { ProbedChange } from './changed.ts';
import { documentedLocks, namesIn } from './documented.ts';
import { LOCK_MODES } from './probed.ts';
import type { LockMode, ProbedLock } from './probed.ts';
import type { SeenOfStatement, State } from './state.ts';

const OIDS = `
select distinct to_regclass(name)::oid::text as oid from unnest($1::text[]) as names (name)
where to_regclass(name) is not null order by 1`;

/**
 * What a statement did that was a transaction by itself. Nothing is left of its locks: they are those that Postgres
 * documents for it.
 */
export async function seenAlone(client: Client, state: State, sql: string): Promise<SeenOfStatement> {
  const documented = documentedLocks(sql);
  const names = documented === undefined ? [] : namesIn(sql).filter(isName);
  const { rows } = names.length === 0 ? { rows: [] } : await client.query<{ oid: string }>(OIDS, [names]);
  const named = rows.flatMap(({ oid }) => state.lockOn(oid, 1) ?? []);
  const seen = await state.afterAlone();
  if (documented === undefined) return seen;
  const locks = [...named, ...state.locksOn([...tablesOf(seen.changes), ...seen.rewritten])].flatMap(
    (lock): readonly ProbedLock[] => {
      const mode = modeFor(lock, documented, seen.changes);
      return mode === undefined ? [] : [{ ...lock, mode }];
    },
  );
  return { ...seen, locks: once(locks) };
}

function modeFor(
  { relation, kind }: ProbedLock,
  { tables, indexes, partitions }: NonNullable<ReturnType<typeof documentedLocks>>,
  changes: readonly ProbedChange[],
): LockMode | undefined {
  if (kind === 'index') return indexes;
  const isPartition = changes.some(
    (change) =>
      change.what === 'relation changed' && change.before.name === relation && change.before.isPartition,
  );
  return isPartition ? (partitions ?? tables) : tables;
}

function tablesOf(changes: readonly ProbedChange[]): readonly string[] {
  return changes.flatMap((change) => {
    if (change.what === 'index added' || change.what === 'index dropped') return [change.table.name];
    return change.what === 'relation changed' ? [change.before.name] : [];
  });
}

/** The strongest lock on each. */
function once(locks: readonly ProbedLock[]): readonly ProbedLock[] {
  const strongest = new Map<string, ProbedLock>();
  for (const lock of locks) {
    const other = strongest.get(lock.relation);
    if (other === undefined || LOCK_MODES.indexOf(lock.mode) > LOCK_MODES.indexOf(other.mode)) {
      strongest.set(lock.relation, lock);
    }
  }
  return [...strongest.values()];
}

/** to_regclass refuses what is no name. */
function isName(name: string): boolean {
  return name.length < 200 && !/^[uU]&/.test(name);
}
