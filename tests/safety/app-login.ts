import { randomBytes } from 'node:crypto';
import { quoteIdentifier, quoteLiteral } from '../../src/postgres/identifier.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { withClient } from '../../src/postgres/client.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

/** A role that logs in, made for a test and gone with it. */
export interface Login extends AsyncDisposable {
  readonly name: string;
  readonly settings: ConnectionSettings;
}

/** Makes one. By itself it is a member of the role that applications work with, and of nothing else. */
export async function loginOn(
  { name: database, settings }: TestDatabase,
  attributes = 'in role keelson_app',
): Promise<Login> {
  const name = `${database}_${randomBytes(3).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const role = quoteIdentifier(name);
  await withClient(settings, async (client) => {
    await client.query(`create role ${role} login password ${quoteLiteral(password)} ${attributes}`);
  });
  return {
    name,
    settings: withSettings(settings, { user: name, password }),
    [Symbol.asyncDispose]: async () => {
      await withClient(settings, async (client) => {
        await client.query(`drop owned by ${role} cascade`);
        await client.query(`drop role ${role}`);
      });
    },
  };
}
