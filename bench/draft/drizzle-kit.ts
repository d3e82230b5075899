import * as kit from 'drizzle-kit/api';

/** What is used of it, since its own declarations speak of another zod than the one that is here. */
const { generateDrizzleJson, generateMigration } = kit as unknown as {
  readonly generateDrizzleJson: (schema: Record<string, unknown>, before?: string) => { readonly id: string };
  readonly generateMigration: (before: object, after: object) => Promise<readonly string[]>;
};

/** drizzle-kit's migration from nothing: the milliseconds and how many statements it has. */
export async function generated(
  schema: Record<string, unknown>,
): Promise<{ readonly milliseconds: number; readonly up: number; readonly down: 0 }> {
  const start = performance.now();
  const before = generateDrizzleJson({});
  const statements = await generateMigration(before, generateDrizzleJson(schema, before.id));
  return { milliseconds: performance.now() - start, up: statements.length, down: 0 };
}
