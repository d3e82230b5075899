// Checked by the compiler alone (npm run check): what the types promise, and what they must refuse.
import { createDb, eq, first, prepared, sessionByToken, users } from '../../src/index.ts';
import type { Db, Session, User } from '../../src/index.ts';

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
