import { Problem } from '../../problem.ts';
import { tableName } from '../history.ts';
import type { Direction } from '../run-migration.ts';
import type { MigrationSession } from '../session/session.ts';

const HALF_WAY = `
select name, count(done)::int as done from keelson.steps where history = $1 and direction = $2
group by name order by name`;

/**
 * Refuses to go one way while a migration that runs without a transaction is half way in the other: what its statements
 * did stands on the migrations around it, and is in no history.
 */
export async function refuseHalfWay(
  { client, table }: MigrationSession,
  direction: Direction,
): Promise<void> {
  const other = direction === 'up' ? 'down' : 'up';
  const { rows } = await client.query<{ name: string; done: number }>(HALF_WAY, [tableName(table), other]);
  const [first] = rows;
  if (first === undefined) return;
  const [command, state, what] =
    other === 'up'
      ? ['npm run db:migrate', 'applied', 'nothing has been taken back']
      : ['npm run db:migrate:rollback', 'taken back', 'no migration has been run'];
  throw new Problem({
    code: 'migrations/half-way',
    what: rows
      .map(({ name, done }) => `${name} is half way ${state}: ${done} of its statements are done`)
      .join('\n'),
    why: `it runs without a transaction, and goes on where it ended; what it has done until then must stay as it is. ${what}`,
    fix: `finish it: ${command}. A statement that cannot be done may be changed in its file. Or undo by hand what it did, then: delete from keelson.steps where name = '${first.name.replaceAll("'", "''")}'`,
  });
}
