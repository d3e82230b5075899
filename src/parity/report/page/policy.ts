import { createHash } from 'node:crypto';

/** What a page may do: run its own script and style and load nothing, even where a name found a way into it. */
export function policyOf({
  script,
  style,
}: {
  readonly script?: string | undefined;
  readonly style: string;
}): string {
  return [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
