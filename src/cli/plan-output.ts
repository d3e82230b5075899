import { changedFactInWords, describeFinding } from '../migrations/index.ts';
import type {
  Kept,
  Restored,
  MigrationPlan,
  PlannedMigration,
  PlannedStatement,
} from '../migrations/index.ts';
import { blockedBy } from '../migrations/probe/blocks.ts';
import type { ProbedLock } from '../migrations/probe/probed.ts';
import { counted, duration } from './terminal.ts';

/** What would be done, for people. */
export function planInWords(plan: MigrationPlan, where: string): string {
  const { direction, migrations, kept, differences, stopped } = plan;
  const done = direction === 'up' ? 'applied to' : 'rolled back on';
  return [
    ...migrations.flatMap((one, index) => [
      `${index + 1} of ${migrations.length}  ${one.name}${one.isTransactional ? '' : ', without a transaction'}${one.irreversible === undefined ? '' : `, irreversible: ${one.irreversible}`}`,
      ...statementsInWords(one),
      ...one.hazards
        .filter(({ waived }) => waived === undefined)
        .map((hazard) => `  dangerous: ${describeFinding(hazard).replaceAll('\n', '\n    ')}`),
    ]),
    ...kept.map((one) => `would be set aside: ${keptInWords(one)}`),
    ...(differences === undefined || differences.length === 0
      ? []
      : [
          'what would not be as it was before the deploy:',
          ...differences.map((one) => `  ${changedFactInWords(one)}`),
        ]),
    stopped === undefined
      ? `dry run: nothing was changed; ${counted(migrations.length, 'migration')} would be ${done} ${where}`
      : `dry run: nothing was changed; it would fail at the last of these`,
  ].join('\n');
}

/** The same for programs. */
export function planForPrograms({
  direction,
  migrations,
  kept,
  differences,
  stopped,
}: MigrationPlan): string {
  const problem =
    stopped === undefined
      ? null
      : { code: stopped.code, what: stopped.what, why: stopped.why ?? null, fix: stopped.fix };
  return JSON.stringify(
    { direction, migrations, kept, differences: differences ?? null, stopped: problem },
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    2,
  );
}

/** Rows that are set aside, in words. */
export function keptInWords({ what, table, columns, rows }: Kept): string {
  const of = what === 'columns' ? `${columns.join(', ')} of ${table}` : table;
  return `${of}, ${counted(rows, 'row')}`;
}

/** Rows that came back, in words. */
export function restoredInWords({ table, rows, left }: Restored): string {
  const rest = left === 0 ? '' : `; ${counted(left, 'row')} had no place and are kept on`;
  return `brought back ${counted(rows, 'row')} of ${table}${rest}`;
}

function statementsInWords({ statements, isTransactional }: PlannedMigration): readonly string[] {
  const until = isTransactional ? 'until the migration ends' : 'until the statement ends';
  return statements.flatMap((one) => [`  ${oneLine(one)}`, ...locksInWords(one, until)]);
}

function oneLine({ sql, values, milliseconds }: PlannedStatement): string {
  const shown = values.length === 0 ? '' : `  -- ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  const took = milliseconds < 100 ? '' : `  (${duration(milliseconds)})`;
  return `${sql.trim().replaceAll(/\s*\n\s*/g, ' ')};${shown}${took}`;
}

/** Locks that keep nobody waiting but other changes of the schema are those of every query. */
function locksInWords(
  { locks, atMost, rewritten, scanned }: PlannedStatement,
  until: string,
): readonly string[] {
  const tables = (all: readonly ProbedLock[]): readonly ProbedLock[] =>
    all.filter(({ kind, mode }) => kind !== 'index' && blockedBy(mode) !== 'nothing');
  const line = ({ relation, mode, rows }: ProbedLock, word: string): string => {
    const size = rows === undefined || rows < 0 ? '' : `, about ${rows.toLocaleString('en')} rows`;
    const does = [
      ...(rewritten.includes(relation) ? ['written anew'] : []),
      ...(scanned.includes(relation) ? ['read from end to end'] : []),
    ];
    const work = does.length === 0 ? '' : `; ${does.join(', ')}`;
    return `    ${word} ${relation} (${mode}${size}): blocks ${blockedBy(mode)} ${until}${work}`;
  };
  return [
    ...tables(locks).map((lock) => line(lock, 'locks')),
    ...tables(atMost).map((lock) => line(lock, 'locks at most')),
  ];
}
