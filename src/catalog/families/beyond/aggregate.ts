import type { FactSource, Family } from '../../family.ts';
import { left } from './left.ts';
import { inWords, operatorName, routine, typeName } from '../printed.ts';
import { ROUTINE } from './routine.ts';

const MODIFY = { r: 'read only', s: 'shareable', w: 'read write' };

/** Aggregates: a routine, and the functions that it is made of. */
export const aggregate: Family = {
  kind: 'aggregate',
  beyond: true,
  from: `${ROUTINE.from} JOIN pg_aggregate g ON g.aggfnoid = p.oid`,
  in: ROUTINE.in,
  identity: {
    ...ROUTINE.identity,
    of: [...ROUTINE.identity.of.filter((column) => column !== 'pg_proc.prokind'), 'pg_aggregate.aggfnoid'],
  },
  facts: {
    kind: {
      sql: inWords('g.aggkind', { n: 'normal', o: 'ordered set', h: 'hypothetical set' }),
      of: ['pg_aggregate.aggkind'],
    },
    arguments: ROUTINE.argumentsFact,
    directArguments: fact('aggnumdirectargs'),
    returns: ROUTINE.returnsFact,
    transition: madeOf('aggtransfn'),
    state: { sql: typeName('g.aggtranstype'), of: ['pg_aggregate.aggtranstype'] },
    stateSize: fact('aggtransspace'),
    initial: fact('agginitval'),
    final: madeOf('aggfinalfn'),
    finalExtra: fact('aggfinalextra'),
    finalModify: { sql: inWords('g.aggfinalmodify', MODIFY), of: ['pg_aggregate.aggfinalmodify'] },
    combine: madeOf('aggcombinefn'),
    serialize: madeOf('aggserialfn'),
    deserialize: madeOf('aggdeserialfn'),
    movingTransition: madeOf('aggmtransfn'),
    movingInverse: madeOf('aggminvtransfn'),
    movingState: { sql: typeName('g.aggmtranstype'), of: ['pg_aggregate.aggmtranstype'] },
    movingStateSize: fact('aggmtransspace'),
    movingInitial: fact('aggminitval'),
    movingFinal: madeOf('aggmfinalfn'),
    movingFinalExtra: fact('aggmfinalextra'),
    movingFinalModify: { sql: inWords('g.aggmfinalmodify', MODIFY), of: ['pg_aggregate.aggmfinalmodify'] },
    sortOperator: { sql: operatorName('g.aggsortop'), of: ['pg_aggregate.aggsortop'] },
    parallel: {
      sql: inWords('p.proparallel', { s: 'safe', r: 'restricted', u: 'unsafe' }),
      of: ['pg_proc.proparallel'],
    },
    ...ROUTINE.administration,
  },
  left: {
    ...left(
      'pg_proc',
      [
        ...[
          'prokind',
          'prolang',
          'prosrc',
          'probin',
          'prosqlbody',
          'provolatile',
          'proisstrict',
          'proleakproof',
        ],
        ...['prosecdef', 'procost', 'prorows', 'prosupport', 'proconfig', 'protrftypes', 'proargdefaults'],
      ],
      'the same for every aggregate, and nothing can change it',
    ),
    ...left('pg_proc', ['pronargs', 'pronargdefaults'], 'how many entries a list has that is a fact'),
    'pg_proc.provariadic': 'the element type of the argument that is variadic',
  },
};

function madeOf(column: string): FactSource {
  return { sql: routine(`g.${column}`), of: [`pg_aggregate.${column}`] };
}

function fact(column: string): FactSource {
  return { sql: `g.${column}`, of: [`pg_aggregate.${column}`] };
}
