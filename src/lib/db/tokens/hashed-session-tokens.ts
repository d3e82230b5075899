import { hashToken } from './token.ts';

/** What of a session passes through an adapter. */
interface WithToken {
  readonly sessionToken: string;
}

/** The methods of an Auth.js adapter that are given a session's token, or give one back. */
export interface SessionAdapter {
  // The types of Auth.js are narrower, and those of each adapter again: only the token is looked at here.
  createSession?(session: never): unknown;
  getSessionAndUser?(token: string): unknown;
  updateSession?(session: never): unknown;
  deleteSession?(token: string): unknown;
}

type Method = (given: unknown) => unknown;

/**
 * The same Auth.js adapter, which stores the hash of each session's token and never the token: who reads the table, or a
 * backup of it, cannot sign in with what is there. All other methods stay as they are. Sessions that are there already
 * are ended by it, since their tokens are not hashed; Auth.js hashes the tokens of its e-mail links by itself.
 *
 *     NextAuth({ adapter: withHashedSessionTokens(DrizzleAdapter(db, tables)), session: { strategy: 'database' } })
 */
export function withHashedSessionTokens<Adapter extends SessionAdapter>(adapter: Adapter): Adapter {
  const { createSession, getSessionAndUser, updateSession, deleteSession } = adapter as Readonly<
    Record<keyof SessionAdapter, Method | undefined>
  >;
  // What an adapter gives back goes into the cookie: it has to be the token again.
  const bySession = (method: Method) => async (session: WithToken) => {
    const stored: unknown = await method.call(adapter, hashed(session));
    return withToken(stored, session.sessionToken);
  };
  return {
    ...methodsOf(adapter),
    ...(createSession && { createSession: bySession(createSession) }),
    ...(updateSession && { updateSession: bySession(updateSession) }),
    ...(getSessionAndUser && {
      getSessionAndUser: async (token: string) => {
        const found = (await getSessionAndUser.call(adapter, hashToken(token))) as {
          readonly session: unknown;
        } | null;
        return found && { ...found, session: withToken(found.session, token) };
      },
    }),
    ...(deleteSession && {
      deleteSession: async (token: string) =>
        withToken(await deleteSession.call(adapter, hashToken(token)), token),
    }),
  };
}

function hashed(session: WithToken): WithToken {
  return { ...session, sessionToken: hashToken(session.sessionToken) };
}

/** Some adapters give nothing back, or that there was no such session. */
function withToken(stored: unknown, token: string): unknown {
  const isSession = typeof stored === 'object' && stored !== null && 'sessionToken' in stored;
  return isSession ? { ...stored, sessionToken: token } : stored;
}

/** An adapter may be an object of a class, whose methods are not its own. */
function methodsOf<Adapter extends object>(adapter: Adapter): Adapter {
  const methods: Record<string, unknown> = {};
  for (
    let one: object | null = adapter;
    one !== null && one !== Object.prototype;
    one = Object.getPrototypeOf(one) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(one)) {
      const value: unknown = Reflect.get(adapter, name);
      if (name !== 'constructor' && !(name in methods))
        methods[name] = typeof value === 'function' ? (value.bind(adapter) as unknown) : value;
    }
  }
  return methods as Adapter;
}
