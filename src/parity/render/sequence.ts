import type { CatalogObject } from '../../catalog/object.ts';
import { textFact, textsFact } from './facts.ts';
import { nameOf, qualified } from './names.ts';

/** What a sequence of each type can hold; the type also says where an option is as Postgres would have it. */
const LIMITS: Readonly<Record<string, readonly [lowest: string, highest: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

/** Makes a sequence. Who owns it is said by `ownSequence`, since the owner is made after it. */
export function createSequence(sequence: CatalogObject): readonly string[] {
  const type = textFact(sequence, 'type') ?? 'bigint';
  const words = [...(type === 'bigint' ? [] : [`AS ${type}`]), ...sequenceOptions(sequence)];
  const unlogged = sequence.facts.unlogged === true ? 'UNLOGGED ' : '';
  return [[`CREATE ${unlogged}SEQUENCE ${nameOf(sequence)}`, ...words].join(' ')];
}

/** Lets a column own a sequence, so that it goes with it. */
export function ownSequence(sequence: CatalogObject): readonly string[] {
  const owner = textsFact(sequence, 'ownedBy');
  return owner.length === 0 ? [] : [`ALTER SEQUENCE ${nameOf(sequence)} OWNED BY ${qualified(owner)}`];
}

/** Those options that are not as Postgres chooses them by itself, in the words of CREATE SEQUENCE. */
export function sequenceOptions(sequence: CatalogObject): readonly string[] {
  const given = (fact: string): string | undefined => textFact(sequence, fact);
  const [lowest, highest] = LIMITS[given('type') ?? 'bigint'] ?? [];
  const isDescending = given('increment')?.startsWith('-') === true;
  const min = isDescending ? lowest : '1';
  const max = isDescending ? '-1' : highest;
  const start = isDescending ? (given('max') ?? max) : (given('min') ?? min);
  const options: readonly [word: string, value: string | undefined, usual: string | undefined][] = [
    ['INCREMENT BY', given('increment'), '1'],
    ['MINVALUE', given('min'), min],
    ['MAXVALUE', given('max'), max],
    ['START WITH', given('start'), start],
    ['CACHE', given('cache'), '1'],
  ];
  return [
    ...options.flatMap(([word, value, usual]) =>
      value === undefined || value === usual ? [] : [`${word} ${value}`],
    ),
    ...(sequence.facts.cycle === true ? ['CYCLE'] : []),
  ];
}
