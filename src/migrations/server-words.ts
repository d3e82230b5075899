const CUT =
  'Postgres cuts names off after 63 bytes, so that two long ones can become the same: give this one a shorter name';
const GONE_TYPE =
  'a function that was called in this session remembers a type that is gone: run the command again, which is a new session, or create the function anew behind the type';

/** What Postgres leaves out. */
function hintOf(message: string, code: string | undefined): string | undefined {
  if (code === 'XX000' && message.includes('cache lookup failed for type')) return GONE_TYPE;
  // Of something that exists already. A name that is cut off within a letter is shorter.
  if (code !== '42P07' && code !== '42710') return undefined;
  const isCut = [...message.matchAll(/"([^"]+)"/g)].some(([, name = '']) => {
    const bytes = Buffer.byteLength(name);
    return bytes === 63 || (bytes >= 60 && bytes < 63 && bytes > name.length);
  });
  return isCut ? CUT : undefined;
}

/** What the server said of a failure, with its detail and hint, which tell more than the message alone. */
export function serverWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { detail, code } = error as { detail?: string; code?: string };
  const hint = (error as { hint?: string }).hint ?? hintOf(error.message, code);
  return [
    `${error.message === '' ? `${error.name} without a message` : error.message}${code === undefined ? '' : ` (${code})`}`,
    ...(detail === undefined ? [] : [`detail: ${detail}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n  ');
}
