import type { CatalogObject } from '../../../catalog/object.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { textsFact } from '../../render/facts.ts';
import { call, list, quoted, record } from '../code.ts';
import { declaredOf } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';
import { addColumn, columnFix } from './column-fix.ts';
import { comment } from './comment.ts';
import { makerOf, variableOf } from './names.ts';
import { addTo, declareIt } from './paste.ts';
import { sequenceCode } from './sequence.ts';
import { extraCode, tableCode } from './table.ts';
import { cannotDeclare, unsaid, unsaidOf } from './unsaid.ts';
import { viewCode } from './view.ts';

/** What a person changes in the schema so that it says what the database has. */
export function schemaFix(subject: Subject, sides: Sides): string {
  const { attribute, declared, live, values } = subject;
  if (live === undefined) return declared === undefined ? '' : takeOut(declared, sides);
  if (declared === undefined) return add(live, sides);
  if (attribute === 'kind') return otherKind(declared, live, sides);
  const what = unsaid(live.kind, attribute, values?.[1]);
  if (what !== undefined) return cannotDeclare(what);
  if (live.kind === 'column') return columnFix(subject, sides);
  if (attribute === 'renamed') return `name it ${quoted(live.name)}: ${headOf(live, sides)}`;
  if (live.kind === 'table') return securityFix(live, sides);
  if (attribute === 'onDelete' || attribute === 'onUpdate') {
    const action = quoted(String(values?.[1] ?? 'no action'));
    return `say .${attribute}(${action}), or { ${attribute}: ${action} } in .references()`;
  }
  return `declare it as the database has it: ${codeOf(live, sides)}`;
}

/** The whole declaration of an object that is there. */
function codeOf(live: CatalogObject, sides: Sides): string {
  if (live.kind === 'table') return tableCode(live, sides);
  if (live.kind === 'view' || live.kind === 'materialized view') return viewCode(live, sides);
  if (live.kind === 'sequence') return sequenceCode(live, sides);
  if (live.kind === 'enum') {
    const values = textsFact(live, 'values').map(quoted);
    return call(makerOf('enum', live.schema, sides), quoted(live.name), list(values));
  }
  if (live.kind === 'role') return roleCode(live);
  return extraCode(live, sides);
}

/** As much of a declaration as holds the name. */
function headOf(live: CatalogObject, sides: Sides): string {
  if (OWNERS.has(live.kind)) return `${makerOf(live.kind, live.schema, sides)}(${quoted(live.name)}, …)`;
  return codeOf(live, sides);
}

function add(live: CatalogObject, sides: Sides): string {
  const left = leftOut(live, sides);
  if (live.kind === 'column') return `${addColumn(live, sides)}${left}`;
  if (live.parent !== null) {
    const owner = { kind: 'table', schema: live.schema, parent: null, name: live.parent };
    return addTo(variableOf(owner, sides), extraCode(live, sides)) + left;
  }
  return declareIt(variableOf(live, sides), codeOf(live, sides)) + left;
}

/** Comments on what a declaration leaves out, since Drizzle has no word for it. */
function leftOut(live: CatalogObject, sides: Sides): string {
  const parts = live.kind === 'table' ? sides.inDatabase.partsOf(live) : [];
  const lines = [live, ...parts.filter(({ facts }) => facts.inherited !== true)].flatMap((one) =>
    unsaidOf(one).map((what) => comment(`Drizzle cannot declare ${what}: left out of ${one.name}.`)),
  );
  return lines.map((line) => `\n${line}`).join('');
}

const OWNERS = new Set(['table', 'view', 'materialized view']);

/** What a column is given for a constraint that stands at it. */
const AT_COLUMNS: Readonly<Record<string, string>> = {
  'primary key': '.primaryKey()',
  unique: '.unique()',
  'foreign key': '.references()',
};

function takeOut({ kind, schema, name, parent, origin }: DeclaredObject, { inSchema }: Sides): string {
  const { exported, property } = origin;
  const place = exported ?? 'the schema';
  const isOfColumn = inSchema
    .besides({ schema, parent })
    .some((one) => one.kind === 'column' && one.origin.property === property);
  if (kind === 'column' && property !== undefined) return `take ${property} out of ${place}`;
  const method = isOfColumn ? AT_COLUMNS[kind] : undefined;
  if (method !== undefined) return `take ${method} away from ${property ?? ''} of ${place}`;
  // A namespace or an enum in no export is known by the table that it was found in.
  const isWhole =
    OWNERS.has(kind) ||
    (parent === null && !inSchema.of(...OWNERS).some((one) => one.origin.exported === exported));
  if (isWhole && exported !== undefined) return `take ${exported} out of the schema`;
  return `take the ${kind} ${name} out of ${place}`;
}

function otherKind(declared: DeclaredObject, live: CatalogObject, sides: Sides): string {
  if (live.kind === 'foreign table') return cannotDeclare('a foreign table');
  const variable = declared.origin.exported ?? variableOf(live, sides);
  return `declare it as what it is:\nexport const ${variable} = ${codeOf(live, sides)};${leftOut(live, sides)}`;
}

/** A table with policies Drizzle secures by itself. */
function securityFix(live: CatalogObject, sides: Sides): string {
  if (live.facts.rls === true) return 'add .enableRLS()';
  const table = declaredOf(live, sides);
  const hasPolicy =
    table !== undefined && sides.inSchema.partsOf(table).some(({ kind }) => kind === 'policy');
  return hasPolicy ? cannotDeclare('policies of a table that does not heed them') : 'take .enableRLS() away';
}

function roleCode({ name, facts }: CatalogObject): string {
  const options = ['createDb', 'createRole', 'inherit'].map((fact) => [fact, String(facts[fact])]);
  return call('pgRole', quoted(name), record(Object.fromEntries(options) as Record<string, string>));
}
