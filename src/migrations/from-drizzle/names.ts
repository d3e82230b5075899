import type { DrizzleMigration } from './drizzle-migration.ts';

/** A migration of drizzle-kit's and its name in Knex's history. */
export interface NamedMigration {
  readonly name: string;
  readonly migration: DrizzleMigration;
}

const A_SECOND = 1000;

/** The names of Knex migrations in the same order: each with the time at which it was made, a second apart at least. */
export function namedForKnex(migrations: readonly DrizzleMigration[]): readonly NamedMigration[] {
  let last = Number.NEGATIVE_INFINITY;
  return migrations.map((migration) => {
    last = Math.max(Math.floor(migration.when / A_SECOND) * A_SECOND, last + A_SECOND);
    return { name: `${stampOf(last)}_${plainName(migration.tag)}`, migration };
  });
}

function stampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}

/** A tag without its number, of letters that a file's name can have anywhere. */
function plainName(tag: string): string {
  const name = tag
    .replace(/^\d+_/, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '_')
    .replaceAll(/^[_-]+|_+$/g, '')
    .slice(0, 100);
  return name === '' ? 'migration' : name;
}
