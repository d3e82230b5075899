import { Problem } from '../problem.ts';

/** By code, what to do for somebody who writes a test: there are options, and no flags of a command. */
const ADVICE: Readonly<Record<string, string | undefined>> = {
  'migrations/no-knexfile':
    "name it: { knexfile: 'path/to/knexfile.ts' }; a project that migrates with something else makes its database by itself and gives it: expectParity({ schema, connection })",
  'parity/nothing-there': 'migrate it first, or give the right database as connection',
  'connection/refused': 'start the server, or correct the host and port in connection',
  'connection/no-database': 'make it before the test, or correct its name in connection',
};

/** Runs `use`, and gives what goes wrong the advice that whoever calls it with options can follow. */
export async function inOptions<Result>(use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    const fix = error instanceof Problem ? ADVICE[error.code] : undefined;
    if (!(error instanceof Problem) || fix === undefined) throw error;
    const { code, what, why, cause } = error;
    throw new Problem({ code, what, ...(why !== undefined && { why }), fix, cause });
  }
}
