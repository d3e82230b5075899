import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  pgPolicy,
  pgSequence,
  pgTable,
  pgView,
  text,
  unique,
} from 'drizzle-orm/pg-core';

/** Every mark that ends or begins something elsewhere. */
export const odd = pgTable(
  'My "Table"',
  {
    reserved: integer('select'),
    blank: text('Col With Space'),
    quote: text('quo"te'),
    apostrophe: text("sq'"),
    dot: text('a.b'),
    percent: text('%I %s %%'),
    dollar: text('$1'),
    backslash: text('back\\slash'),
    unicode: text('größe 名前 😀'),
    newline: text('two\nlines'),
    hyphen: text('--'),
    digit: text('1st'),
    upper: text('UPPER'),
  },
  (t) => [
    index('Idx Name').on(t.reserved, t.blank),
    index('idx "quoted"').on(t.quote.desc()),
    index("idx 'x'")
      .on(sql`lower(${t.apostrophe})`)
      .where(sql`${t.dollar} <> '$1'`),
    unique('un.ique').on(t.dot, t.percent),
    check('che"ck', sql`${t.quote} <> '' and ${t.unicode} <> ${'名'}`),
    check("check's", sql`${t.newline} is not null or ${t.hyphen} is null or ${t.backslash} is null`),
    pgPolicy('pol"icy', { for: 'select', using: sql`${t.percent} = '%s'` }),
  ],
);
export const sequence = pgSequence('se"quence; --');
export const view = pgView('vi"ew', { quote: text('quo"te') }).as(sql`select ${odd.quote} from ${odd}`);
