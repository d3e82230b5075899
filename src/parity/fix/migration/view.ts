import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import type { Pair } from '../../pair/siblings.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { listFact, textFact, textsFact } from '../../render/facts.ts';
import { inOrder } from '../../render/table.ts';
import { renderObjects } from '../../render/index.ts';
import { nameOf, word } from '../../render/names.ts';
import { parameter } from '../../render/storage-parameters.ts';
import { droppedFirst } from '../dropped-first.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { isPlain, raw, remark, schemaCall } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { liveOf } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';
import { around, asideOfView, LOST_WITH_VIEWS, stepsOf } from './aside.ts';
import { asWanted } from './wanted.ts';

/** Facts that are options of a view, by their names there. */
const OPTIONS: Readonly<Record<string, string>> = {
  checkOption: 'check_option',
  securityBarrier: 'security_barrier',
  securityInvoker: 'security_invoker',
};

/** What mends a view or a materialized view. */
export function viewMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  if (live === undefined) return defineView({ declared }, sides);
  const wanted = asLive(declared, sides, live);
  const change = `ALTER ${live.kind.toUpperCase()} ${nameOf(live)}`;
  if (attribute === 'renamed') return raw([`${change} RENAME TO ${quoteIdentifier(declared.name)}`]);
  const option = OPTIONS[attribute];
  if (option !== undefined) {
    const value = wanted.facts[attribute];
    return raw([
      value === null || value === false
        ? `${change} RESET (${option})`
        : `${change} SET (${option} = ${String(value)})`,
    ]);
  }
  if (attribute === 'populated' && wanted.facts.populated === false)
    return raw([`REFRESH MATERIALIZED VIEW ${nameOf(live)} WITH NO DATA`]);
  if (attribute === 'populated') {
    return isPlain(live.schema, live.name)
      ? schemaCall(null, 'refreshMaterializedView', `${live.schema ?? ''}.${live.name}`)
      : raw([`REFRESH MATERIALIZED VIEW ${nameOf(live)}`]);
  }
  if (attribute === 'with') return raw(parameterChanges(change, wanted, live));
  if (attribute === 'using')
    return raw([`${change} SET ACCESS METHOD ${word(textFact(wanted, 'using') ?? 'heap')}`]);
  if (attribute === 'tablespace') {
    const tablespace = quoteIdentifier(textFact(wanted, 'tablespace') ?? 'pg_default');
    return raw([`${change} SET TABLESPACE ${tablespace}`]);
  }
  return defineView({ declared, live }, sides);
}

/** Makes a view what it is declared to be, whether it is there or not. */
export function defineView({ declared, live }: Partial<Pair>, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  if (declared.existing) {
    return remark(
      `No migration is known for it: ${declared.name} is declared with .existing(), so that its query stands elsewhere.`,
    );
  }
  const wanted = asLive(declared, sides, live);
  if (live === undefined) return made([wanted]);
  if (live.kind === 'view' && keepsItsColumns(declared, live, sides)) {
    // What reads it, and what was granted on it, stays.
    const create = renderObjects([wanted]);
    return raw(create.map((statement) => statement.replace(/^CREATE VIEW/, 'CREATE OR REPLACE VIEW')));
  }
  const steps = stepsOf(asideOfView(live, sides), sides);
  const first = droppedFirst(sides);
  const indexes = sides.inDatabase
    .partsOf(live)
    .filter((one) => one.kind === 'index' && !first.has(one))
    .map((one) => asWanted(one, sides));
  const notes = steps.notes.length === 0 ? LOST_WITH_VIEWS : steps.notes;
  return around({ ...steps, notes }, dropped(live), made([wanted, ...indexes]));
}

/** Whether Postgres puts another query into the view: it takes the same columns in the same order only. */
function keepsItsColumns(declared: Pair['declared'], live: CatalogObject, sides: Sides): boolean {
  const columns = sides.inSchema.partsOf(declared).filter(({ kind }) => kind === 'column');
  const there = sides.inDatabase.partsOf(live).filter(({ kind }) => kind === 'column');
  const names = columns.map((column) => liveOf(column, sides)?.name);
  return (
    columns.length > 0 &&
    columns.every(({ facts }) => facts.type !== undefined) &&
    [...columns, ...there].every(
      (one) => !sides.differing.has(identityKey(one)) && typeof one.facts.collation !== 'string',
    ) &&
    inOrder(there).every(({ name }, index) => name === names[index]) &&
    namesInOrder(textFact(asLive(declared, sides, live), 'definition') ?? '', names)
  );
}

/** Whether a query names columns in an order, as far as can be seen: any other order would be refused. */
function namesInOrder(definition: string, names: readonly (string | undefined)[]): boolean {
  const told = sqlTokens(definition).map(nameOfToken);
  const places = names.map((name) => told.indexOf(name));
  return places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1));
}

/** Storage parameters that are to be set, and those that are not to be. */
function parameterChanges(change: string, wanted: CatalogObject, live: CatalogObject): readonly string[] {
  const [set, had] = [textsFact(wanted, 'with'), textsFact(live, 'with')];
  const nameIn = (entry: string): string => entry.split('=')[0] ?? '';
  const names = new Set(set.map(nameIn));
  const gone = had.map(nameIn).filter((name) => !names.has(name));
  const changed = set.filter((entry) => !listFact(live, 'with').includes(entry));
  return [
    ...(gone.length === 0 ? [] : [`${change} RESET (${gone.map(word).join(', ')})`]),
    ...(changed.length === 0 ? [] : [`${change} SET (${changed.map(parameter).join(', ')})`]),
  ];
}
