import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';

/** TRUNCATE … CASCADE, which empties tables that nobody named. */
export const truncateCascades: Rule = {
  id: 'truncate-cascades',
  title: 'TRUNCATE that takes other tables with it',
  judge: ({ statement, words }) => {
    if (words[0] !== 'truncate' || !words.includes('cascade')) return [];
    if (statement.emptied.length === 0) return [];
    const names = [...statement.emptied].sort().join(', ');
    return [
      {
        what: `CASCADE empties ${names}`,
        why: 'which tables point to it is another matter on another day: one that is added later is emptied too, without a word',
        fix: migrations([{ title: 'each by its name', up: [sql(`truncate ${names}`)] }]),
      },
    ];
  },
};
