import type { PgEnum } from './entity.ts';
import type { DeclaredObject, Origin } from './model.ts';
import { cutName } from './names.ts';
import { namespaceOf } from './reading.ts';
import type { Reading } from './reading.ts';

/** In bytes: Postgres cuts names, but refuses labels that are too long. */
const LONGEST_LABEL = 63;

/** `pgEnum`. */
export function readEnum(
  { enumName, enumValues, schema }: PgEnum,
  origin: Origin,
  reading: Reading,
): DeclaredObject {
  // Versions that know no enums of objects keep the object as it is.
  const values = Object.values(enumValues);
  const wrong = values.filter(
    (value, index) => Buffer.byteLength(value) > LONGEST_LABEL || values.indexOf(value) !== index,
  );
  if (wrong.length > 0)
    reading.mistakes.push({
      code: 'parity/enum-values',
      what: `the enum ${enumName} has values that Postgres refuses: ${wrong.map((value) => `'${value}'`).join(', ')}`,
      why: `a value may be there once, and have ${LONGEST_LABEL} bytes`,
      fix: 'shorten them, or drop those that are there twice',
    });
  return {
    kind: 'enum',
    schema: namespaceOf(schema, reading),
    parent: null,
    name: cutName(enumName),
    named: true,
    existing: false,
    facts: { values },
    origin,
  };
}
