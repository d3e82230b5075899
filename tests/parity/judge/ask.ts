import type { ClientBase } from 'pg';
import { queryAll } from '../../../src/catalog/batch.ts';
import { inSnapshot } from '../../../src/catalog/session.ts';
import type { Session } from '../../../src/catalog/session.ts';
import type { Question } from '../../../src/parity/judge/question.ts';
import type { Relation } from '../../../src/parity/relations.ts';
import type { Pair } from './pair.ts';

const READ_COLUMNS = `
SELECT n.nspname::text, c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname IN ('public', 'auth') AND a.attnum > 0
ORDER BY 1, 2, a.attnum`;

/** Makes the live side of each pair, as the migration wrote it. */
export async function makeLive(client: ClientBase, pairs: readonly Pair[]): Promise<void> {
  for (const [place, { as, type = '', method = '', live }] of pairs.entries()) {
    const statement = {
      default: `create table live_${place} (c ${type} default (${live}))`,
      generated: `create table live_${place} (like people, c ${type} generated always as (${live}) stored)`,
      check: `alter table people add constraint live_${place} check (${live}) not valid`,
      key: `create index live_${place} on people using ${method} (${live})`,
      predicate: `create index live_${place} on people (id) where ${live}`,
      policy: `create policy live_${place} on auth.users using (${live})`,
      view: `create view live_${place} as ${live}`,
    }[as];
    await client.query(statement);
  }
}

/** The question that each pair is, with the text that Postgres prints. */
export async function questionsOf(session: Session, pairs: readonly Pair[]): Promise<readonly Question[]> {
  return await inSnapshot(session, async () => {
    const [columns, ...printed] = await queryAll(session.client, [
      { text: READ_COLUMNS },
      ...pairs.map((pair, place) => ({ text: printQuery(pair.as, `live_${place}`) })),
    ]);
    const relation = (schema: string, name: string): Relation => ({
      schema,
      name,
      declaredName: name,
      columns: (columns?.rows as [string, string, string, string][])
        .filter(([namespace, table]) => namespace === schema && table === name)
        .map(([, , column, type]) => ({ live: column, declared: column, type })),
    });
    const people = relation('public', 'people');
    const users = relation('auth', 'users');
    return pairs.map(({ as, declared, method }, place): Question => {
      const [live, type, storedAs] = printed[place]?.rows[0] as [string, string?, string?];
      const common = { key: place, declared, live };
      switch (as) {
        case 'default':
          return { ...common, sees: 'nothing', type, storedAs };
        case 'generated':
          return { ...common, sees: 'columns', type, storedAs, relation: people };
        case 'key':
          return { ...common, sees: 'columns', relation: people, access: { method: method ?? '' } };
        case 'check':
        case 'predicate':
          return { ...common, sees: 'columns', type: 'boolean', relation: people };
        case 'policy':
          return { ...common, sees: 'tables', type: 'boolean', relation: users };
        case 'view':
          return { ...common, sees: 'query' };
      }
    });
  });
}

function printQuery(as: Pair['as'], name: string): string {
  switch (as) {
    case 'default':
    case 'generated':
      return `SELECT pg_get_expr(d.adbin, d.adrelid), format_type(a.atttypid, -1), format_type(a.atttypid, a.atttypmod)
        FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE d.adrelid = 'public.${name}'::regclass`;
    case 'check':
      return `SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = '${name}'`;
    case 'key':
      return `SELECT pg_get_indexdef('public.${name}'::regclass, 1, false)`;
    case 'predicate':
      return `SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'public.${name}'::regclass`;
    case 'policy':
      return `SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = '${name}'`;
    case 'view':
      return `SELECT rtrim(pg_get_viewdef('public.${name}'::regclass), ';')`;
  }
}
