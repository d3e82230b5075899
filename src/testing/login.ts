import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { withClient } from '../postgres/client.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';

/**
 * Makes logging in cheap on a server that is only there for tests. By itself PostgreSQL has the client hash the
 * password 4096 times over, for each connection of each test, which is a third of the time that a test database
 * takes. It guards a weak password whose hash was stolen; here there is nothing to steal.
 */
export async function easeLogins(settings: ConnectionSettings): Promise<void> {
  const { password, user } = settings;
  if (password === undefined) return;
  await withClient(settings, async (client) => {
    await client
      .query(`alter role ${quoteIdentifier(user)} password ${quoteLiteral(verifier(password))}`)
      // Two processes at once: one of them fails, and it is done all the same.
      .catch(() => undefined);
  });
}

/** The same password, hashed once, in the form in which the server keeps it (RFC 5803). */
export function verifier(password: string, salt: Buffer = randomBytes(16)): string {
  const rounds = 1;
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const key = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`;
}
