/** What the server said of a failure, with its detail and hint, which tell more than the message alone. */
export function serverWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { detail, hint, code } = error as { detail?: string; hint?: string; code?: string };
  return [
    `${error.message}${code === undefined ? '' : ` (${code})`}`,
    ...(detail === undefined ? [] : [`detail: ${detail}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n  ');
}
