import type { Verdict } from '../../src/parity/verdict.ts';
import { differenceOf, EMAIL, NOT_NULL, objectOf, undecidedOf, verdictOf } from './verdicts.ts';

const TEXT = { declared: 'type text', live: 'type text' };
const BOTH_NOT_NULL = { declared: 'not null', live: 'not null' };

/** Four tables and an enum, with one finding of each sort. */
export const VERDICT: Verdict = verdictOf({
  objects: [
    objectOf(['table', 'auth', null, 'users']),
    objectOf(['column', 'auth', 'users', 'id'], {
      type: 'text',
      facts: { type: TEXT, nullable: BOTH_NOT_NULL },
    }),
    objectOf(EMAIL, {
      type: 'text',
      facts: { type: TEXT, nullable: { declared: 'not null', live: 'nullable' } },
    }),
    objectOf(['column', 'auth', 'users', 'team_id'], { type: 'text' }),
    objectOf(['foreign key', 'auth', 'users', 'users_team_fk'], {
      columns: ['team_id'],
      references: { schema: 'auth', name: 'teams', columns: ['id'] },
      facts: { onDelete: { declared: 'on delete cascade', live: 'on delete cascade' } },
    }),
    objectOf(['table', 'auth', null, 'teams']),
    objectOf(['column', 'auth', 'teams', 'id'], { type: 'text' }),
    objectOf(['table', 'auth', null, 'notes']),
    objectOf(['column', 'auth', 'notes', 'parent'], { type: 'text' }),
    objectOf(['foreign key', 'auth', 'notes', 'notes_parent_fk'], {
      inDatabase: false,
      columns: ['parent'],
      references: { schema: 'auth', name: 'notes', columns: ['parent'] },
    }),
    objectOf(['table', 'auth', null, 'audit'], { inSchema: false }),
    objectOf(['column', 'auth', 'audit', 'at'], {
      inSchema: false,
      type: 'date',
      facts: { type: { live: 'type date' } },
    }),
    objectOf(['enum', 'auth', null, 'mood'], {
      facts: { values: { declared: 'values a, b', live: 'values a, b' } },
    }),
  ],
  differences: [NOT_NULL, differenceOf(['table', 'auth', null, 'audit'], 'undeclared', { live: 'audit' })],
  undecided: [undecidedOf(['foreign key', 'auth', 'notes', 'notes_parent_fk'], 'match')],
});

/** A schema of any size, in which every so many tables one differs; each refers to another one, three to the same. */
export function largeVerdict({
  tables,
  every,
}: {
  readonly tables: number;
  readonly every: number;
}): Verdict {
  const names = Array.from({ length: tables }, (_none, index) => `t${index}`);
  return verdictOf({
    objects: names.flatMap((name, index) => [
      objectOf(['table', 'app', null, name]),
      ...Array.from({ length: 20 }, (_none, column) =>
        objectOf(['column', 'app', name, `column_${column}`], { type: 'text', facts: { type: TEXT } }),
      ),
      objectOf(['foreign key', 'app', name, `${name}_fk`], {
        columns: ['column_0'],
        references: {
          schema: 'app',
          name: names[Math.floor((index - 1) / 3)] ?? 'none',
          columns: ['column_1'],
        },
      }),
    ]),
    differences: names
      .filter((_name, index) => index % every === 1)
      .map((name) => differenceOf(['column', 'app', name, 'column_2'], 'type')),
  });
}
