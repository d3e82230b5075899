import { checkParity } from '../parity/index.ts';
import type { CheckOptions, Verdict } from '../parity/index.ts';
import { textReport } from '../parity/report/index.ts';
import { inOptions } from './in-options.ts';
import { createTestDatabase } from './test-database.ts';
import type { TemplateOptions } from './wanted-template.ts';

/** What is compared, and how the database is made when none is given. */
export type ExpectParityOptions = Omit<CheckOptions, 'connection'> &
  TemplateOptions &
  Partial<Pick<CheckOptions, 'connection'>>;

/**
 * For a test: fails with the report when a freshly migrated database and the Drizzle schema do not agree, or when that
 * cannot be told.
 */
export async function expectParity({ connection, ...options }: ExpectParityOptions): Promise<Verdict> {
  if (connection !== undefined)
    return agreeing(await inOptions(async () => await checkParity({ ...options, connection })));
  await using database = await createTestDatabase(options);
  return agreeing(await checkParity({ ...options, connection: database.settings }));
}

function agreeing(verdict: Verdict): Verdict {
  if (verdict.agrees) return verdict;
  const error = new Error(
    `\n${textReport(verdict, { color: false, locations: () => undefined, verbose: true })}`,
  );
  error.name = 'ParityError';
  throw error;
}
