create table logs (id integer, level text, primary key (id, level)) partition by list (level);
create table log_errors partition of logs for values in ('error');
create table log_rest partition of logs default;
