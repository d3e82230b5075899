import type { CatalogObject, Fact } from '../../../catalog/object.ts';
import { call, quoted, record } from '../code.ts';
import type { Sides } from '../sides.ts';
import { makerOf } from './names.ts';

const HIGHEST: Readonly<Record<string, string>> = { smallint: '32767', integer: '2147483647' };
const HIGHEST_OF_ALL = '9223372036854775807';

type Options = Readonly<Record<string, Fact | undefined>>;

/** `pgSequence('numbers', { startWith: 5 })`. */
export function sequenceCode(sequence: CatalogObject, sides: Sides): string {
  // Drizzle's are all of the largest type.
  const options = record(sequenceOptions({ ...sequence.facts, type: 'bigint' }));
  return call(makerOf('sequence', sequence.schema, sides), quoted(sequence.name), options);
}

/** The options that are not as Drizzle has them when nothing is said. */
export function sequenceOptions(facts: Options): Readonly<Record<string, string | undefined>> {
  const isDescending = String(facts.increment).startsWith('-');
  const highest = HIGHEST[String(facts.type)] ?? HIGHEST_OF_ALL;
  const [min, max] = [facts.min, facts.max];
  // Of one that counts down Drizzle's own lowest value is not Postgres', so that it is said.
  const usual: Options = {
    increment: '1',
    min: isDescending ? undefined : '1',
    max: isDescending ? '-1' : highest,
    start: isDescending ? max : min,
    cache: '1',
  };
  const given = (option: string): string | undefined => {
    const value = facts[option];
    return typeof value !== 'string' || value === usual[option] ? undefined : number(value);
  };
  return {
    startWith: given('start'),
    increment: given('increment'),
    minValue: given('min'),
    maxValue: given('max'),
    cache: given('cache'),
    cycle: facts.cycle === true ? 'true' : undefined,
  };
}

function number(value: string): string {
  return Number.isSafeInteger(Number(value)) ? value : quoted(value);
}
