create schema cron;
create table cron.job (id integer);
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (true);
