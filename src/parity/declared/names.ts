/** In bytes, as Postgres is built. */
const LONGEST_NAME = 63;

/** A name as Postgres keeps it: the bytes that are too many are gone, whole characters at a time. */
export function cutName(name: string, longest = LONGEST_NAME): string {
  if (Buffer.byteLength(name) <= longest) return name;
  let kept = '';
  let size = 0;
  for (const character of name) {
    size += Buffer.byteLength(character);
    if (size > longest) break;
    kept += character;
  }
  return kept;
}

/** The name that Postgres gives to a primary key which is declared at its column. */
export function primaryKeyName(table: string): string {
  const suffix = '_pkey';
  return `${cutName(table, LONGEST_NAME - suffix.length)}${suffix}`;
}

/** A name with a number behind it, which has to fit too. */
export function numberedName(name: string, number: number): string {
  return `${cutName(name, LONGEST_NAME - String(number).length)}${number}`;
}
