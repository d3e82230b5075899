import type { Client } from 'pg';
import type { ProbedChange } from './changed.ts';
import { changesOf, looseChanges, looseOids, relationOf } from './compared.ts';
import { lookAt, named } from './look.ts';
import type { Loose, Seen, SeenRelation } from './look.ts';
import { LOCK_MODES } from './probed.ts';
import { Spans } from './spans.ts';
import type { ProbedLock, ProbedStatement, ProbedWrite, RelationKind } from './probed.ts';

/** What was seen of a statement in the database. */
export type SeenOfStatement = Pick<
  ProbedStatement,
  | 'locks'
  | 'held'
  | 'rewritten'
  | 'emptied'
  | 'scanned'
  | 'built'
  | 'written'
  | 'changes'
  | 'lockTimeout'
  | 'transaction'
>;

const KINDS: Readonly<Record<string, RelationKind>> = {
  i: 'index',
  I: 'index',
  v: 'view',
  m: 'materialized view',
  S: 'sequence',
};

const NONE: Counts = { scans: 0, inserted: 0, updated: 0, deleted: 0 };
type Counts = Pick<SeenRelation, 'scans' | 'inserted' | 'updated' | 'deleted'>;

/** What is known of the database between two statements: what one statement leaves is what the next one finds. */
export class State {
  readonly #client: Pick<Client, 'query'>;
  /** What was there before the migration, as it was when it was last seen. */
  readonly #known = new Map<string, SeenRelation>();
  readonly #dropped = new Set<string>();
  readonly #made = new Set<string>();
  #spans = new Spans([]);
  readonly #counts = new Map<string, Counts>();
  #locks: ReadonlyMap<string, number> = new Map();
  #loose: Loose | undefined;
  #looseKnown: ReadonlySet<string> = new Set();
  #transaction: string | undefined;
  #number = 0;

  constructor(client: Pick<Client, 'query'>) {
    this.#client = client;
  }

  get isKnown(): boolean {
    return this.#loose !== undefined;
  }

  /** Sees the database as it is, at the start and after something was undone. */
  async begin(): Promise<void> {
    const isFirst = !this.isKnown;
    const seen = await lookAt(this.#client, 'all', { made: undefined, isFirst });
    this.#dropped.clear();
    const there = new Set<string>();
    for (const relation of seen.relations ?? []) {
      there.add(relation.oid);
      if (isFirst || this.#known.has(relation.oid)) this.#known.set(relation.oid, relation);
      else this.#make(relation.oid);
    }
    if (isFirst) this.#spans = new Spans(this.#known.keys());
    for (const oid of this.#known.keys()) if (!there.has(oid)) this.#dropped.add(oid);
    this.#counts.clear();
    for (const relation of seen.relations ?? []) this.#counts.set(relation.oid, relation);
    if (isFirst) this.#looseKnown = looseOids(seen.loose);
    this.#loose = seen.loose;
    this.#enter(seen);
    this.#locks = this.#locksOf(seen);
  }

  /** What a statement did in a transaction that is still open. */
  async afterInTransaction(): Promise<SeenOfStatement> {
    const seen = await lookAt(this.#client, 'locked', { made: this.#spans, isFirst: false });
    if (seen.transaction !== this.#transaction) {
      this.#locks = new Map();
      this.#counts.clear();
    }
    this.#enter(seen);
    const before = this.#locks;
    const now = this.#locksOf(seen);
    const locks = [...now].filter(([oid, mode]) => mode > (before.get(oid) ?? 0));
    const held = this.#describe(before);
    const taken = this.#describe(locks);
    const { scanned, written } = this.#counted(seen);
    const rest = this.#compare(seen, 'locked');
    this.#locks = now;
    return { ...rest, locks: taken, held, scanned, written, transaction: this.#number };
  }

  /** What a statement did that was a transaction by itself. */
  async afterAlone(): Promise<SeenOfStatement> {
    const seen = await lookAt(this.#client, 'all', { made: undefined, isFirst: false });
    this.#leave();
    return {
      ...this.#compare(seen, 'all'),
      locks: [],
      held: [],
      scanned: [],
      written: [],
      transaction: this.#number,
    };
  }

  /** What is known of a statement that failed: nothing but where it was. */
  failed(isAlone: boolean): SeenOfStatement {
    if (isAlone) this.#leave();
    return {
      locks: [],
      held: isAlone ? [] : this.#describe(this.#locks),
      rewritten: [],
      emptied: [],
      scanned: [],
      built: [],
      written: [],
      changes: [],
      lockTimeout: undefined,
      transaction: this.#number,
    };
  }

  /** A lock on something that was there before; undefined where it was not. */
  lockOn(oid: string, mode: number): ProbedLock | undefined {
    const relation = this.#known.get(oid);
    const called = LOCK_MODES[mode - 1];
    if (relation === undefined || called === undefined) return undefined;
    return {
      relation: relation.name,
      kind: KINDS[relation.kind] ?? 'table',
      mode: called,
      rows: relation.rows < 0 ? undefined : relation.rows,
    };
  }

  /** The weakest lock on relations by their names before the migration. */
  locksOn(names: readonly string[]): readonly ProbedLock[] {
    return [...this.#known.values()].flatMap(({ oid, name }) =>
      names.includes(name) ? (this.lockOn(oid, 1) ?? []) : [],
    );
  }

  #make(oid: string): void {
    this.#made.add(oid);
    this.#spans.add(oid);
  }

  #enter({ transaction }: Seen): void {
    if (transaction !== this.#transaction) this.#number += 1;
    this.#transaction = transaction;
  }

  #leave(): void {
    this.#transaction = undefined;
    this.#number += 1;
    this.#locks = new Map();
    this.#counts.clear();
  }

  #locksOf({ locks }: Seen): ReadonlyMap<string, number> {
    return new Map(
      (locks ?? []).flatMap(({ oid, mode }) => (this.#known.has(oid) ? [[oid, mode] as const] : [])),
    );
  }

  #describe(locks: Iterable<readonly [string, number]>): readonly ProbedLock[] {
    return [...locks].flatMap(([oid, mode]) => this.lockOn(oid, mode) ?? []);
  }

  #counted({ relations }: Seen): Pick<SeenOfStatement, 'scanned' | 'written'> {
    const scanned: string[] = [];
    const written: ProbedWrite[] = [];
    for (const relation of relations ?? []) {
      const before = this.#counts.get(relation.oid) ?? NONE;
      this.#counts.set(relation.oid, relation);
      const known = this.#known.get(relation.oid);
      if (known === undefined || !['r', 'p', 'f', 'm'].includes(relation.kind)) continue;
      if (relation.scans > before.scans) scanned.push(known.name);
      const rows = {
        inserted: relation.inserted - before.inserted,
        updated: relation.updated - before.updated,
        deleted: relation.deleted - before.deleted,
      };
      if (Object.values(rows).some((count) => count > 0)) written.push({ relation: known.name, ...rows });
    }
    return { scanned, written };
  }

  #compare(
    seen: Seen,
    which: 'all' | 'locked',
  ): Pick<SeenOfStatement, 'rewritten' | 'emptied' | 'built' | 'changes' | 'lockTimeout'> {
    const changes: ProbedChange[] = [];
    const rewritten: string[] = [];
    const there = new Set<string>();
    for (const relation of seen.relations ?? []) {
      there.add(relation.oid);
      const before = this.#known.get(relation.oid);
      if (before === undefined) {
        if (!this.#made.has(relation.oid) && 'rpfvm'.includes(relation.kind)) {
          changes.push({ what: 'relation added', relation: named(relation), kind: relation.kind });
        }
        this.#make(relation.oid);
        continue;
      }
      if (before.file !== relation.file && relation.file !== null) rewritten.push(before.name);
      changes.push(...changesOf(before, relation));
      this.#known.set(relation.oid, relation);
    }
    const candidates = which === 'all' ? this.#known.keys() : (seen.locks ?? []).map(({ oid }) => oid);
    for (const oid of candidates) {
      const gone = this.#known.get(oid);
      if (gone === undefined || there.has(oid) || this.#dropped.has(oid)) continue;
      this.#dropped.add(oid);
      if ('rpfvm'.includes(gone.kind))
        changes.push({
          what: 'relation dropped',
          relation: relationOf(gone),
          constraints: gone.constraints ?? [],
        });
    }
    if (this.#loose !== undefined) changes.push(...looseChanges(this.#loose, seen.loose, this.#looseKnown));
    this.#loose = seen.loose;
    const built = changes.flatMap((change) =>
      change.what === 'index added' && change.isBuilt ? [change.index.name] : [],
    );
    return { rewritten, emptied: [], built, changes, lockTimeout: seen.lockTimeout };
  }
}
