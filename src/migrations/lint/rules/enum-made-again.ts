import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** An enum that is dropped, or made again without some of its values. */
export const enumMadeAgain: Rule = {
  id: 'enum-made-again',
  title: 'An enum that goes or is made again with other values',
  judge: ({ statement }) =>
    changesOf(statement, 'enum dropped').map(({ type, values }) => ({
      what: `the type ${type} (${values.join(', ')}) goes`,
      why: 'a release that still runs writes and casts values of it; open sessions know the type by a number that is gone',
      fix: `a value more needs no new type: alter type ${type} add value '…'; one less is taken by a check that is added not valid; when nothing uses the type any more:\n${waiver('enum-made-again', 'no release uses the type since …')}`,
    })),
};
