-- As Knex writes it.
create table "users" ("id" serial primary key, "email" varchar(255) not null, "name" varchar(255), "created_at" timestamptz not null default CURRENT_TIMESTAMP);
alter table "users" alter column "created_at" set default now();
alter table "users" add constraint "users_email_unique" unique ("email");
create table "teams" ("id" serial primary key, "slug" text);
alter table "teams" add constraint "teams_slug_unique" unique ("slug");
create table "members" ("user_id" integer not null, "team_id" integer not null, "role" varchar(20) not null default 'member');
alter table "members" add constraint "members_pkey" primary key ("user_id", "team_id");
alter table "members" add constraint "members_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete CASCADE;
alter table "members" add constraint "members_team_id_foreign" foreign key ("team_id") references "teams" ("id") on delete RESTRICT;
create index "members_team_id_index" on "members" ("team_id");
create index "members_role_user_id_index" on "members" ("role", "user_id");
create table "knex_migrations" ("id" serial primary key, "name" varchar(255), "batch" integer, "migration_time" timestamptz);
create table "knex_migrations_lock" ("index" serial primary key, "is_locked" integer);
