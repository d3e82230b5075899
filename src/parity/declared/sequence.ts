import type { DeclaredObject, Origin } from './model.ts';
import { cutName } from './names.ts';
import { namespaceOf } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Sequence, SequenceOptions } from './shapes.ts';

/** The largest value of each type that a sequence can have. */
const LARGEST = {
  smallint: 32767n,
  integer: 2147483647n,
  bigint: 9223372036854775807n,
} as const;
export type SequenceType = keyof typeof LARGEST;

/** All options, with Postgres' own in the place of those that are not given. */
export interface SequenceFacts {
  readonly start: string;
  readonly increment: string;
  /** Undefined for a sequence that counts down and was given none: drizzle-kit makes up one that is wrong. */
  readonly min: string | undefined;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/** What a sequence of a type is with these options; undefined, and a mistake, where one of them is no number. */
export function sequenceFacts(
  options: SequenceOptions,
  type: SequenceType,
  { place, reading }: { readonly place: string; readonly reading: Reading },
): SequenceFacts | undefined {
  const { startWith, increment = 1n, minValue, maxValue, cache = 1n, cycle = false } = options;
  try {
    const step = BigInt(increment);
    if (step === 0n) throw new Error('an increment of 0');
    const min = minValue === undefined ? (step > 0n ? 1n : undefined) : BigInt(minValue);
    const max = maxValue === undefined ? (step > 0n ? LARGEST[type] : -1n) : BigInt(maxValue);
    const first = step > 0n ? (min ?? 1n) : max;
    return {
      start: String(startWith === undefined ? first : BigInt(startWith)),
      increment: String(step),
      min: min === undefined ? undefined : String(min),
      max: String(max),
      cache: String(BigInt(cache)),
      cycle,
    };
  } catch (cause) {
    reading.mistakes.push({
      code: 'parity/sequence-option',
      what: `an option of ${place} is not one that Postgres takes: ${(cause as Error).message}`,
      fix: 'give whole numbers, as texts where they are larger than 2^53',
      cause,
    });
    return undefined;
  }
}

/** A `pgSequence`. */
export function readSequence(sequence: Sequence, origin: Origin, reading: Reading): DeclaredObject {
  const facts = sequenceFacts(sequence.seqOptions ?? {}, 'bigint', {
    place: `the sequence ${sequence.seqName}`,
    reading,
  });
  const stated = Object.entries(facts ?? {}).filter(([, value]) => value !== undefined);
  return {
    kind: 'sequence',
    schema: namespaceOf(sequence.schema, reading),
    parent: null,
    name: cutName(sequence.seqName),
    named: true,
    existing: false,
    facts: Object.fromEntries(stated),
    origin,
  };
}
