import { quoted } from '../code.ts';
import { link } from '../knex.ts';
import type { Link } from './piece.ts';
import { readable } from './readable.ts';

/** What Knex calls the types that take no more than a name. */
const METHODS: Readonly<Record<string, string>> = {
  ...{ text: 'text', smallint: 'smallint', integer: 'integer', bigint: 'bigInteger', boolean: 'boolean' },
  ...{
    real: 'float',
    'double precision': 'double',
    date: 'date',
    uuid: 'uuid',
    json: 'json',
    jsonb: 'jsonb',
  },
  ...{ bytea: 'binary', time: 'time', 'time without time zone': 'time' },
};
const STAMP = /^timestamp ?(?:\((\d)\))?( with time zone| without time zone)?$/;
const VARYING = /^(?:varchar|character varying) ?\((\d+)\)$/;
// With a precision alone, the builder makes up a scale.
const NUMERIC = /^numeric ?\((\d+), ?(\d+)\)$/;

/** The method that makes a column of a type. */
export function typeLink(name: string, type: string): Link {
  const method = METHODS[type];
  if (method !== undefined) return link(method, quoted(name));
  const stamp = STAMP.exec(type);
  if (stamp !== null) return stampLink(name, stamp[1], stamp[2] === ' with time zone');
  const [, length] = VARYING.exec(type) ?? [];
  if (length !== undefined) return link('string', quoted(name), length);
  const [, precision, scale] = NUMERIC.exec(type) ?? [];
  if (precision !== undefined && scale !== undefined) return link('decimal', quoted(name), precision, scale);
  return link('specificType', quoted(name), quoted(readable(type)));
}

function stampLink(name: string, precision: string | undefined, isZoned: boolean): Link {
  const options = [
    ...(isZoned ? [] : ['useTz: false']),
    ...(precision === undefined ? [] : [`precision: ${precision}`]),
  ];
  return link('timestamp', quoted(name), options.length === 0 ? '' : `{ ${options.join(', ')} }`);
}
