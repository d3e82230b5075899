import pg from 'pg';

/** How one value is read from what the server wrote. */
type Parser = (text: string) => unknown;

const asIs: Parser = (text) => text;
const integer: Parser = (text) => Number.parseInt(text, 10);
const float: Parser = (text) => Number.parseFloat(text);
const json: Parser = (text) => JSON.parse(text) as unknown;
const truth: Parser = (text) => text === 't';

/** The types that our own statements ask for, by their numbers in `pg_type`. */
const PARSERS: ReadonlyMap<number, Parser> = new Map([
  [16, truth],
  [19, asIs],
  [20, asIs],
  [21, integer],
  [23, integer],
  [25, asIs],
  [26, integer],
  [114, json],
  [700, float],
  [701, float],
  [1000, arrayOf(truth)],
  [1005, arrayOf(integer)],
  [1007, arrayOf(integer)],
  [1009, arrayOf(asIs)],
  [1015, arrayOf(asIs)],
  [1016, arrayOf(asIs)],
  [1028, arrayOf(integer)],
  [1184, moment],
  [3802, json],
]);

/**
 * How our own statements are read: as pg reads them where nobody has said otherwise. An application sets its parsers in
 * the module, for everybody.
 */
export const VALUE_PARSERS: pg.CustomTypesConfig = {
  getTypeParser: ((type: number, format: 'text' | 'binary' = 'text'): unknown =>
    (format === 'text' ? PARSERS.get(type) : undefined) ??
    (pg.types.getTypeParser as (type: number, format: string) => unknown)(
      type,
      format,
    )) as pg.CustomTypesConfig['getTypeParser'],
};

function moment(text: string): unknown {
  if (text.endsWith('infinity')) return text.startsWith('-') ? -Infinity : Infinity;
  // The server leaves out the minutes of a zone that has none.
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}

/** Arrays of one dimension: ours have no more. */
function arrayOf(parse: Parser): Parser {
  return (text) =>
    [...text.slice(text.indexOf('{')).matchAll(/"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs)].map(
      ([, quoted, plain = '']) =>
        quoted !== undefined
          ? parse(quoted.replaceAll(/\\(.)/gs, '$1'))
          : plain === 'NULL'
            ? null
            : parse(plain),
    );
}
