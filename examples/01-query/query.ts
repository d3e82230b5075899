import { asc, closeDb, count, db, desc, eq, first, sessions, users } from 'keelson';

async function main(): Promise<void> {
  // A select, as in SQL: who has the most sessions?
  const busiest = await db
    .select({ name: users.name, sessions: count(sessions.id) })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .groupBy(users.id)
    .orderBy(desc(count(sessions.id)), asc(users.name))
    .limit(2);
  for (const { name, sessions } of busiest)
    console.log(`${name ?? 'Somebody'} has ${sessions} session${sessions === 1 ? '' : 's'}`);

  // One row or undefined.
  const ada = await first(db.select().from(users).where(eq(users.email, 'ada@example.test')));
  if (ada === undefined) throw new Error('npm run db:setup makes the people of this example');

  // What belongs together, by the relations: one statement, typed to the last level.
  const memberships = await db.query.members.findMany({
    where: (members, { eq }) => eq(members.userId, ada.id),
    with: { organization: { columns: { name: true } } },
    orderBy: (members, { asc }) => asc(members.id),
  });
  for (const { organization, role } of memberships)
    console.log(`${ada.name ?? 'Ada'} is in ${organization.name} as ${role}`);
}

void main().finally(async () => {
  await closeDb();
});
