-- Stands in for PostGIS, which servers seldom have: a type with a word for a parameter.
create type geometry;
create function geometry_in(cstring, oid, integer) returns geometry language internal immutable strict as 'varcharin';
create function geometry_out(geometry) returns cstring language internal immutable strict as 'varcharout';
create function geometry_typmod_in(cstring[]) returns integer language internal immutable strict as 'array_cardinality';
create function geometry_typmod_out(integer) returns cstring language internal immutable strict as 'bittypmodout';
create type geometry (
  input = geometry_in,
  output = geometry_out,
  typmod_in = geometry_typmod_in,
  typmod_out = geometry_typmod_out,
  alignment = int4,
  storage = extended
);
