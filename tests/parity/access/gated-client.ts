import type { ClientBase, Connection, Submittable } from 'pg';

/** One time that something is sent. */
export interface Step {
  /** From 1 on. */
  readonly number: number;
  readonly statements: readonly string[];
}

/** Has everything that is sent through a client wait for `before`, which is told what it is. */
export function gate(client: ClientBase, before: (step: Step) => Promise<void>): void {
  const send = client.query.bind(client) as (query: unknown) => unknown;
  let number = 0;
  Object.assign(client, {
    query: (query: unknown): unknown => {
      number += 1;
      const waited = before({ number, statements: statementsOf(query) });
      if (!isSubmittable(query)) return waited.then(() => send(query));
      void waited.then(() => send(query));
      return query;
    },
  });
}

function isSubmittable(query: unknown): query is Submittable {
  return typeof (query as Submittable | undefined)?.submit === 'function';
}

/** A batch says what it sends to nobody but a connection. */
function statementsOf(query: unknown): readonly string[] {
  if (!isSubmittable(query))
    return [typeof query === 'string' ? query : String((query as { text: unknown }).text)];
  const statements: string[] = [];
  const nothing = (): void => undefined;
  query.submit({
    stream: { cork: nothing, uncork: nothing },
    parse: ({ text }: { text: string }) => statements.push(text),
    bind: nothing,
    describe: nothing,
    execute: nothing,
    sync: nothing,
  } as unknown as Connection);
  return statements;
}
