import path from 'node:path';
import type { Knex } from 'knex';
import { describeFinding, lockFileOf } from '../migrations/index.ts';
import { DRIZZLE_TABLE } from '../migrations/from-drizzle/applied.ts';
import type { AppliedByDrizzle, DrizzleTable } from '../migrations/from-drizzle/applied.ts';
import type { DrizzleFolder } from '../migrations/from-drizzle/drizzle-migration.ts';
import { migrationDirectories } from '../migrations/knexfile.ts';
import type { ProvenMigrations } from '../migrations/from-drizzle/prove-migrations.ts';
import type { WrittenFromDrizzle } from '../migrations/from-drizzle/write-migrations.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { shownPath } from '../shown-path.ts';
import { asCalled, print } from './terminal.ts';

/** What is worth knowing of a folder and of what a database says of it. */
export function foundInWords(
  { unlisted }: DrizzleFolder,
  live: AppliedByDrizzle | undefined,
): readonly string[] {
  const { changed = [], unrecorded = [], unknown = [] } = live ?? {};
  return [
    ...unlisted.map(
      (file) => `note: ${file} is in no journal: drizzle-kit never runs it, and it is left out`,
    ),
    ...changed.map(
      ({ file }) => `note: ${shownPath(file)} is not the text that was applied: it was changed since`,
    ),
    ...unrecorded.map(
      ({ file }) =>
        `note: ${shownPath(file)} counts as applied, since a later one is, and nothing says that it was: Drizzle passes it by`,
    ),
    ...unknown.map((name) => `note: the database has a migration that is not in the folder: ${name}`),
  ];
}

/** Says what was written, or would be, and what the proofs have shown. */
export function reportWritten(
  { texts, remarks, proof }: ProvenMigrations,
  {
    written,
    config,
    applied,
  }: {
    /** Undefined where nothing was. */
    readonly written: readonly WrittenFromDrizzle[] | undefined;
    readonly config: Knex.Config;
    /** The names of those that a database has already. */
    readonly applied: ReadonlySet<string>;
  },
): void {
  const folder = migrationDirectories(config).at(-1) ?? '.';
  for (const { file } of written === undefined ? texts : [])
    print(`would write ${shownPath(path.join(folder, file))}`);
  for (const { file, isProven } of written ?? [])
    print(`wrote ${shownPath(file)}${isProven ? ', proven' : ''}`);
  for (const [name, { irreversible, notes }] of remarks) {
    if (irreversible !== undefined) print(`irreversible ${name}: ${irreversible}`);
    for (const note of notes) print(`note: ${name}: ${note}`);
  }
  for (const { name, hazards } of proof.migrations) {
    if (applied.has(name)) continue;
    for (const hazard of hazards.filter(({ waived }) => waived === undefined))
      print(`dangerous ${describeFinding(hazard).split('\n')[0] ?? ''} [${hazard.rule}]`);
  }
  if (written === undefined) return;
  if (written.some(({ isProven }) => isProven))
    print(`written: ${shownPath(lockFileOf(config))}, to be committed with them`);
  if (written.some(({ isProven }) => !isProven))
    print(
      asCalled(
        'no proof is kept where the way back is not whole, nor of what is dangerous and not known to be applied: npm run db:migrate:prove tells more, and with --accept keeps the latter',
      ),
    );
}

/** What is to be done once Knex has taken over. */
export function whatIsLeft(
  { folder }: DrizzleFolder,
  live: { readonly table: DrizzleTable } | undefined,
): readonly string[] {
  const plain = shownPath(folder);
  const shown = path.isAbsolute(plain) || plain.startsWith('.') ? plain : `./${plain}`;
  const { schema, name } = live?.table ?? DRIZZLE_TABLE;
  const drops = [
    `drop table ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
    // Drizzle made it for that table.
    ...(schema === DRIZZLE_TABLE.schema ? [`drop schema ${quoteIdentifier(schema)}`] : []),
  ];
  return [
    'what is left to do:',
    '  now: take drizzle-kit generate, migrate and push out of scripts and deploys, and migrate() of drizzle-orm out of the app',
    `  before its next deploy: take over every ${live === undefined ? '' : 'other '}database that has them: npx keelson adopt drizzle ${shown} --url postgres://…`,
    `  when all are taken over: delete ${shown}, and in each database: ${drops.join('; ')}`,
  ];
}
