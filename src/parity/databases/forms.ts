import type { Statement } from '../../catalog/batch.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { likeItsTable, qualified } from './form.ts';
import type { About, Form } from './form.ts';
import { RULE } from './rule-form.ts';

/** By kind and fact. A text without a form is what it is: nothing was read to come to it. */
export const FORMS: Readonly<Record<string, Form | undefined>> = {
  'column.default': values(),
  'column.generation': values(itsTable),
  'check.expression': values(itsTable),
  'index.expressions': values(itsTable),
  'index.where': values(itsTable),
  'policy.using': values(itsTable),
  'policy.check': values(itsTable),
  'domain.default': values(),
  'domain constraint.expression': values(itsValue),
  'function.defaults': values(),
  'statistics.expressions': values(({ facts }) => `ONLY ${String(facts.table)}`),
  'publication table.where': values(({ name }) => `ONLY ${name}`),
  'trigger.when': values((object) => `${itsTable(object)} AS old, ${itsTable(object)} AS new`),
  'view.definition': { read: asView },
  'materialized view.definition': { read: asView },
  'exclusion constraint.definition': { read: asConstraint },
  'rule.definition': RULE,
  'function.sqlBody': { read: asBody },
  // Constants that were computed when the partition was made.
  'foreign table.partitionBound': undefined,
};

/** One value or more, in the condition of a view: no table is touched, and nothing is computed. */
function values(from?: (object: CatalogObject) => string): Form {
  return {
    begin: (text, object) =>
      `SELECT 1 AS one${from === undefined ? '' : ` FROM ${from(object)}`} WHERE ROW(${text}) IS NOT NULL`,
    read: asView,
  };
}

function itsTable({ schema, parent }: CatalogObject): string {
  return `ONLY ${qualified(schema, parent)}`;
}

/** VALUE is read as any other name: a column that is called so stands for it. */
function itsValue({ schema, parent }: CatalogObject): string {
  return `(SELECT NULL::${qualified(schema, parent)} AS value) AS domain`;
}

function asView(text: string, { scratch }: About): readonly Statement[] {
  return [
    { text: `CREATE TEMPORARY VIEW ${scratch} AS ${text}` },
    { text: `SELECT rtrim(pg_get_viewdef('pg_temp.${scratch}'::regclass), ';')` },
  ];
}

function asConstraint(text: string, { object, scratch }: About): readonly Statement[] {
  return [
    likeItsTable(object, scratch),
    { text: `ALTER TABLE pg_temp.${scratch} ADD CONSTRAINT ${scratch}_constraint ${text}` },
    {
      text: `SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conname = '${scratch}_constraint' AND conrelid = 'pg_temp.${scratch}'::regclass`,
    },
  ];
}

/** Under its own name, by which the body may call its arguments. What it gives in columns does not matter to it. */
function asBody(text: string, { object }: About): readonly Statement[] {
  const name = object.name.slice(0, object.name.indexOf('('));
  const given = (object.facts.arguments as readonly string[])
    .filter((argument) => !argument.startsWith('OUT ') && !argument.startsWith('TABLE '))
    .map((argument) => argument.replace(/^INOUT /, 'IN '));
  const call = `pg_temp.${quoteIdentifier(name)}(${given.join(', ')})`;
  return [
    { text: `DROP FUNCTION IF EXISTS ${call}` },
    { text: `CREATE FUNCTION ${call} RETURNS ${String(object.facts.returns)} LANGUAGE sql ${text}` },
    {
      text: `SELECT pg_get_function_sqlbody(oid) FROM pg_proc
        WHERE pronamespace = pg_my_temp_schema() AND proname = $1`,
      values: [name],
    },
  ];
}
