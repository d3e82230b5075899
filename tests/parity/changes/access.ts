import type { ChangeTable } from './change.ts';

const NOTES = 'app.notes';
const again = (name: string, definition: string): string =>
  `drop policy ${name} on app.notes; create policy ${name} on app.notes ${definition}`;

/** Row level security, policies and roles. */
export const access: ChangeTable = {
  schema: 'base-access',
  changes: [
    { change: 'alter table app.notes disable row level security', expect: [`table/rls ${NOTES}`] },
    { change: 'alter table closed disable row level security', expect: ['table/rls public.closed'] },
    { change: 'alter table open enable row level security', expect: ['table/rls public.open'] },
    { change: 'alter table app.notes force row level security', expect: [`table/force-rls ${NOTES}`] },

    { change: 'drop policy notes_read on app.notes', expect: [`policy/missing ${NOTES}.notes_read`] },
    { change: 'drop policy linked on closed', expect: ['policy/missing public.closed.linked'] },
    {
      change: 'create policy extra on app.notes for select using (true)',
      expect: [`policy/undeclared ${NOTES}.extra`],
    },
    {
      change: 'create policy extra on open for select using (true)',
      expect: ['policy/undeclared public.open.extra'],
    },
    {
      change: 'alter policy notes_read on app.notes rename to notes_look',
      expect: [`policy/renamed ${NOTES}.notes_read`],
    },
    {
      change: 'drop policy linked on closed; create policy linked on open for delete using (true)',
      expect: ['policy/missing public.closed.linked', 'policy/undeclared public.open.linked'],
    },
    {
      change: again('notes_read', 'for all to keelson_corpus_reader using (owner = current_user)'),
      expect: [`policy/command ${NOTES}.notes_read`],
    },
    {
      change: again(
        'notes_read',
        'as restrictive for select to keelson_corpus_reader using (owner = current_user)',
      ),
      expect: [`policy/permissive ${NOTES}.notes_read`],
    },
    {
      change: again('notes_all', 'using (id in (select note from app.shares))'),
      expect: [`policy/permissive ${NOTES}.notes_all`],
    },
    {
      change: 'alter policy notes_read on app.notes to public',
      expect: [`policy/roles ${NOTES}.notes_read`],
    },
    {
      change: 'alter policy notes_read on app.notes to keelson_corpus_writer',
      expect: [`policy/roles ${NOTES}.notes_read`],
    },
    {
      change: 'alter policy notes_add on app.notes to keelson_corpus_reader',
      expect: [`policy/roles ${NOTES}.notes_add`],
    },
    {
      change: 'alter policy notes_add on app.notes to keelson_corpus_writer, keelson_corpus_reader',
      expect: [],
    },
    {
      change: 'alter policy notes_read on app.notes using (true)',
      expect: [`policy/using ${NOTES}.notes_read`],
    },
    {
      change: 'alter policy notes_read on app.notes using (owner <> current_user)',
      expect: [`policy/using ${NOTES}.notes_read`],
    },
    {
      change: 'alter policy notes_read on app.notes using (owner = session_user)',
      expect: [`policy/using ${NOTES}.notes_read`],
    },
    {
      change: again('notes_read', 'for select to keelson_corpus_reader'),
      expect: [`policy/using ${NOTES}.notes_read`],
    },
    {
      change: 'alter policy notes_read on app.notes using ((notes.owner) = (current_user))',
      expect: [],
    },
    {
      change: 'alter policy notes_add on app.notes with check (size > 1)',
      expect: [`policy/check ${NOTES}.notes_add`],
    },
    {
      change: 'alter policy notes_change on app.notes with check (true)',
      expect: [`policy/check ${NOTES}.notes_change`],
    },
    {
      change: again('notes_change', 'for update using (size < 10)'),
      expect: [`policy/check ${NOTES}.notes_change`],
    },
    {
      change: 'alter policy notes_change on app.notes using (size < 20) with check (size < 10)',
      expect: [`policy/check ${NOTES}.notes_change`, `policy/using ${NOTES}.notes_change`],
    },
    {
      change:
        'alter policy notes_all on app.notes using (id in (select note from app.shares where person is not null))',
      expect: [`policy/using ${NOTES}.notes_all`],
    },
    {
      change: 'alter policy notes_all on app.notes using (id not in (select note from app.shares))',
      expect: [`policy/using ${NOTES}.notes_all`],
    },
    {
      change: 'alter policy notes_all on app.notes using (true)',
      expect: [`policy/using ${NOTES}.notes_all`],
    },
    {
      change: 'alter policy notes_all on app.notes using (notes.id in (select shares.note from app.shares))',
      expect: [],
    },
    {
      change: 'alter table app.notes rename column owner to author',
      expect: [`column/renamed ${NOTES}.owner`],
    },
    {
      change: 'alter table app.shares rename column note to of',
      expect: ['column/renamed app.shares.note'],
    },
    { change: 'alter table app.notes rename to jottings', expect: [`table/renamed ${NOTES}`] },
    { change: 'alter policy linked on closed using (false)', expect: ['policy/using public.closed.linked'] },

    {
      change:
        'drop owned by keelson_corpus_writer; alter policy notes_add on app.notes to keelson_corpus_reader; drop role keelson_corpus_writer',
      expect: [`policy/roles ${NOTES}.notes_add`, 'role/missing keelson_corpus_writer'],
    },
    {
      // Nothing tells that it is the same one: a role is its name.
      change: 'alter role keelson_corpus_writer rename to keelson_corpus_author',
      expect: [`policy/roles ${NOTES}.notes_add`, 'role/missing keelson_corpus_writer'],
    },
    {
      change: 'alter role keelson_corpus_writer nocreatedb',
      expect: ['role/create-db keelson_corpus_writer'],
    },
    {
      change: 'alter role keelson_corpus_writer createrole',
      expect: ['role/create-role keelson_corpus_writer'],
    },
    { change: 'alter role keelson_corpus_writer inherit', expect: ['role/inherit keelson_corpus_writer'] },
    // What the schema does not say of a role is open.
    { change: 'alter role keelson_corpus_reader createdb createrole noinherit', expect: [] },
    {
      change: `alter role keelson_corpus_writer login superuser bypassrls replication connection limit 5
        valid until '2100-01-01'`,
      expect: [],
    },
    { change: 'grant keelson_corpus_reader to keelson_corpus_writer', expect: [] },
    { change: 'create role keelson_corpus_stranger', expect: [] },
    { change: 'grant all on app.notes to keelson_corpus_reader; revoke all on open from public', expect: [] },
    { change: 'alter table app.notes owner to keelson_corpus_reader', expect: [] },
    { change: `comment on policy notes_read on app.notes is 'x'`, expect: [] },
  ],
};
