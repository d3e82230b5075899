import { command } from './github.ts';
import { JSON_VERSION } from './json.ts';
import { content } from './junit.ts';
import { html } from './page/markup.ts';
import { policyOf } from './page/policy.ts';
import { STYLE } from './page/style.ts';

/** Why there is no verdict. What is not known is null. */
export interface Failure {
  /** A heading of docs/errors.md. */
  readonly code: string | null;
  readonly message: string;
  readonly fix: string | null;
}

type Format = 'text' | 'json' | 'github' | 'junit' | 'html';

/** That there is no verdict, in each format: nothing that a reader of it could take for agreement. */
export function failureReport(failure: Failure, format: Format): string {
  switch (format) {
    case 'text':
      return ['could not tell', ...lines(failure)].join('\n');
    case 'json':
      return json(failure);
    case 'github':
      return command('error', failure.code ?? 'could not tell', undefined, lines(failure));
    case 'junit':
      return junit(failure);
    case 'html':
      return page(failure);
  }
}

function lines({ message, fix, code }: Failure): string[] {
  return [message, ...(fix === null ? [] : [`fix: ${fix}`]), ...(code === null ? [] : [`[${code}]`])];
}

function json({ code, message, fix }: Failure): string {
  return JSON.stringify({ version: JSON_VERSION, error: { code, message, fix } }, null, 2);
}

function junit(failure: Failure): string {
  const { code, message } = failure;
  const attributes = `message="${content(message).replaceAll('\n', '&#10;')}" type="${content(code ?? 'error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="keelson verdict" tests="1" failures="0" errors="1">',
    '  <testsuite name="verdict" tests="1" failures="0" errors="1" skipped="0">',
    '    <testcase classname="verdict" name="could be told">',
    `      <error ${attributes}>${content(lines(failure).join('\n'))}</error>`,
    '    </testcase>',
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function page({ code, message, fix }: Failure): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf({ style: STYLE })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Verdict: could not tell</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>Verdict</h1><p class="outcome differs">could not tell</p></header>
<main><section class="panel"><article class="finding undecided">
<p class="message">${html(message)}</p>
${fix === null ? '' : `<dl><dt>fix</dt><dd><span class="text">${html(fix)}</span></dd></dl>`}
<p class="code">${html(code ?? '')}</p>
</article></section></main>
</body>
</html>`;
}
