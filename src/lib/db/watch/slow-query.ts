import type { ConnectionSettings } from '../../../postgres/settings.ts';
import { report } from '../query-log.ts';
import type { LoggedQuery } from '../query-log.ts';
import { planOf } from './plan.ts';

/** A query that took too long. It never has parameters. */
export interface SlowQuery extends Omit<LoggedQuery, 'parameters'> {
  /** The plan for it whatever its parameters, as text, where one was asked for. */
  readonly plan?: string;
  /** Why there is none: it writes, another one is being explained, the server is too old. */
  readonly noPlan?: string;
}

export interface SlowQueryOptions {
  /** From how many milliseconds on a query is reported; by default DATABASE_SLOW_QUERY_MS. */
  readonly ms?: number;
  /** What is made of it; by default a line on stderr. */
  readonly log?: (query: SlowQuery) => void;
  /** Whether its plan is asked for, over a connection of its own and never two at a time. */
  readonly explain?: boolean;
}

/** Reports slow queries of one pool. Nobody waits for the plan but the report. */
export class SlowQueries {
  readonly ms: number;
  readonly #log: (query: SlowQuery) => void;
  readonly #explain: boolean;
  readonly #settings: () => ConnectionSettings;
  #explaining: Promise<void> | undefined;

  constructor(
    { ms, log, explain = false }: Required<Pick<SlowQueryOptions, 'ms' | 'log'>> & SlowQueryOptions,
    settings: () => ConnectionSettings,
  ) {
    this.ms = ms;
    this.#log = log;
    this.#explain = explain;
    this.#settings = settings;
  }

  /** When the plan that is being made, if there is one, has been reported. */
  async idle(): Promise<void> {
    await this.#explaining;
  }

  tell(query: SlowQuery): void {
    if (!this.#explain) this.#report(query);
    else if (this.#explaining !== undefined)
      this.#report({ ...query, noPlan: 'another query is being explained' });
    else {
      this.#explaining = planOf(query.sql, query.parameterCount, this.#settings()).then((plan) => {
        this.#explaining = undefined;
        this.#report({ ...query, ...plan });
      });
    }
  }

  #report(query: SlowQuery): void {
    report(this.#log, query);
  }
}
