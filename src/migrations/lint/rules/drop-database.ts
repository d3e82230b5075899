import type { Rule } from '../rule.ts';

/** A whole database that goes. */
export const dropDatabase: Rule = {
  id: 'drop-database',
  title: 'A database that goes',
  judge: ({ words }) => {
    const [verb, what] = words;
    if (verb !== 'drop' || what !== 'database') return [];
    return [
      {
        what: 'a migration drops a whole database',
        why: 'no down brings it back, and every session on it is in the way or is ended',
        fix: 'drop it by hand, when nobody is connected and a backup was tried: a migration changes the database that it is in',
      },
    ];
  },
};
