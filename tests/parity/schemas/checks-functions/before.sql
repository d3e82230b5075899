create schema rules;
create function rules.fine(text) returns boolean language sql immutable as $$ select $1 <> '' $$;
create function fine(text) returns boolean language plpgsql immutable as $$ begin return $1 <> ''; end $$;
