create function bump(by integer default 1) returns integer language sql as 'select 41 + by';
