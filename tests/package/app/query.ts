// An app that has installed the package. It is compiled, and run, in a project of each module kind.
import { asc, closeDb, createDb, db, eq, first, pool, users } from 'keelson';
import type { Db, DbOptions, NewUser, User } from 'keelson';
import { sessions, users as usersOfSchema } from 'keelson/schema';

async function main(): Promise<void> {
  const person: NewUser = { id: 'user-id', email: 'mo@example.test', name: 'Mo' };
  await db.insert(users).values(person);
  await db.insert(sessions).values({ sessionToken: 'token', userId: 'user-id', expires: new Date() });

  const mo: User | undefined = await first(db.select().from(users).where(eq(users.id, 'user-id')));
  const email: string | null | undefined = mo?.email;
  // @ts-expect-error An id is text.
  const wrong: number | undefined = mo?.id;
  const related = await db.query.users.findFirst({ with: { sessions: true }, orderBy: asc(users.id) });
  const tokens: string[] | undefined = related?.sessions.map(({ sessionToken }) => sessionToken);

  const options: DbOptions = { max: 1 };
  const other: Db = createDb(options);
  const count = await other.$count(usersOfSchema);
  await closeDb(other);
  const open: number = pool.totalCount;
  await closeDb();
  console.log(JSON.stringify({ email, id: wrong, tokens, count, open }));
}

void main();
