import type { CatalogObject } from '../../../catalog/object.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { textFact } from '../../render/facts.ts';
import { list, quoted } from '../code.ts';
import { viewOf } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';
import { builderCode, columnCode, identityCode } from './column.ts';
import { typeCode } from './column-type.ts';
import { defaultCode } from './default.ts';
import { variableOf } from './names.ts';
import { addTo, selectIn } from './paste.ts';
import { sqlCode } from './sql.ts';
import { cannotDeclare } from './unsaid.ts';

/** What to change in the schema where a fact of a column differs. */
export function columnFix({ attribute, declared, live, values }: Subject, sides: Sides): string {
  if (declared === undefined || live === undefined) return '';
  if (attribute === 'renamed') return `name it ${quoted(live.name)}: ${typeCode(live, sides)}`;
  if (attribute === 'type' || attribute === 'collation') return `make it ${typeCode(live, sides)}`;
  if (attribute === 'nullable') return nullableFix(declared, live);
  if (attribute === 'default') {
    const code = defaultCode(live, sides);
    return code === undefined ? 'take its default away' : `say .${code}`;
  }
  if (attribute === 'generated' || attribute === 'generation') {
    const generation = textFact(live, 'generation');
    return generation === undefined
      ? 'take .generatedAlwaysAs() away'
      : `say .generatedAlwaysAs(${sqlCode(generation)})`;
  }
  if (attribute === 'identity') {
    const code = identityCode(live);
    if (code !== undefined) return `say .${code}`;
    const isAlways = declared.facts.identity === 'always';
    return `take .${isAlways ? 'generatedAlwaysAsIdentity' : 'generatedByDefaultAsIdentity'}() away`;
  }
  if (attribute === 'serial') return `make it ${builderCode(live, sides)}`;
  if (attribute === 'values') {
    const known = (values?.[1] ?? []) as readonly string[];
    return `let its type list what the check lets through: { enum: ${list(known.map(quoted))} }`;
  }
  return counterFix(declared, live);
}

/** What is not declared, and where it goes. */
export function addColumn(live: CatalogObject, sides: Sides): string {
  const owner = { kind: 'table', schema: live.schema, parent: null, name: live.parent ?? '' };
  const view = viewOf(live, sides)?.live;
  if (view !== undefined) {
    return selectIn(variableOf(view, sides), columnCode(live, sides));
  }
  return addTo(variableOf(owner, sides), columnCode(live, sides));
}

function nullableFix(declared: DeclaredObject, live: CatalogObject): string {
  if (live.facts.nullable === false) return 'add .notNull()';
  const { serial, identity } = declared.facts;
  if (serial === true) return cannotDeclare('a serial column that takes nulls');
  if (typeof identity === 'string') return cannotDeclare('an identity column that takes nulls');
  return 'take .notNull() away';
}

/** The sequence of a serial column is made by Postgres, which Drizzle tells nothing of. */
function counterFix(declared: DeclaredObject, live: CatalogObject): string {
  const code = declared.facts.serial === true ? undefined : identityCode(live);
  return code === undefined ? cannotDeclare('options of the sequence of a serial column') : `say .${code}`;
}
