create role keelson_corpus_existing login superuser createdb connection limit 3 valid until '2100-01-01';
create role keelson_corpus_beside login bypassrls;
grant keelson_corpus_existing to keelson_corpus_beside;
