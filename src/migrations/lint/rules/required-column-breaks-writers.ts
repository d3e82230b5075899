import { addColumn, migrations, setNotNull } from '../code.ts';
import type { Named } from '../../probe/changed.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

const NULL_FOUND = '23502';

/** A column without which no row can be written, and of which the running app knows nothing. */
export const requiredColumnBreaksWriters: Rule = {
  id: 'required-column-breaks-writers',
  title: 'A new column that is not null and has no default',
  judge: ({ statement, words }) => {
    const added = changesOf(statement, 'column added')
      .filter(
        ({ column }) =>
          column.notNull && column.default === null && column.generated === '' && column.identity === '',
      )
      .map(({ table, column }) => found(table, column.name, column.type));
    const about = statement.errorCode === NULL_FOUND ? statement.errorAbout : undefined;
    if (about === undefined || words[0] !== 'alter') return added;
    const { schema, table: bare, column } = about;
    return [...added, found({ name: `${sqlName(schema)}.${sqlName(bare)}`, schema, bare }, column, 'text')];
  },
};

function found(table: Named, column: string, type: string): ReturnType<Rule['judge']>[number] {
  return {
    what: `${table.name}.${column} must have a value, and nothing gives it one`,
    why: 'where the table has rows, the migration fails; where it has none, the inserts of the release that still runs do',
    fix: migrations([
      {
        title: 'nullable at first; from then on the app writes it, and old rows are filled in batches',
        up: [addColumn(table, column, type)],
      },
      ...setNotNull(table, column),
    ]),
  };
}
