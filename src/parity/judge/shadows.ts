import { namesIn } from './case.ts';
import type { Case } from './case.ts';
import type { Knowledge } from './knowledge.ts';
import { tokensOf } from './tokens.ts';

/** A name in a question that the application's search_path takes from the server's own and gives to another one. */
export function isShadowed(asked: Case, { shadowed }: Knowledge): string | undefined {
  if (shadowed.length === 0) return undefined;
  const { declared, live, type } = asked.question;
  const names = new Set([...namesIn(asked), ...(tokensOf(type ?? '') ?? []).map(({ value }) => value)]);
  return shadowed.find(
    (name) => names.has(name) || (/^\W/.test(name) && (declared.includes(name) || live.includes(name))),
  );
}

/** Why nothing can be said of it. */
export function shadowedReason(name: string): string {
  return `${name} is the server's own in what Postgres prints, and another one in the search_path of the connection, which names a namespace before pg_catalog: take pg_catalog off the path, or move it to its front`;
}
