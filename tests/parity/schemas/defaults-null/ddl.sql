create table nothing (
  text text,
  number integer,
  document jsonb,
  plain json,
  list text[],
  expression timestamp,
  expression_cast text default null::text
);
