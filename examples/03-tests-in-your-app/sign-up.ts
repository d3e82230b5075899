import { first, users } from 'keelson';
import type { Db, User } from 'keelson';

/** Takes the client as an argument, so that a test can give it one on a database of its own. */
export async function signUp(db: Db, email: string): Promise<User> {
  const user = await first(db.insert(users).values({ email }).onConflictDoNothing().returning());
  if (user === undefined) throw new Error(`${email} has an account already`);
  return user;
}
