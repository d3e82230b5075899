import { NEW_PGBOUNCER, PGBOUNCER } from '../postgres/bouncer.ts';

/** A way to put PgBouncer between. */
export interface Between {
  readonly name: string;
  readonly program: string | undefined;
  readonly mode: 'session' | 'transaction';
  readonly settings: Readonly<Record<string, string | number>>;
  /** Whether statements keep their names on the way: elsewhere it is found out that they have none. */
  readonly keepsNames: boolean;
}

const FEW = { default_pool_size: 3, max_client_conn: 200 };

/** Every way in which one may be set; the machine's own may not know the names of statements at all. */
export const BETWEEN: readonly Between[] = [
  {
    name: 'transaction mode, the pooler of this machine',
    program: PGBOUNCER,
    mode: 'transaction',
    settings: FEW,
    keepsNames: PGBOUNCER !== undefined && PGBOUNCER === NEW_PGBOUNCER,
  },
  {
    name: 'session mode',
    program: PGBOUNCER,
    mode: 'session',
    settings: { default_pool_size: 40 },
    keepsNames: false,
  },
  ...([0, 200] as const).map((max_prepared_statements): Between => ({
    name: `transaction mode, max_prepared_statements = ${max_prepared_statements}`,
    program: NEW_PGBOUNCER,
    mode: 'transaction',
    settings: { ...FEW, max_prepared_statements },
    keepsNames: max_prepared_statements > 0,
  })),
  {
    name: 'session mode, max_prepared_statements = 200',
    program: NEW_PGBOUNCER,
    mode: 'session',
    settings: { default_pool_size: 40, max_prepared_statements: 200 },
    keepsNames: false,
  },
];
