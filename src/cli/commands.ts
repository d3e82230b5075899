import type { Command } from './command.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when it is called: most commands need little of the rest. */
  load(): Promise<{ default: unknown }>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'setup',
    summary: 'from nothing to a migrated, seeded database and a typed query',
    load: () => import('./commands/setup.ts'),
  },
  {
    name: 'reset',
    summary: 'drop the database and build it again',
    load: () => import('./commands/reset.ts'),
  },
  { name: 'up', summary: 'start the embedded server', load: () => import('./commands/up.ts') },
  { name: 'down', summary: 'stop the embedded server', load: () => import('./commands/down.ts') },
  {
    name: 'status',
    summary: 'where the database is and whether it answers',
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'push',
    summary: 'make a local database what the schema says, without a migration',
    load: () => import('./commands/push.ts'),
  },
  { name: 'migrate', summary: 'apply every pending migration', load: () => import('./commands/migrate.ts') },
  {
    name: 'migrate:make',
    summary: 'write the migration for what differs, with its way back',
    load: () => import('./commands/migrate-make.ts'),
  },
  {
    name: 'migrate:rollback',
    summary: 'take back what the last migrate applied',
    load: () => import('./commands/migrate-rollback.ts'),
  },
  {
    name: 'kept',
    summary: 'the rows that rollbacks set aside',
    load: () => import('./commands/kept.ts'),
  },
  {
    name: 'migrate:status',
    summary: 'what is applied and what is pending',
    load: () => import('./commands/migrate-status.ts'),
  },
  {
    name: 'migrate:repair',
    summary: 'accept applied migrations whose files were changed',
    load: () => import('./commands/migrate-repair.ts'),
  },
  {
    name: 'migrate:prove',
    summary: 'whether each down takes back what its up does, tried on a scratch database',
    load: () => import('./commands/migrate-prove.ts'),
  },
  {
    name: 'adopt',
    summary: 'take over a database that has no history of Knex, also one of drizzle-kit',
    load: () => import('./commands/adopt.ts'),
  },
  {
    name: 'check',
    summary: 'whether the database and the Drizzle schema agree',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'pull',
    summary: 'the Drizzle code of what the database has and the schema does not, or a whole schema from it',
    load: () => import('./commands/pull.ts'),
  },
  { name: 'seed', summary: 'run the seeds of a mode', load: () => import('./commands/seed.ts') },
  {
    name: 'environment',
    summary: 'read or write what the database is for',
    load: () => import('./commands/environment.ts'),
  },
  { name: 'psql', summary: 'psql on the database', load: () => import('./commands/psql.ts') },
  { name: 'studio', summary: 'Drizzle Studio on the database', load: () => import('./commands/studio.ts') },
];

/** The command of that name, or undefined. */
export async function findCommand(name: string): Promise<Command | undefined> {
  const entry = COMMANDS.find((command) => command.name === name);
  return entry && ((await entry.load()).default as Command);
}
