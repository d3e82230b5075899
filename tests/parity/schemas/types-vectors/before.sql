-- Stands in for pgvector, which servers seldom have: types with a length, and an access method of their own.
do $$
declare
  type text;
begin
  foreach type in array array['vector', 'halfvec', 'sparsevec'] loop
    execute replace($sql$
      create type @;
      create function @_in(cstring, oid, integer) returns @ language internal immutable strict as 'varcharin';
      create function @_out(@) returns cstring language internal immutable strict as 'varcharout';
      create function @_typmod_in(cstring[]) returns integer language internal immutable strict as 'varchartypmodin';
      create function @_typmod_out(integer) returns cstring language internal immutable strict as 'varchartypmodout';
      create type @ (
        input = @_in, output = @_out, typmod_in = @_typmod_in, typmod_out = @_typmod_out,
        alignment = int4, storage = extended
      );
    $sql$, '@', type);
  end loop;
end $$;
create function vector_hash(vector) returns integer language internal immutable strict as 'hashtext';
create access method hnsw type index handler hashhandler;
create operator class vector_l2_ops for type vector using hnsw as function 1 vector_hash(vector);
create operator class vector_cosine_ops for type vector using hnsw as function 1 vector_hash(vector);
