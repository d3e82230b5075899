do $$
declare
  setting text;
begin
  foreach setting in array array[
    'search_path = nowhere, public', 'TimeZone = ''Asia/Kolkata''', 'DateStyle = ''German, DMY''',
    'IntervalStyle = iso_8601', 'bytea_output = escape', 'quote_all_identifiers = on',
    'standard_conforming_strings = off', 'extra_float_digits = -15', 'default_transaction_read_only = on',
    'lc_messages = ''C''', 'max_parallel_workers_per_gather = 4', 'enable_seqscan = off', 'jit = on',
    'default_transaction_isolation = serializable', 'row_security = off', 'constraint_exclusion = on'
  ] loop
    execute format('alter database %I set ', current_database()) || setting;
  end loop;
end $$;
