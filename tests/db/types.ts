// Checked by the compiler alone (npm run check): what the types promise, and what they must refuse.
import {
  createDb,
  currentDb,
  eq,
  first,
  prepared,
  sessionByToken,
  users,
  withTransaction,
} from '../../src/index.ts';
import type { Db, Queryable, Session, Transaction, User } from '../../src/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Condition extends true>(): void => undefined;

export async function promises(db: Db): Promise<void> {
  const rows = await db.select().from(users);
  holds<Equal<(typeof rows)[number], User>>();

  const row = await first(db.select({ id: users.id }).from(users));
  holds<Equal<typeof row, { id: string } | undefined>>();

  const found = await db.query.users.findFirst({
    columns: { email: true },
    with: { sessions: { columns: { expires: true } } },
  });
  holds<Equal<typeof found, { email: string | null; sessions: { expires: Date }[] } | undefined>>();

  // @ts-expect-error a column that does not exist
  await db.insert(users).values({ nickname: 'x' });
  // @ts-expect-error a date is no string
  await db.insert(users).values({ emailVerified: '2026-01-01' });
  // @ts-expect-error a schema without sessions has no query for them
  await createDb({ schema: { users } }).query.sessions.findMany();
}

export async function preparedPromises(db: Db): Promise<void> {
  const statement = prepared('types', { name: users.username, most: Number }, ({ name, most }) =>
    db.select({ id: users.id }).from(users).where(eq(users.username, name)).limit(most),
  );
  const rows = await statement({ name: 'ada', most: 1 });
  holds<Equal<typeof rows, { id: string }[]>>();
  const row = await statement.first({ name: 'ada', most: 1 });
  holds<Equal<typeof row, { id: string } | undefined>>();
  const session = await sessionByToken.first({ token: 'x' }, db);
  holds<Equal<typeof session, { session: Session; user: User } | undefined>>();

  // @ts-expect-error a name is a text
  await statement({ name: 1, most: 1 });
  // @ts-expect-error it has to be given
  await statement({ name: 'ada' });
}

export async function transactionPromises(db: Db): Promise<void> {
  const rows = await withTransaction(async (tx) => await tx.select().from(users));
  holds<Equal<typeof rows, User[]>>();
  const found = await withTransaction(
    async (tx) => {
      holds<Equal<typeof tx, Transaction>>();
      const inner = await withTransaction(async (savepoint) => await first(savepoint.select().from(users)), {
        on: tx,
      });
      holds<Equal<typeof inner, User | undefined>>();
      await sessionByToken.first({ token: 'x' }, tx);
      return await tx.query.users.findFirst({ columns: { email: true } });
    },
    { on: db, isolation: 'serializable', readOnly: true, deferrable: true, retries: 3, timeout: 1000 },
  );
  holds<Equal<typeof found, { email: string | null } | undefined>>();

  // What is written for one of them takes all of them.
  const look = async (on: Queryable): Promise<User[]> => await on.select().from(users);
  await look(db);
  await look(currentDb());
  await withTransaction(look, { on: currentDb(db), ambient: true });
  await db.transaction(async (tx) => await withTransaction(look, { on: tx }));

  const own = createDb({ schema: { people: users } });
  const people = await withTransaction(async (tx) => await tx.query.people.findMany(), { on: own });
  holds<Equal<typeof people, User[]>>();
  await withTransaction(
    async (tx) => {
      // @ts-expect-error a schema without users has no query for them
      await tx.query.users.findMany();
    },
    { on: own },
  );
  // @ts-expect-error no isolation of Postgres
  await withTransaction(async (tx) => await tx.select().from(users), { isolation: 'snapshot' });
}
