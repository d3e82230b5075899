create table rows (made text default 'x', other text, constraint rows_fine check (other <> ''));
create index rows_part on rows (other) where other = 'x';
