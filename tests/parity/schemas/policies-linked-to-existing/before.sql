create schema realtime;
create table realtime.messages (id bigint primary key, topic text not null, extra jsonb);
alter table realtime.messages enable row level security;
create policy theirs on realtime.messages for select using (true);
