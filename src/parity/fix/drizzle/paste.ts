/** Code for a schema, and what it goes into. */
export interface Paste {
  /** The variable of a table or a view; undefined for a declaration of its own. */
  readonly into: string | undefined;
  readonly code: string;
}

/** The fix that declares something anew. */
export function declareIt(variable: string, code: string): string {
  return `declare it:\nexport const ${variable} = ${code};`;
}

/** The fix that adds something to what is declared. */
export function addTo(variable: string, code: string): string {
  return `add it to ${variable}: ${code},`;
}

/** The fix that lets a view select a column more. */
export function selectIn(variable: string, code: string): string {
  return `let ${variable} select it as well: ${code}`;
}

const FORMS = /^(?:declare it:\n|(?:add it to|let) ([^\s:]+)(?: select it as well)?: )(.*)$/s;

/** What a person pastes where a fix is one of these; undefined for any other. */
export function pasteOf(fix: string): Paste | undefined {
  const [, into, code] = FORMS.exec(fix) ?? [];
  return code === undefined ? undefined : { into, code };
}
