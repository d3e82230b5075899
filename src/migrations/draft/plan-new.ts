import type { Client } from 'pg';
import { keyOf } from '../../catalog/object.ts';
import { wayBack } from '../../parity/back/way-back.ts';
import type { DeclaredObject } from '../../parity/declared/model.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import { asLive } from '../../parity/fix/live-terms.ts';
import { sidesOf } from '../../parity/fix/sides.ts';
import type { Between } from '../../parity/stages/conclude-on.ts';
import { changeOf, ALL_OF_IT } from '../../parity/stages/stages.ts';
import type { PlannedFile } from './plan-files.ts';

/** Whether something of the database's own has a hand in all that is made. */
const HAS_EVENT_TRIGGERS = `select exists (select from pg_event_trigger where evtenabled <> 'D') as found`;

/** What comes and goes with all that is in it. */
const WHOLE = new Set(['schema', 'enum', 'sequence', 'table']);

/** Whether a change makes new things and touches none that is there: then what will be true is known before it is run. */
export async function isOnlyNew(between: Between, client: Client): Promise<boolean> {
  const made = new Set(madeBy(between));
  const isNew = between.findings.every(
    ({ attribute, subject: { declared } }) =>
      attribute === 'missing' && declared !== undefined && made.has(declared),
  );
  if (!isNew || isNameTaken(made, between.both)) return false;
  const { rows } = await client.query<{ found: boolean }>(HAS_EVENT_TRIGGERS);
  return rows[0]?.found === false;
}

/** Plans the migration that makes new things, and takes them away again, without running it. */
export async function planNew(
  between: Between,
  {
    record,
    version,
  }: {
    /** Gives the statements that lines of code would send. */
    readonly record: (lines: string) => Promise<readonly string[]>;
    readonly version: number;
  },
): Promise<PlannedFile> {
  const { both } = between;
  const sides = sidesOf(both);
  const before = both.live;
  // The last one is the first to go.
  const made = madeBy(between)
    .toReversed()
    .map((one) => asLive(one, sides));
  const there = changeOf(ALL_OF_IT, between);
  const back = wayBack({ before, after: [...before, ...made], version });
  const [up, down] = [there, back].map((pieces) => printed(pieces, { indent: 2, isFile: true }));
  const lines = { up: up ?? '', down: down ?? '' };
  return {
    ...{ suffix: '', isTransactional: true, lines, decisions: [] },
    up: await record(lines.up),
    down: await record(lines.down),
  };
}

/** What is found missing and needs nothing that stands elsewhere, with what is in it. */
function madeBy({ findings, both }: Between): readonly DeclaredObject[] {
  const whole = findings
    .filter(({ attribute, kind }) => attribute === 'missing' && WHOLE.has(kind))
    .flatMap(({ subject: { declared } }) => declared ?? []);
  const tables = new Set(
    whole.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name)),
  );
  const own = new Set(whole);
  return both.declared.filter((one) => own.has(one) || tables.has(keyOf(one.schema, one.parent)));
}

/** Whether something there has a name that one of these needs, so that it may have to give it up. */
function isNameTaken(made: Iterable<DeclaredObject>, { live }: Between['both']): boolean {
  const names = new Set(
    live.filter(({ kind }) => kind !== 'column').map(({ schema, name }) => keyOf(schema, name)),
  );
  if (names.size === 0) return false;
  return [...made].some(({ kind, schema, name, facts: { sequenceName } }) => {
    const own =
      kind !== 'column' ? [schema, name] : Array.isArray(sequenceName) ? sequenceName.map(String) : [];
    return own.length > 0 && names.has(keyOf(...own));
  });
}
