import { Problem } from '../problem.ts';

/** An identifier as SQL text, whatever it holds. */
export function quoteIdentifier(name: string): string {
  refuseUnsayable(name);
  return `"${name.includes('"') ? name.replaceAll('"', '""') : name}"`;
}

/** A string as an SQL literal, which means the same whatever standard_conforming_strings is. */
export function quoteLiteral(value: string): string {
  refuseUnsayable(value);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return quoted.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** What ends a text of the protocol, so that whatever follows would be read as something else. */
const END = '\0';

/** Refuses a text that no Postgres can be given. */
export function refuseUnsayable(text: string): void {
  if (!text.includes(END)) return;
  throw new Problem({
    code: 'query/zero-byte',
    what: `a name or value holds a zero byte: ${JSON.stringify(text.slice(0, text.indexOf(END)))} stands before it`,
    why: 'Postgres has no texts with one, and takes it for the end: whatever stands behind it would be read as something else',
    fix: 'leave the zero byte out',
  });
}
