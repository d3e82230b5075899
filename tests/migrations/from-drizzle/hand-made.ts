import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The first migration was made then, and each next one a minute later. */
const BEGIN = Date.UTC(2025, 0, 31, 12, 0, 0, 250);

export interface HandMade extends Disposable {
  readonly folder: string;
  /** Writes it again with other migrations: names, statements and, where it is not in turn, the minute of each. */
  write(migrations: readonly HandMadeMigration[]): void;
}

export type HandMadeMigration = readonly [name: string, sql: string, minute?: number];

/** A folder as drizzle-kit would lay it out, with migrations of one's own. */
export function handMade(
  migrations: readonly HandMadeMigration[],
  layout: 'journal' | 'folders' = 'journal',
): HandMade {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-by-hand-'));
  const put = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  const write = (all: readonly HandMadeMigration[]): void => {
    rmSync(folder, { recursive: true, force: true });
    const entries = all.map(([name, sql, minute], idx) => {
      const when = BEGIN + 60_000 * (minute ?? idx);
      if (layout === 'folders') {
        put(path.join(`${stampOf(when)}_${name}`, 'migration.sql'), sql);
        return {};
      }
      const tag = `${String(idx).padStart(4, '0')}_${name}`;
      put(`${tag}.sql`, sql);
      return { idx, version: '7', when, tag, breakpoints: true };
    });
    if (layout === 'journal')
      put('meta/_journal.json', JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  };
  write(migrations);
  return {
    folder,
    write,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function stampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}
