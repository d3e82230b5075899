create schema extensions;
create extension pg_trgm;
create extension btree_gist with schema extensions;
create extension btree_gin;
