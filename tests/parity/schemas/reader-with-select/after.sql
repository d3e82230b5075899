create role keelson_corpus_reader;
grant usage on schema app to keelson_corpus_reader;
grant select on all tables in schema app to keelson_corpus_reader;
set local role keelson_corpus_reader;
