import { runInNewContext } from 'node:vm';
import type { Knex } from 'knex';

/** A migration of a safe form, as it is printed. */
export interface PrintedMigration {
  readonly up: (knex: Knex) => Promise<void>;
  readonly transaction: boolean;
}

/** The migrations that a finding proposes, each made of its very text; none where it proposes something else. */
export function migrationsIn(fix: string): readonly PrintedMigration[] {
  if (!fix.includes('export async function up(')) return [];
  return fix.split(/\n(?=\/\/ )/).map((text) => {
    const body = text
      .replaceAll('export const config =', 'exports.config =')
      .replaceAll('export async function up(', 'exports.up = async function up(');
    const exported: { up?: PrintedMigration['up']; config?: { transaction?: boolean } } = {};
    runInNewContext(body, { exports: exported });
    if (exported.up === undefined) throw new Error(`no migration: ${text}`);
    return { up: exported.up, transaction: exported.config?.transaction ?? true };
  });
}

/** The waiver that a finding proposes, made of its very text. */
export function waiverIn(fix: string): Readonly<Record<string, unknown>> | undefined {
  const line = fix.split('\n').find((one) => one.startsWith('export const waivers ='));
  if (line === undefined) return undefined;
  const exported: { waivers?: Readonly<Record<string, unknown>> } = {};
  runInNewContext(line.replace('export const waivers', 'exports.waivers'), { exports: exported });
  return exported.waivers;
}
