import type { FactSource, Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { qualified, routine } from '../printed.ts';

/** Parsers of text for searching. */
export const textSearchParser: Family = {
  kind: 'text search parser',
  beyond: true,
  from: 'pg_ts_parser s JOIN pg_namespace n ON n.oid = s.prsnamespace',
  in: { namespace: 's.prsnamespace', member: { catalog: 'pg_ts_parser', oid: 's.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 's.prsname::text',
    of: ['pg_ts_parser.prsname', 'pg_ts_parser.prsnamespace'],
  },
  facts: {
    start: madeOf('pg_ts_parser.prsstart'),
    token: madeOf('pg_ts_parser.prstoken'),
    end: madeOf('pg_ts_parser.prsend'),
    headline: madeOf('pg_ts_parser.prsheadline'),
    tokenTypes: madeOf('pg_ts_parser.prslextype'),
    comment: commentFact('pg_ts_parser', 's.oid'),
  },
  left: {},
};

/** What dictionaries are made from. */
export const textSearchTemplate: Family = {
  kind: 'text search template',
  beyond: true,
  from: 'pg_ts_template s JOIN pg_namespace n ON n.oid = s.tmplnamespace',
  in: { namespace: 's.tmplnamespace', member: { catalog: 'pg_ts_template', oid: 's.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 's.tmplname::text',
    of: ['pg_ts_template.tmplname', 'pg_ts_template.tmplnamespace'],
  },
  facts: {
    init: madeOf('pg_ts_template.tmplinit'),
    lexize: madeOf('pg_ts_template.tmpllexize'),
    comment: commentFact('pg_ts_template', 's.oid'),
  },
  left: {},
};

/** Dictionaries: what becomes of a word. */
export const textSearchDictionary: Family = {
  kind: 'text search dictionary',
  beyond: true,
  from: `pg_ts_dict s
  JOIN pg_namespace n ON n.oid = s.dictnamespace
  JOIN pg_ts_template t ON t.oid = s.dicttemplate`,
  in: { namespace: 's.dictnamespace', member: { catalog: 'pg_ts_dict', oid: 's.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 's.dictname::text',
    of: ['pg_ts_dict.dictname', 'pg_ts_dict.dictnamespace'],
  },
  facts: {
    template: { sql: qualified('t.tmplnamespace', 't.tmplname'), of: ['pg_ts_dict.dicttemplate'] },
    options: { sql: 's.dictinitoption', of: ['pg_ts_dict.dictinitoption'] },
    owner: ownerFact('s', 'pg_ts_dict.dictowner'),
    comment: commentFact('pg_ts_dict', 's.oid'),
  },
  left: {},
};

/** Configurations: which dictionaries a token of the parser is looked up in, in that order. */
export const textSearchConfiguration: Family = {
  kind: 'text search configuration',
  beyond: true,
  from: `pg_ts_config s
  JOIN pg_namespace n ON n.oid = s.cfgnamespace
  JOIN pg_ts_parser t ON t.oid = s.cfgparser`,
  in: { namespace: 's.cfgnamespace', member: { catalog: 'pg_ts_config', oid: 's.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 's.cfgname::text',
    of: ['pg_ts_config.cfgname', 'pg_ts_config.cfgnamespace'],
  },
  facts: {
    parser: { sql: qualified('t.prsnamespace', 't.prsname'), of: ['pg_ts_config.cfgparser'] },
    mappings: {
      sql: `ARRAY(SELECT concat(k.alias, ': ', string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)) COLLATE "C"
    FROM pg_ts_config_map m JOIN ts_token_type(s.cfgparser) k ON k.tokid = m.maptokentype
    WHERE m.mapcfg = s.oid GROUP BY k.alias ORDER BY 1)`,
      of: ['mapcfg', 'maptokentype', 'mapseqno', 'mapdict'].map((column) => `pg_ts_config_map.${column}`),
    },
    owner: ownerFact('s', 'pg_ts_config.cfgowner'),
    comment: commentFact('pg_ts_config', 's.oid'),
  },
  left: {},
};

function madeOf(column: string): FactSource {
  return { sql: routine(`s.${column.split('.')[1] ?? ''}`), of: [column] };
}
