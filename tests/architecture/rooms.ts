/** A room of the house: a folder or a file, and what it may look into. */
export interface Room {
  readonly path: string;
  /** Files beside it that belong to it. */
  readonly also?: readonly string[];
  /** Other rooms, by their paths. */
  readonly rooms: readonly string[];
  /** Packages from npm; Node's own modules are open to all. */
  readonly packages: readonly string[];
}

/** Every room with the arrows that lead out of it: docs/architecture.md shows this list as a table. */
export const ROOMS: readonly Room[] = [
  { path: 'src/problem.ts', rooms: [], packages: [] },
  { path: 'src/shown-path.ts', rooms: [], packages: [] },
  {
    path: 'src/load-module.ts',
    rooms: ['src/problem.ts', 'src/shown-path.ts'],
    packages: ['tsx'],
  },
  { path: 'src/postgres', rooms: ['src/problem.ts'], packages: ['pg'] },
  {
    path: 'src/env.ts',
    also: ['src/env-files.ts', 'src/env-variables.ts'],
    rooms: ['src/problem.ts', 'src/postgres'],
    packages: ['dotenv', 'zod'],
  },
  {
    path: 'src/lib/db',
    rooms: ['src/problem.ts', 'src/postgres', 'src/env.ts'],
    packages: ['drizzle-orm', 'pg'],
  },
  {
    path: 'src/serverless',
    rooms: ['src/postgres', 'src/env.ts', 'src/lib/db'],
    packages: ['pg'],
  },
  {
    path: 'src/migrations',
    rooms: [
      'src/problem.ts',
      'src/shown-path.ts',
      'src/load-module.ts',
      'src/postgres',
      'src/catalog',
      'src/parity',
    ],
    packages: ['knex', 'pg'],
  },
  { path: 'src/catalog', rooms: ['src/problem.ts', 'src/postgres'], packages: ['pg'] },
  {
    path: 'src/parity',
    rooms: ['src/problem.ts', 'src/postgres', 'src/env.ts', 'src/catalog'],
    packages: ['pg'],
  },
  {
    path: 'src/testing',
    rooms: ['src/problem.ts', 'src/postgres', 'src/env.ts', 'src/migrations', 'src/parity'],
    packages: ['@testcontainers/postgresql', 'knex', 'pg'],
  },
  {
    path: 'src/cli',
    rooms: [
      'src/problem.ts',
      'src/shown-path.ts',
      'src/load-module.ts',
      'src/postgres',
      'src/env.ts',
      'src/lib/db',
      'src/migrations',
      'src/catalog',
      'src/parity',
      'src/testing',
    ],
    packages: ['knex', 'pg'],
  },
  { path: 'src/index.ts', rooms: ['src/problem.ts', 'src/lib/db'], packages: [] },
  {
    path: 'knexfile.ts',
    rooms: ['src/env.ts', 'src/migrations', 'src/postgres'],
    packages: ['knex'],
  },
  { path: 'drizzle.config.ts', rooms: ['src/env.ts', 'src/postgres'], packages: ['drizzle-kit'] },
  { path: 'knex/migrations', rooms: [], packages: ['knex'] },
  { path: 'knex/seeds', rooms: [], packages: ['knex'] },
];
