import type { ChangeTable } from './change.ts';

const again = (name: string, definition: string, unique = ''): string =>
  `drop index ${name}; create ${unique} index ${name} on rows ${definition}`;

/** Indexes: every fact of one. */
export const indexes: ChangeTable = {
  schema: 'base-indexes',
  changes: [
    { change: 'drop index plain', expect: ['index/missing public.rows.plain'] },
    { change: 'drop index rows_c_index', expect: ['index/missing public.rows.rows_c_index'] },
    { change: 'create index extra on rows (c, b)', expect: ['index/undeclared public.rows.extra'] },
    {
      change: 'create unique index extra on rows (lower(c))',
      expect: ['index/undeclared public.rows.extra'],
    },
    { change: 'create index extra on rows (a, b)', expect: ['index/undeclared public.rows.extra'] },
    { change: 'alter index plain rename to simple', expect: ['index/renamed public.rows.plain'] },
    { change: 'alter index lowered rename to lower_case', expect: ['index/renamed public.rows.lowered'] },
    { change: 'alter index partial rename to several', expect: ['index/renamed public.rows.partial'] },
    { change: 'alter index rows_c_index rename to rows_c_idx', expect: [] },
    { change: again('plain', '(b, a)'), expect: ['index/columns public.rows.plain'] },
    { change: again('plain', '(a, c)'), expect: ['index/columns public.rows.plain'] },
    { change: again('plain', '(a)'), expect: ['index/columns public.rows.plain'] },
    { change: again('plain', '(a, b, c)'), expect: ['index/columns public.rows.plain'] },
    { change: again('plain', '(a, b)', 'unique'), expect: ['index/unique public.rows.plain'] },
    { change: again('once', '(c, a)'), expect: ['index/unique public.rows.once'] },
    {
      change: again('plain', '(a, b desc)'),
      expect: ['index/orders public.rows.plain', 'index/nulls public.rows.plain'],
    },
    { change: again('plain', '(a, b desc nulls last)'), expect: ['index/orders public.rows.plain'] },
    { change: again('plain', '(a nulls first, b)'), expect: ['index/nulls public.rows.plain'] },
    { change: again('ordered', '(a desc, b nulls first)'), expect: ['index/nulls public.rows.ordered'] },
    {
      change: again('ordered', '(a nulls last, b nulls first)'),
      expect: ['index/orders public.rows.ordered'],
    },
    { change: again('ordered', '(a desc nulls last, b asc nulls first)'), expect: [] },
    { change: again('plain', '(a, b) include (c)'), expect: ['index/include public.rows.plain'] },
    {
      change: again('once', '(c, a) nulls not distinct', 'unique'),
      expect: ['index/nulls-not-distinct public.rows.once'],
    },
    { change: again('plain', '(a, b collate "C")'), expect: ['index/collations public.rows.plain'] },
    {
      change: again('plain', '(a, b text_pattern_ops)'),
      expect: ['index/default-opclasses public.rows.plain'],
    },
    { change: again('class', '(b)'), expect: ['index/opclasses public.rows.class'] },
    { change: again('class', '(b varchar_pattern_ops)'), expect: ['index/opclasses public.rows.class'] },
    {
      change: again('trigrams', 'using gist (b gist_trgm_ops)'),
      expect: ['index/method public.rows.trigrams', 'index/opclasses public.rows.trigrams'],
    },
    {
      change: again('tuned', 'using gist (b gist_trgm_ops)'),
      expect: ['index/opclass-options public.rows.tuned'],
    },
    {
      change: again('tuned', 'using gist (b gist_trgm_ops (siglen = 64))'),
      expect: ['index/opclass-options public.rows.tuned'],
    },
    { change: again('tuned', "using gist (b gist_trgm_ops (siglen = '32'))"), expect: [] },
    { change: again('paths', 'using gin (document)'), expect: ['index/opclasses public.rows.paths'] },
    { change: again('hashed', '(d)'), expect: ['index/method public.rows.hashed'] },
    { change: again('places', 'using spgist (spot)'), expect: ['index/method public.rows.places'] },
    {
      change: again('ranges', 'using brin (a) with (pages_per_range = 64)'),
      expect: ['index/with public.rows.ranges'],
    },
    { change: 'alter index ranges set (autosummarize = on)', expect: ['index/with public.rows.ranges'] },
    { change: 'alter index ranges reset (pages_per_range)', expect: ['index/with public.rows.ranges'] },
    { change: 'alter index filled set (fillfactor = 71)', expect: ['index/with public.rows.filled'] },
    { change: 'alter index plain set (fillfactor = 50)', expect: ['index/with public.rows.plain'] },
    { change: again('partial', '(b) where a > 6'), expect: ['index/where public.rows.partial'] },
    { change: again('partial', '(b) where a >= 5'), expect: ['index/where public.rows.partial'] },
    { change: again('partial', '(b)'), expect: ['index/where public.rows.partial'] },
    { change: again('partial', '(b) where (5 < a)'), expect: ['index/where public.rows.partial'] },
    { change: again('partial', '(b) where ((a) > (5))'), expect: [] },
    { change: again('plain', '(a, b) where a is not null'), expect: ['index/where public.rows.plain'] },
    { change: again('living', '(b) where done', 'unique'), expect: ['index/where public.rows.living'] },
    { change: again('varied', `(a) where d in ('x', 'z')`), expect: ['index/where public.rows.varied'] },
    {
      change: again(
        'varied',
        `(a) where (d)::text = any (array[('x'::varchar)::text, ('y'::varchar)::text])`,
      ),
      expect: [],
    },
    { change: again('lowered', '(upper(b), a)'), expect: ['index/expressions public.rows.lowered'] },
    { change: again('lowered', '(lower(c), a)'), expect: ['index/expressions public.rows.lowered'] },
    { change: again('lowered', '(b, a)'), expect: ['index/columns public.rows.lowered'] },
    { change: again('lowered', '(lower((b)), a asc)'), expect: [] },
    { change: again('plain', '(a, lower(b))'), expect: ['index/columns public.rows.plain'] },
    {
      change: again('expression_order', '((a + 2) desc nulls last)'),
      expect: ['index/expressions public.rows.expression_order'],
    },
    {
      change: again('expression_order', '((a + 1) nulls last)'),
      expect: ['index/orders public.rows.expression_order'],
    },
    {
      change: again('expression_order', '((a + 1) desc)'),
      expect: ['index/nulls public.rows.expression_order'],
    },
    {
      change: again('lowered', '(lower(b) text_pattern_ops, a)'),
      expect: ['index/default-opclasses public.rows.lowered'],
    },
    {
      change: again('lowered', '(lower(b) collate "C", a)'),
      expect: ['index/collations public.rows.lowered'],
    },
    {
      change: `update pg_index set indisvalid = false where indexrelid = 'plain'::regclass`,
      expect: ['index/valid public.rows.plain'],
    },
    {
      change: `update pg_index set indisready = false where indexrelid = 'once'::regclass`,
      expect: ['index/valid public.rows.once'],
    },
    {
      change: `drop index once; alter table rows add constraint once unique (c, a)`,
      expect: ['index/missing public.rows.once', 'unique/undeclared public.rows.once'],
    },
    {
      change: 'drop index places; alter table rows add constraint places exclude using gist (spot with ~=)',
      expect: ['index/missing public.rows.places'],
    },
    { change: 'alter table rows rename column b to text', expect: ['column/renamed public.rows.b'] },
    { change: 'alter table rows rename column a to number', expect: ['column/renamed public.rows.a'] },
    { change: 'alter table rows rename to lines', expect: ['table/renamed public.rows'] },
    {
      change: 'drop index plain; create index plain on only rows using btree (a asc nulls last, b)',
      expect: [],
    },
    { change: 'alter table rows cluster on plain', expect: [] },
    { change: 'alter index lowered alter column 1 set statistics 500', expect: [] },
    { change: 'reindex index plain', expect: [] },
  ],
};
