import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { columnSequence, sequenceNameOf } from '../../render/column-sequence.ts';
import { textFact } from '../../render/facts.ts';
import { ownerOf, qualified } from '../../render/names.ts';
import { beforeName } from './beside.ts';
import type { Beside } from './beside.ts';

/** Whether a column gets its values from a sequence of its own. */
export function isCounting({ live: { facts } }: Pick<Beside, 'live'>): boolean {
  return facts.serial === true || typeof facts.identity === 'string';
}

/** Lets the column that has taken the place count on from where the one before was; both have their names by then. */
export function countOn(one: Beside): readonly string[] {
  return isCounting(one) ? handOver(one, beforeName(one.live.name), one.live.name) : [];
}

/** Lets the one before count on again, while both still have their names. */
export function countOnBefore(one: Beside): readonly string[] {
  if (!isCounting(one)) return [];
  const { live } = one;
  return [
    ...handOver(one, live.name, beforeName(live.name)),
    // An identity lets its column hold no null, and that beside may hold some.
    ...(typeof live.facts.identity === 'string' ? [alter(one, live.name, 'DROP NOT NULL')] : []),
  ];
}

function handOver(one: Beside, from: string, to: string): readonly string[] {
  const { live } = one;
  const [schema = null, name = ''] = sequenceNameOf(live) ?? [];
  const sequence = qualified([schema, name]);
  if (live.facts.serial === true) {
    return [
      `ALTER SEQUENCE ${sequence} OWNED BY ${qualified([live.schema, live.parent, to])}`,
      alter(one, to, `SET DEFAULT ${textFact(live, 'default') ?? ''}`),
      alter(one, from, 'DROP DEFAULT'),
    ];
  }
  const before = beforeName(name);
  const clause = columnSequence({ ...live, name: to })?.clause.join(' ') ?? '';
  return [
    `ALTER SEQUENCE ${sequence} RENAME TO ${quoteIdentifier(before)}`,
    alter(one, to, 'SET NOT NULL'),
    alter(one, to, `ADD ${clause}`),
    `SELECT setval(${quoteLiteral(sequence).trim()}, last_value, is_called) FROM ${qualified([schema, before])}`,
    alter(one, from, 'DROP IDENTITY'),
  ];
}

function alter({ live }: Beside, column: string, action: string): string {
  return `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${quoteIdentifier(column)} ${action}`;
}
