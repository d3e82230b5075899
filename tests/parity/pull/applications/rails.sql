-- As Rails writes structure.sql: migrations in a table, polymorphic and nested rows, partial and expression indexes, counters.
create extension if not exists pgcrypto with schema public;
create extension if not exists citext with schema public;
create table schema_migrations (version character varying not null);
alter table only schema_migrations add constraint schema_migrations_pkey primary key (version);
create table ar_internal_metadata (
  key character varying not null,
  value character varying,
  created_at timestamp(6) without time zone not null,
  updated_at timestamp(6) without time zone not null
);
alter table only ar_internal_metadata add constraint ar_internal_metadata_pkey primary key (key);
create table users (
  id bigint not null,
  email citext default ''::citext not null,
  encrypted_password character varying default ''::character varying not null,
  reset_password_token character varying,
  sign_in_count integer default 0 not null,
  current_sign_in_ip inet,
  settings jsonb default '{}'::jsonb not null,
  roles character varying[] default '{}'::character varying[],
  locale character varying default 'en'::character varying,
  created_at timestamp(6) without time zone default current_timestamp not null,
  discarded_at timestamp without time zone
);
create sequence users_id_seq start with 1 increment by 1 no minvalue no maxvalue cache 1;
alter sequence users_id_seq owned by users.id;
alter table only users alter column id set default nextval('users_id_seq'::regclass);
alter table only users add constraint users_pkey primary key (id);
create unique index index_users_on_email on users using btree (email);
create unique index index_users_on_reset_password_token on users using btree (reset_password_token);
create index index_users_on_discarded_at on users using btree (discarded_at) where (discarded_at is null);
create index index_users_on_lower_locale on users using btree (lower((locale)::text));
create index index_users_on_settings on users using gin (settings jsonb_path_ops);
create index index_users_on_roles on users using gin (roles);
create table active_storage_blobs (
  id uuid default gen_random_uuid() not null primary key,
  key character varying not null,
  filename character varying not null,
  byte_size bigint not null,
  checksum character varying
);
create table active_storage_attachments (
  id bigserial primary key,
  name character varying not null,
  record_type character varying not null,
  record_id bigint not null,
  blob_id uuid not null,
  constraint fk_rails_c3b3935057 foreign key (blob_id) references active_storage_blobs (id)
);
create unique index index_active_storage_attachments_uniqueness on active_storage_attachments (record_type, record_id, name, blob_id);
create table comments (
  id bigserial primary key,
  user_id bigint,
  parent_id bigint,
  commentable_type character varying,
  commentable_id bigint,
  body text,
  ancestry character varying collate "C",
  position integer,
  lock_version integer default 0,
  price numeric(10,2) default 0.0,
  starts_on date default (now())::date,
  duration interval default 'PT1H'::interval,
  constraint fk_rails_03de2dc08c foreign key (user_id) references users (id) on delete cascade,
  constraint fk_rails_31554e7034 foreign key (parent_id) references comments (id) on delete set null,
  constraint price_positive check ((price >= (0)::numeric)) not valid
);
create index index_comments_on_commentable on comments (commentable_type, commentable_id);
create index index_comments_on_ancestry on comments (ancestry text_pattern_ops);
create index index_comments_on_body_tsv on comments using gin (to_tsvector('simple'::regconfig, coalesce(body, ''::text)));
create view published_comments as select comments.id, comments.body, users.email from comments left join users on users.id = comments.user_id;
