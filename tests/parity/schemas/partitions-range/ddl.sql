create table events (
  id integer not null,
  at timestamp not null,
  kind text not null default 'x',
  constraint events_id_at_pk primary key (id, at),
  constraint events_positive check (id > 0)
) partition by range (at);
create index events_kind on events (kind) where kind <> '';
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
create table events_rest partition of events default;
create schema archive;
create table archive.events_2020 partition of events for values from ('2020-01-01') to ('2021-01-01');
create index only_here on events_2024 (kind);
create table notes (id integer primary key, text text);
