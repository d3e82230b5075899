import type makeKnex from 'knex';
import { Problem } from '../problem.ts';

/** Knex, which a project that only compares its schema need not have. */
export async function loadKnex(): Promise<typeof makeKnex> {
  try {
    return (await import('knex')).default;
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code?.endsWith('MODULE_NOT_FOUND') === true
      ? notInstalled(cause)
      : cause;
  }
}

function notInstalled(cause: unknown): Problem {
  return new Problem({
    code: 'migrations/no-knex',
    what: 'Knex is not installed in this project',
    why: 'it runs the migrations and the seeds; a project that only compares its schema does without',
    fix: 'npm install knex',
    cause,
  });
}
