import type { Fact } from '../../../src/catalog/object.ts';
import type { Expected } from './usual.ts';

const LARGEST = { smallint: '32767', integer: '2147483647', bigint: '9223372036854775807' };

/** The columns of the tables and views in `schema.sql`, with what is not usual. */
export const COLUMNS: Expected = {
  'column Other.Shop.Order "of" things.other.Person': { type: 'integer' },
  'column Other.Shop.Order "of" things.part': { type: 'integer', nullable: false },
  'column Other.Shop.Order "of" things.person': { type: 'bigint' },
  'column Other.Shop.Order "of" things.the Id': { type: 'bigint', nullable: false },
  'column shop.adults.email': { type: 'character varying(100)' },
  'column shop.adults.id': { type: 'bigint' },
  'column shop.adults.loud': { type: 'text' },
  'column shop.animals.legs': { type: 'integer' },
  'column shop.animals.name': { type: 'text' },
  'column shop.cats.claws': { type: 'integer' },
  'column shop.cats.legs': { type: 'integer' },
  'column shop.cats.name': { type: 'text', inherited: true },
  'column shop.cats.owner': { type: 'text', inherited: true },
  'column shop.empty.one': { type: 'integer' },
  'column shop.events.at': { type: 'date', nullable: false },
  'column shop.events.id': { ...counted('bigint', ['shop', 'events_id_seq']), identity: 'always' },
  'column shop.events.kind': { type: 'text', default: "'x'::text" },
  'column shop.events.person': { type: 'bigint' },
  'column shop.events_2024.at': { type: 'date', nullable: false, inherited: true },
  'column shop.events_2024.id': { type: 'bigint', nullable: false, identity: 'always', inherited: true },
  'column shop.events_2024.kind': { type: 'text', default: "'x'::text", inherited: true },
  'column shop.events_2024.person': { type: 'bigint', inherited: true },
  'column shop.events_other.at': { type: 'date', nullable: false, inherited: true },
  'column shop.events_other.id': { type: 'bigint', nullable: false, identity: 'always', inherited: true },
  'column shop.events_other.kind': { type: 'text', default: "'x'::text", inherited: true },
  'column shop.events_other.person': { type: 'bigint', inherited: true },
  'column shop.it\'s \\a "table".of 表.id\'s \\': {
    ...counted('integer', ['shop', 'it\'s \\a "table".of 表_id\'s \\_seq']),
    default: 'nextval(\'shop."it\'\'s \\a ""table"".of 表_id\'\'s \\_seq"\'::regclass)',
    serial: true,
  },
  'column shop.it\'s \\a "table".of 表.three': { type: 'integer' },
  'column shop.it\'s \\a "table".of 表.two': {
    ...counted('integer', ['shop', 'it\'s \\a "table".of 表_two_seq']),
    default: 'nextval(\'shop."it\'\'s \\a ""table"".of 表_two_seq"\'::regclass)',
    serial: true,
  },
  'column shop.it\'s \\a "table".of 表.éééééééééééééééééééééééééééééé': { type: 'integer' },
  'column shop.lines.id': {
    ...counted('integer', ['shop', 'lines_id_seq']),
    default: "nextval('shop.lines_id_seq'::regclass)",
    serial: true,
  },
  'column shop.lines.ordered': { type: 'bigint' },
  'column shop.lines.part': { type: 'integer' },
  'column shop.notes.events_at': { type: 'date' },
  'column shop.notes.events_id': { type: 'bigint' },
  'column shop.notes.id': { type: 'bigint' },
  'column shop.people.area': { type: 'int4range' },
  'column shop.people.at': { type: 'timestamp(3) with time zone', default: 'now()' },
  'column shop.people.code': { type: 'shop.shorter' },
  'column shop.people.counted': { type: 'bigint', default: "nextval('shop.counter'::regclass)" },
  'column shop.people.email': { type: 'character varying(100)', nullable: false },
  'column shop.people.id': {
    ...counted('bigint', ['shop', 'people_id_seq'], {
      sequenceStart: '100',
      sequenceIncrement: '10',
      sequenceCache: '3',
    }),
    identity: 'always',
  },
  'column shop.people.last_one': { type: 'boolean' },
  'column shop.people.mood': { type: 'shop.mood', nullable: false, default: "'sad'::shop.mood" },
  'column shop.people.name': { type: 'text', default: '\'no, "one"\'::text', collation: 'pg_catalog."C"' },
  'column shop.people.nick': { type: 'text', collation: 'shop.plain' },
  'column shop.people.number': {
    ...counted('integer', ['shop', 'people_number_seq']),
    default: "nextval('shop.people_number_seq'::regclass)",
    serial: true,
  },
  'column shop.people.other_id': {
    ...counted('integer', ['shop', 'People ids'], {
      sequenceStart: '0',
      sequenceMin: '0',
      sequenceCycle: true,
    }),
    identity: 'by default',
  },
  'column shop.people.price': { type: 'numeric(10,2)', default: '1.5' },
  'column shop.people.small': {
    ...counted('smallint', ['shop', 'people_small_seq']),
    default: "nextval('shop.people_small_seq'::regclass)",
    serial: true,
  },
  'column shop.people.tags': { type: 'text[]', default: "'{}'::text[]" },
  'column shop.people.total': { type: 'numeric', generated: 'stored', generation: '(price * (2)::numeric)' },
  'column shop.people.twice': { type: 'bigint', default: "(nextval('shop.counter'::regclass) * 2)" },
  'column shop.pets.owner': { type: 'text' },
  'column shop.plain.one': { type: 'integer' },
  'column shop.summary.mood': { type: 'shop.mood' },
  'column shop.summary.n': { type: 'bigint' },
};

/** A column that counts with a sequence, whose options are the usual ones unless given. */
function counted(
  type: keyof typeof LARGEST,
  sequenceName: readonly string[],
  options: Readonly<Record<string, Fact>> = {},
): Readonly<Record<string, Fact>> {
  return {
    type,
    nullable: false,
    sequenceName,
    sequenceType: type,
    sequenceStart: '1',
    sequenceIncrement: '1',
    sequenceMin: '1',
    sequenceMax: LARGEST[type],
    sequenceCache: '1',
    sequenceCycle: false,
    ...options,
  };
}
