create view visible_tables as select relname::text as name, relkind::text as kind from pg_catalog.pg_class;
