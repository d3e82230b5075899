import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';

const DIRECTORY = path.resolve(__dirname, '../../knex/migrations');

/** One migration: its file's name without extension, and its two directions. */
export interface MigrationFile {
  readonly name: string;
  readonly up: (knex: Knex) => Promise<void>;
  readonly down: (knex: Knex) => Promise<void>;
}

/** The migrations in the order in which they are applied, imported as they stand. */
export async function migrationFiles(): Promise<MigrationFile[]> {
  const files = (await readdir(DIRECTORY)).filter((file) => file.endsWith('.ts')).sort();
  const migrations: MigrationFile[] = [];
  for (const file of files) {
    const { up, down } = (await import(path.join(DIRECTORY, file))) as Omit<MigrationFile, 'name'>;
    migrations.push({ name: path.parse(file).name, up, down });
  }
  return migrations;
}
