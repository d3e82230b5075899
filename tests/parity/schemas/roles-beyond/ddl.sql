create role keelson_corpus_rich createdb createrole noinherit login bypassrls connection limit 3;
