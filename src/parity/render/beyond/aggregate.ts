import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../facts.ts';
import { withoutArguments } from '../printed-name.ts';
import { routineWord } from '../routine-name.ts';
import { operatorCall } from './operator.ts';

const MODIFY: Readonly<Record<string, string>> = {
  'read only': 'READ_ONLY',
  shareable: 'SHAREABLE',
  'read write': 'READ_WRITE',
};

/** Makes an aggregate of its functions, in place of one that is there. */
export function createAggregate(aggregate: CatalogObject): readonly string[] {
  const { facts } = aggregate;
  const text = (fact: string): string | undefined => textFact(aggregate, fact);
  const called = (word: string, fact: string): readonly string[] => {
    const routine = text(fact);
    return routine === undefined ? [] : [`${word} = ${withoutArguments(routine)}`];
  };
  const value = (word: string, fact: string): readonly string[] => {
    const initial = text(fact);
    return initial === undefined ? [] : [`${word} = ${quoteLiteral(initial)}`];
  };
  const size = (word: string, fact: string): readonly string[] =>
    typeof facts[fact] === 'number' && facts[fact] > 0 ? [`${word} = ${facts[fact]}`] : [];
  // Where there is no such function, the way it treats its state means nothing.
  const modify = (word: string, fact: string, routine: string): readonly string[] =>
    text(routine) === undefined ? [] : [`${word} = ${MODIFY[text(fact) ?? ''] ?? 'READ_ONLY'}`];
  const type = (word: string, fact: string): readonly string[] =>
    text(fact) === undefined ? [] : [`${word} = ${text(fact) ?? ''}`];
  const parallel = text('parallel') ?? 'unsafe';
  const sort = text('sortOperator');
  const parts = [
    ...called('SFUNC', 'transition'),
    ...type('STYPE', 'state'),
    ...size('SSPACE', 'stateSize'),
    ...called('FINALFUNC', 'final'),
    ...(facts.finalExtra === true ? ['FINALFUNC_EXTRA'] : []),
    ...modify('FINALFUNC_MODIFY', 'finalModify', 'final'),
    ...called('COMBINEFUNC', 'combine'),
    ...called('SERIALFUNC', 'serialize'),
    ...called('DESERIALFUNC', 'deserialize'),
    ...value('INITCOND', 'initial'),
    ...called('MSFUNC', 'movingTransition'),
    ...called('MINVFUNC', 'movingInverse'),
    ...type('MSTYPE', 'movingState'),
    ...size('MSSPACE', 'movingStateSize'),
    ...called('MFINALFUNC', 'movingFinal'),
    ...(facts.movingFinalExtra === true ? ['MFINALFUNC_EXTRA'] : []),
    ...modify('MFINALFUNC_MODIFY', 'movingFinalModify', 'movingFinal'),
    ...value('MINITCOND', 'movingInitial'),
    ...(sort === undefined ? [] : [`SORTOP = ${operatorCall(sort)}`]),
    ...(parallel === 'unsafe' ? [] : [`PARALLEL = ${parallel.toUpperCase()}`]),
    ...(facts.kind === 'hypothetical set' ? ['HYPOTHETICAL'] : []),
  ];
  return [
    `CREATE OR REPLACE AGGREGATE ${routineWord(aggregate)}(${argumentsOf(aggregate)}) (${parts.map((part) => `\n  ${part}`).join(',')}\n)`,
  ];
}

/** What it takes; of an ordered set, what it takes once and what it takes row by row. */
function argumentsOf(aggregate: CatalogObject): string {
  const { facts } = aggregate;
  const all = textsFact(aggregate, 'arguments');
  if (facts.kind === 'ordered set' || facts.kind === 'hypothetical set') {
    const direct = typeof facts.directArguments === 'number' ? facts.directArguments : 0;
    const last = all.slice(direct);
    // A variadic argument of both stands in both places, but is kept once.
    const ordered = last.length === 0 ? all.slice(-1) : last;
    return `${all.slice(0, direct).join(', ')} ORDER BY ${ordered.join(', ')}`.trim();
  }
  return all.length === 0 ? '*' : all.join(', ');
}
