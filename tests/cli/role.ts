import { Client } from 'pg';

export interface Role extends AsyncDisposable {
  readonly name: string;
  /** The same database as this role, or another one. */
  url(database?: string): string;
}

/** A role of its own for a test, with the attributes that are given and no others. */
export async function makeRole(database: { url: string; name: string }, attributes = ''): Promise<Role> {
  const name = `${database.name}_role`;
  const admin = async (...statements: readonly string[]): Promise<void> => {
    const client = new Client(database.url);
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await admin(`create role "${name}" login password 'secret' ${attributes}`);
  return {
    name,
    url(other = database.name) {
      const url = new URL(database.url);
      url.username = name;
      url.password = 'secret';
      url.pathname = `/${encodeURIComponent(other)}`;
      return url.href;
    },
    [Symbol.asyncDispose]: () => admin(`drop owned by "${name}"`, `drop role "${name}"`),
  };
}

/** Runs one statement as whoever the URL names. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
