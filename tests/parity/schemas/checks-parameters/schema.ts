import { and, between, eq, gt, inArray, isNotNull, like, lt, not, or, sql } from 'drizzle-orm';
import { boolean, check, date, integer, pgEnum, pgTable, text, varchar } from 'drizzle-orm/pg-core';

export const state = pgEnum('state', ['open', 'closed']);

const LEAST = 18;

/** Values in the text and Drizzle's own operators, which both make parameters. */
export const limited = pgTable(
  'limited',
  {
    age: integer(),
    name: text(),
    code: varchar({ length: 5 }),
    done: boolean(),
    state: state(),
    day: date(),
  },
  (t) => [
    check('age_text', sql`${t.age} > ${LEAST}`),
    check('age_helper', gt(t.age, LEAST)),
    check('age_between', between(t.age, 1, 99)),
    check('name_quoted', sql`${t.name} <> ${"O'Brien"}`),
    check('name_list', inArray(t.name, ['a', "b'c"])),
    check('code_list', inArray(t.code, ['a', 'b'])),
    check('done_helper', eq(t.done, true)),
    check('state_helper', eq(t.state, 'open')),
    check('day_helper', lt(t.day, '2100-01-01')),
    check('name_like', like(t.name, 'a%')),
    check('combined', or(and(gt(t.age, 1), isNotNull(t.name)), not(eq(t.age, 5))) ?? sql`true`),
  ],
);
