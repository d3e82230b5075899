import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { sqlTokens } from '../../declared/sql-tokens.ts';
import { routineKind } from '../called.ts';
import { ended } from '../expression.ts';
import { textFact, textsFact } from '../facts.ts';
import { optionOf } from '../generic-options.ts';
import { withoutArguments } from '../printed-name.ts';
import { routineName, routineWord } from '../routine-name.ts';
import { settingClause } from './session-setting.ts';

/** Makes a function, a window function or a procedure, in place of one that is there. */
export function createFunction(routine: CatalogObject): readonly string[] {
  return [
    `CREATE OR REPLACE ${header(routine, argumentsOf(routine))}${optionsOf(routine)}\n${bodyOf(routine)}`,
    ...textsFact(routine, 'dependsOn').map(
      (extension) =>
        `ALTER ${routineKind(routine)} ${routineName(routine)} DEPENDS ON EXTENSION ${quoteIdentifier(extension)}`,
    ),
  ];
}

/**
 * A function of the same name and types that does nothing yet, for those whose body needs what needs the function. No
 * body is looked at while `check_function_bodies` is off.
 */
export function createFunctionStub(routine: CatalogObject): readonly string[] {
  const { facts } = routine;
  // What an index or a check asks for has to be true from the start.
  const stub = {
    ...routine,
    facts: { ...facts, language: 'sql', support: null, transforms: [], settings: [] },
  };
  return [`CREATE ${header(stub, textsFact(stub, 'arguments'))}${optionsOf(stub)}\nAS ''`];
}

/** Whether a function says something that can need what is made after it: a body that is parsed, or defaults. */
export function hasParsedParts({ facts }: CatalogObject): boolean {
  return typeof facts.sqlBody === 'string' || typeof facts.defaults === 'string';
}

function header(routine: CatalogObject, given: readonly string[]): string {
  const columns = given.filter((entry) => entry.startsWith('TABLE '));
  const list = given.filter((entry) => !entry.startsWith('TABLE '));
  const kind = routineKind(routine);
  const rows = columns.map((entry) => entry.slice('TABLE '.length)).join(', ');
  const returns = columns.length > 0 ? `TABLE (${rows})` : (textFact(routine, 'returns') ?? 'void');
  return `${kind} ${routineWord(routine)}(${list.join(', ')})${kind === 'PROCEDURE' ? '' : ` RETURNS ${returns}`}`;
}

/** The last of those that are given something have the defaults. */
function argumentsOf(routine: CatalogObject): readonly string[] {
  const given = textsFact(routine, 'arguments');
  const defaults = splitList(textFact(routine, 'defaults') ?? '');
  const inputs = given.filter((entry) => /^(?:IN|INOUT|VARIADIC) /.test(entry));
  const first = inputs.length - defaults.length;
  let place = -1;
  return given.map((entry) => {
    if (!/^(?:IN|INOUT|VARIADIC) /.test(entry)) return entry;
    place += 1;
    const value = place < first ? undefined : defaults[place - first];
    return value === undefined ? entry : `${entry} DEFAULT ${value}`;
  });
}

/** Expressions that Postgres printed one after the other: a comma that stands in none of them is between two. */
function splitList(text: string): readonly string[] {
  let depth = 0;
  let start = 0;
  const entries: string[] = [];
  for (const token of sqlTokens(text)) {
    if (token.text === '(' || token.text === '[') depth += 1;
    else if (token.text === ')' || token.text === ']') depth -= 1;
    else if (token.text === ',' && depth === 0) {
      entries.push(text.slice(start, token.start).trim());
      start = token.end;
    }
  }
  return text.trim() === '' ? [] : [...entries, text.slice(start).trim()];
}

function optionsOf(routine: CatalogObject): string {
  const { facts } = routine;
  const language = textFact(routine, 'language') ?? 'sql';
  const transforms = textsFact(routine, 'transforms').map((type) => `FOR TYPE ${type}`);
  const usualCost = language === 'c' || language === 'internal' ? 1 : 100;
  const parallel = textFact(routine, 'parallel') ?? 'unsafe';
  const volatility = textFact(routine, 'volatility') ?? 'volatile';
  const lines = [
    `LANGUAGE ${quoteIdentifier(language)}`,
    ...(transforms.length === 0 ? [] : [`TRANSFORM ${transforms.join(', ')}`]),
    ...(facts.kind === 'window function' ? ['WINDOW'] : []),
    ...(volatility === 'volatile' ? [] : [volatility.toUpperCase()]),
    ...(facts.strict === true ? ['STRICT'] : []),
    ...(facts.leakproof === true ? ['LEAKPROOF'] : []),
    ...(facts.securityDefiner === true ? ['SECURITY DEFINER'] : []),
    ...(parallel === 'unsafe' ? [] : [`PARALLEL ${parallel.toUpperCase()}`]),
    ...(typeof facts.cost === 'number' && facts.cost !== usualCost ? [`COST ${facts.cost}`] : []),
    ...(typeof facts.rows === 'number' && facts.rows !== 0 && facts.rows !== 1000
      ? [`ROWS ${facts.rows}`]
      : []),
    ...(typeof facts.support === 'string' ? [`SUPPORT ${withoutArguments(facts.support)}`] : []),
    ...textsFact(routine, 'settings').map((entry) => {
      const { name, value } = optionOf(entry);
      return `SET ${settingClause(name, value)}`;
    }),
  ];
  return lines.map((line) => `\n${line}`).join('');
}

function bodyOf(routine: CatalogObject): string {
  const parsed = textFact(routine, 'sqlBody');
  if (parsed !== undefined) return ended(parsed);
  const library = textFact(routine, 'library');
  const body = quoteLiteral(textFact(routine, 'body') ?? '');
  return library === undefined ? `AS ${body}` : `AS ${quoteLiteral(library)}, ${body}`;
}
