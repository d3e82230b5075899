/** What an error is known by. Drizzle wraps what the pool says. */
export function codeOf(error: unknown): unknown {
  const { code, cause } = error as {
    readonly code?: unknown;
    readonly cause?: { readonly code?: unknown };
  };
  return code ?? cause?.code;
}

/** The same of a query that fails; undefined of one that does not. */
export async function failure(asked: PromiseLike<unknown>): Promise<unknown> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}
