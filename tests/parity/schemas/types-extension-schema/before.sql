create schema extensions;
create extension hstore with schema extensions;
create extension ltree with schema extensions;
