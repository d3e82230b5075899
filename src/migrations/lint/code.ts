import { quoted } from '../../parity/fix/code.ts';
import { alterTable, fixText, isPlain, tableCall } from '../../parity/fix/knex.ts';
import { rawText } from '../../parity/fix/builder/raw-text.ts';
import type { Named, ProbedConstraint } from '../probe/changed.ts';
import type { ProbedStatement } from '../probe/probed.ts';
import { changesOf } from './seen.ts';
import { sqlName } from './sql-name.ts';

/** A migration of a safe form. */
export interface Step {
  /** What it is for, and what has to be so before it is deployed. */
  readonly title: string;
  readonly up: readonly string[];
  readonly transaction?: false;
}

/** Migrations that are deployed one after the other, as code. */
export function migrations(steps: readonly Step[]): string {
  return steps
    .map(({ title, up, transaction }, index) =>
      [
        `// ${steps.length > 1 ? `${index + 1} of ${steps.length}: ` : ''}${title}`,
        ...(transaction === false ? ['export const config = { transaction: false };'] : []),
        'export async function up(knex) {',
        ...up.flatMap((one) => one.split('\n')).map((line) => `  ${line}`),
        '}',
      ].join('\n'),
    )
    .join('\n');
}

/** The same statement, for those who know that it does no harm. */
export function waiver(rule: string, example: string): string {
  return `export const waivers = { ${quoted(rule)}: ${quoted(example)} };`;
}

/** A statement of SQL in a migration. */
export function sql(statement: string): string {
  return `await knex.raw(${rawText(statement)});`;
}

/** A new column, by the builder where that can say it. */
export function addColumn(table: Named, column: string, type: string): string {
  if (!isPlain(table.schema, table.bare, column)) {
    return sql(`alter table ${table.name} add column ${sqlName(column)} ${type}`);
  }
  const place = { schema: table.schema === 'public' ? null : table.schema, name: table.bare };
  return fixText(alterTable(place, [tableCall('specificType', quoted(column), quoted(type))]));
}

/** The columns that a statement added with a constraint on them, each as it is, for what comes before the constraint. */
export function columnsFirst(
  statement: ProbedStatement,
  table: Named,
  columns: readonly string[],
): readonly string[] {
  return changesOf(statement, 'column added')
    .filter(({ table: other, column }) => other.name === table.name && columns.includes(column.name))
    .map(({ column }) => {
      const value = column.default === null ? '' : ` default ${column.default}`;
      const type = `${column.type}${value}${column.notNull ? ' not null' : ''}`;
      return addColumn(table, column.name, type);
    });
}

/** A constraint that is made for what is written from now on, and validated in a migration behind it. */
export function validatedLater(
  statement: ProbedStatement,
  table: Named,
  { name, columns, definition }: Pick<ProbedConstraint, 'name' | 'columns' | 'definition'>,
  validating: string,
): string {
  const add = `alter table ${table.name} add constraint ${sqlName(name)} ${definition ?? ''} not valid`;
  return migrations([
    {
      title: 'what is written from now on is checked',
      up: [...columnsFirst(statement, table, columns), sql(add)],
    },
    {
      title: validating,
      up: [sql(`alter table ${table.name} validate constraint ${sqlName(name)}`)],
    },
  ]);
}

/** What makes a column not null with no more than a look at the catalogue while others wait. */
export function setNotNull(table: Named, column: string): readonly Step[] {
  const name = sqlName(`${table.bare}_${column}_given`.slice(0, 60));
  const alter = `alter table ${table.name}`;
  return [
    {
      title: 'what is written from now on has a value',
      up: [sql(`${alter} add constraint ${name} check (${sqlName(column)} is not null) not valid`)],
    },
    {
      title: 'the rows that were there are read while others read and write',
      up: [
        sql(`${alter} validate constraint ${name}`),
        sql(`${alter} alter column ${sqlName(column)} set not null`),
        sql(`${alter} drop constraint ${name}`),
      ],
    },
  ];
}

/** An index that is built while others write. */
export function concurrently(definition: string): string {
  return sql(definition.replace(/^CREATE( UNIQUE)? INDEX/, 'CREATE$1 INDEX CONCURRENTLY'));
}
