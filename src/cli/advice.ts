import { Problem } from '../problem.ts';

/** How the command was called, as far as advice depends on it. */
export interface Call {
  /** Whether the database was named with --url. */
  readonly isUrlGiven: boolean;
  /** Whether the project has a knexfile: without one, our commands would bring migrations that are not the project's. */
  readonly hasKnexfile: boolean;
}

/** By code, what somebody does who has neither our migrations nor our server. `where` is what names the database. */
const WITHOUT_KNEXFILE: Readonly<Record<string, ((where: string) => string) | undefined>> = {
  'connection/no-database': (where) =>
    `make it and migrate it as your project does, or correct its name in ${where}`,
  'connection/refused': (where) => `start the server, or correct the host and port in ${where}`,
  'env/no-database': () =>
    'set DATABASE_URL in the shell or .env, or name the database with --url, for example postgres://user:password@localhost:5432/app',
  'parity/nothing-there': () =>
    'migrate it first, as your project does, or name the right database with --url',
};

/** A problem with advice that whoever called us so can follow. */
export function advised(problem: Problem, { isUrlGiven, hasKnexfile }: Call): Problem {
  const where = isUrlGiven ? '--url' : 'DATABASE_URL';
  const other = hasKnexfile ? undefined : WITHOUT_KNEXFILE[problem.code]?.(where);
  return withFix(problem, other ?? urlCalled(problem, where));
}

/** The advice of a failed connection, about the place in which its URL was given. */
export function urlCalled({ code, fix }: Problem, where: string): string {
  return /^(?:connection|tls)\//.test(code) ? fix.replaceAll('DATABASE_URL', where) : fix;
}

/** The same problem with other advice. */
export function withFix(problem: Problem, fix: string): Problem {
  const { code, what, why, cause } = problem;
  if (fix === problem.fix) return problem;
  return new Problem({ code, what, ...(why !== undefined && { why }), fix, cause });
}
