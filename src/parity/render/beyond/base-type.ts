import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';

/** The functions of a type, as CREATE and ALTER TYPE call them. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  input: 'INPUT',
  output: 'OUTPUT',
  receive: 'RECEIVE',
  send: 'SEND',
  modifierInput: 'TYPMOD_IN',
  modifierOutput: 'TYPMOD_OUT',
  analyze: 'ANALYZE',
  subscript: 'SUBSCRIPT',
};

/** Sets a name aside for a type, so that the functions that it is made of can take it. */
export function createShell(type: CatalogObject): readonly string[] {
  return [`CREATE TYPE ${nameOf(type)}`];
}

/** Makes a type whose name is set aside of its functions. */
export function createBaseType(type: CatalogObject): readonly string[] {
  const { facts } = type;
  const text = (fact: string): string | undefined => textFact(type, fact);
  const parts = [
    ...Object.entries(FUNCTIONS).flatMap(([fact, word]) => {
      const routine = text(fact);
      return routine === undefined ? [] : [`${word} = ${withoutArguments(routine)}`];
    }),
    ...(typeof facts.length === 'number'
      ? [`INTERNALLENGTH = ${facts.length === -1 ? 'VARIABLE' : facts.length}`]
      : []),
    ...(facts.byValue === true ? ['PASSEDBYVALUE'] : []),
    ...literal('ALIGNMENT', text('alignment')),
    ...literal('STORAGE', text('storage')),
    ...literal('CATEGORY', text('category')),
    ...(facts.preferred === true ? ['PREFERRED = true'] : []),
    ...literal('DEFAULT', text('default')),
    ...(text('element') === undefined ? [] : [`ELEMENT = ${text('element') ?? ''}`]),
    ...literal('DELIMITER', text('delimiter')),
    ...(text('collation') === undefined ? [] : ['COLLATABLE = true']),
  ];
  return [`CREATE TYPE ${nameOf(type)} (${parts.map((part) => `\n  ${part}`).join(',')}\n)`];
}

function literal(word: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${word} = ${quoteLiteral(value)}`];
}
