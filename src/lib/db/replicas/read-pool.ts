import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient, QueryArrayConfig, QueryConfig, QueryResult } from 'pg';
import type { LazyPool } from '../../../postgres/pool.ts';
import { consequenceOf, isForPrimary } from './failed-read.ts';
import type { Replica } from './replica.ts';
import type { WalPosition } from './wal-position.ts';

/** What a read must see at least, by where it is read. */
interface Wanted {
  readonly mark: WalPosition;
  readonly waitMs: number;
}
const WANTED = new AsyncLocalStorage<ReadonlyMap<ReadPool, Wanted>>();

type Query = QueryConfig | QueryArrayConfig;

/**
 * What Drizzle takes for the pool of a replica: each query goes to one that is fit, to another when that fails, and to the
 * primary when none is left. A standby writes nothing, so that a query that was lost there may be asked again.
 */
export class ReadPool {
  readonly primary: LazyPool;
  readonly #make: () => readonly Replica[];
  #made: readonly Replica[] | undefined;

  /** The replicas are made with the first query. */
  constructor(primary: LazyPool, make: () => readonly Replica[]) {
    this.primary = primary;
    this.#make = make;
  }

  get replicas(): readonly Replica[] {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** Tells pools from single connections, whose transactions stay where they are. */
  get totalCount(): number {
    return (this.#made ?? []).reduce((sum, { pool }) => sum + pool.totalCount, 0);
  }

  query(query: Query, values?: unknown[]): Promise<QueryResult> {
    // Without replicas it costs nothing to speak of.
    const isForOne = this.replicas.length === 0 || isForPrimary(query.text);
    return isForOne ? this.#ask(this.primary, query, values) : this.#read(query, values);
  }

  async #read(query: Query, values: unknown[] | undefined): Promise<QueryResult> {
    const tried = new Set<Replica>();
    for (;;) {
      const replica = await this.#pick(tried);
      if (replica === undefined) return await this.#ask(this.primary, query, values);
      tried.add(replica);
      try {
        return await this.#ask(replica.pool, query, values);
      } catch (error) {
        const consequence = consequenceOf(error);
        if (consequence === 'query') throw error;
        if (consequence === 'gone') replica.fail(error);
        if (consequence === 'primary') return await this.#ask(this.primary, query, values);
      }
    }
  }

  /** A connection for a transaction that only reads; it stays where it is. */
  async connect(): Promise<PoolClient> {
    const tried = new Set<Replica>();
    for (;;) {
      const replica = await this.#pick(tried);
      if (replica === undefined) return await this.primary.connect();
      tried.add(replica);
      try {
        return await replica.pool.connect();
      } catch (error) {
        if (consequenceOf(error) === 'gone') replica.fail(error);
      }
    }
  }

  /** Runs `use`, in which every read here sees at least what was written before the mark. */
  async after<Result>(wanted: Wanted, use: () => Promise<Result>): Promise<Result> {
    return await WANTED.run(new Map([...(WANTED.getStore() ?? []), [this, wanted]]), use);
  }

  async end(): Promise<void> {
    await Promise.all((this.#made ?? []).map(async (replica) => replica.end()));
  }

  #ask(pool: LazyPool, query: Query, values: unknown[] | undefined): Promise<QueryResult> {
    return values === undefined ? pool.query(query) : pool.query(query, values);
  }

  /** One that is fit, by chance and weight. */
  async #pick(tried: ReadonlySet<Replica>): Promise<Replica | undefined> {
    const left = this.replicas.filter((replica) => !tried.has(replica));
    const answers = await Promise.all(left.map(async (replica) => replica.isFit()));
    const fit = left.filter((_, index) => answers[index]);
    const wanted = WANTED.getStore()?.get(this);
    const chosen = byWeight(fit);
    if (wanted === undefined || chosen === undefined) return chosen;
    return (await chosen.reaches(wanted.mark, wanted.waitMs)) ? chosen : undefined;
  }
}

function byWeight(replicas: readonly Replica[]): Replica | undefined {
  let rest = Math.random() * replicas.reduce((sum, { weight }) => sum + weight, 0);
  return replicas.find(({ weight }) => (rest -= weight) < 0) ?? replicas[0];
}
