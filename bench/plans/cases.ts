import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { buildSchema, loadSchema } from '../../tests/parity/corpus.ts';
import type { ChangeTable } from '../../tests/parity/changes/change.ts';
import { BASE } from '../../tests/parity/databases/base.ts';
import { CHANGES } from '../../tests/parity/databases/changes.ts';
import { TRAPS } from './traps.ts';
import type { Ground } from './side.ts';

/** Two databases between which a plan leads in either direction: what is made of the ground on each side. */
export interface Case {
  readonly name: string;
  /** SQL: what is there at first. */
  readonly from: string;
  /** SQL: where it is to lead, of the same ground. */
  readonly to: string;
  readonly since?: number | undefined;
  /** Whether the verdict finds something in the first. */
  readonly isJudged?: boolean;
  /** What the second is declared as, where it is: the verdict's fixes are run then as well. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** What must run when the way there is done. */
  readonly then?: string;
}

/** Cases on the same ground. */
export interface Batch {
  readonly ground: Ground;
  readonly cases: readonly Case[];
}

/** `a`: each change that somebody makes to a database of a Drizzle schema, to be taken back. */
export async function changedSchemas(root: string): Promise<readonly Batch[]> {
  const folder = path.join(root, 'tests', 'parity', 'changes');
  const batches: Batch[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (file === 'change.ts') continue;
    const tables = (await import(path.join(folder, file))) as Record<
      string,
      Partial<ChangeTable> | undefined
    >;
    for (const table of Object.values(tables)) {
      const { schema, changes } = table ?? {};
      // What CommonJS adds to a module is no table.
      if (schema === undefined || changes === undefined) continue;
      const one = await loadSchema(schema);
      batches.push({
        ground: { server: '', build: async (client) => buildSchema(client, one) },
        cases: changes.map(({ change, since, expect }) => ({
          name: change.replaceAll(/\s+/g, ' '),
          from: change,
          to: '',
          since,
          schema: one.schema,
          isJudged: expect.some((line) => !line.startsWith('undecided ')),
        })),
      });
    }
  }
  return batches;
}

/** `b`: each kind of object or fact of a database, changed. */
export function changedDatabases(): readonly Batch[] {
  const named = (sql: string): string =>
    sql.replaceAll('TABLESPACE', 'plan_space').replaceAll('ROLE', 'plan_role').replaceAll('USER', 'owner');
  const server =
    "create role plan_role; set allow_in_place_tablespaces = on; create tablespace plan_space location ''";
  const build = async (client: Client): Promise<void> => {
    await client.query(BASE);
  };
  return [
    {
      ground: { server, build },
      cases: CHANGES.map(({ name, setup = '', change, since }) => ({
        name,
        from: named(`${setup};${change}`),
        to: named(setup),
        since,
      })),
    },
  ];
}

/** `c`: what is known to be hard. */
export function trapped(): readonly Batch[] {
  const build = (): Promise<void> => Promise.resolve();
  return [{ ground: { server: '', build }, cases: TRAPS }];
}
