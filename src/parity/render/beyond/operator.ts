import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact } from '../facts.ts';
import { cutAt, withoutArguments } from '../printed-name.ts';
import { operands, operatorWord } from '../routine-name.ts';

/** Makes an operator. One that another names before it is made is set aside by Postgres, and filled in here. */
export function createOperator(operator: CatalogObject): readonly string[] {
  const routine = textFact(operator, 'function');
  // Nothing but a name yet: what names it has made it.
  if (routine === undefined) return [];
  const [left, right] = operands(operator);
  const parts = [
    `FUNCTION = ${withoutArguments(routine)}`,
    ...(left === 'NONE' ? [] : [`LEFTARG = ${left ?? ''}`]),
    `RIGHTARG = ${right ?? ''}`,
    ...named('COMMUTATOR', textFact(operator, 'commutator')),
    ...named('NEGATOR', textFact(operator, 'negator')),
    ...estimated('RESTRICT', textFact(operator, 'restrict')),
    ...estimated('JOIN', textFact(operator, 'join')),
    ...(operator.facts.hashes === true ? ['HASHES'] : []),
    ...(operator.facts.merges === true ? ['MERGES'] : []),
  ];
  return [`CREATE OPERATOR ${operatorWord(operator)} (${parts.map((part) => `\n  ${part}`).join(',')}\n)`];
}

/** An operator as it is used where only a word may stand: `OPERATOR(app.===)`. */
export function operatorCall(printed: string): string {
  const word = withoutArguments(printed);
  return `OPERATOR(${cutAt(word, '.') === undefined ? `pg_catalog.${word}` : word})`;
}

function named(word: string, operator: string | undefined): readonly string[] {
  return operator === undefined ? [] : [`${word} = ${operatorCall(operator)}`];
}

function estimated(word: string, routine: string | undefined): readonly string[] {
  return routine === undefined ? [] : [`${word} = ${withoutArguments(routine)}`];
}
