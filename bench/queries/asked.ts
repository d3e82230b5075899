/** What is asked, by the number of the question: the same of every peer. */
export const ASKED = {
  session: (n: number) => ({ token: `token ${(n % 400_000) + 1}` }),
  user: (n: number) => ({ email: `User${(n % 200_000) + 1}@Example.test` }),
  membership: (n: number) => ({ organizationId: `o${(n % 100) + 1}`, userId: userId(n % 2000) }),
  sessions: (n: number) => ({ userId: userId(n % 200_000) }),
} as const;

export type Asked = typeof ASKED;
export type Question = keyof Asked;

/** A way to ask one question. */
export interface Asks<Given> {
  readonly ask: (given: Given) => Promise<unknown>;
  readonly end: () => Promise<void>;
}

/** A way to ask each of them. */
export interface Peer {
  readonly ask: { readonly [Name in Question]: (given: ReturnType<Asked[Name]>) => Promise<unknown> };
  readonly end: () => Promise<void>;
}

function userId(n: number): string {
  return `u${String(n + 1).padStart(7, '0')}`;
}
