import type { Expected } from './usual.ts';

/** What `schema.sql` has in namespaces, with what is not usual. */
export const OBJECTS: Expected = {
  'schema Other.Shop': {},
  'schema shop': {},
  'enum shop.mood': { values: ['sad', "it's ok", 'a,b', 'happy'] },
  'sequence shop.People ids': {
    type: 'integer',
    start: '0',
    min: '0',
    max: '2147483647',
    cycle: true,
    ownedBy: ['shop', 'people', 'other_id'],
  },
  'sequence shop.counter': {
    type: 'integer',
    start: '10',
    increment: '5',
    min: '5',
    max: '1000',
    cache: '7',
    cycle: true,
  },
  'sequence shop.down': { start: '-1', increment: '-1', min: '-9223372036854775808', max: '-1' },
  'sequence shop.events_id_seq': { ownedBy: ['shop', 'events', 'id'] },
  'sequence shop.it\'s \\a "table".of 表_id\'s \\_seq': {
    type: 'integer',
    max: '2147483647',
    ownedBy: ['shop', 'it\'s \\a "table".of 表', "id's \\"],
  },
  'sequence shop.it\'s \\a "table".of 表_two_seq': {
    type: 'integer',
    max: '2147483647',
    ownedBy: ['shop', 'it\'s \\a "table".of 表', 'two'],
  },
  'sequence shop.lines_id_seq': { type: 'integer', max: '2147483647', ownedBy: ['shop', 'lines', 'id'] },
  'sequence shop.people_id_seq': {
    start: '100',
    increment: '10',
    cache: '3',
    ownedBy: ['shop', 'people', 'id'],
  },
  'sequence shop.people_number_seq': {
    type: 'integer',
    max: '2147483647',
    ownedBy: ['shop', 'people', 'number'],
  },
  'sequence shop.people_small_seq': { type: 'smallint', max: '32767', ownedBy: ['shop', 'people', 'small'] },
  'sequence shop.spare': { ownedBy: ['shop', 'it\'s \\a "table".of 表', 'two'] },
  'sequence shop.unused': { ownedBy: ['shop', 'it\'s \\a "table".of 表', 'three'] },
  'table Other.Shop.Order "of" things': {},
  'table shop.animals': {},
  'table shop.cats': {
    inherits: [
      ['shop', 'animals'],
      ['shop', 'pets'],
    ],
  },
  'table shop.events': { partitionKey: 'RANGE (at)' },
  'table shop.events_2024': { partitionOf: ['shop', 'events'] },
  'table shop.events_other': { partitionKey: 'LIST (at)', partitionOf: ['shop', 'events'] },
  'table shop.it\'s \\a "table".of 表': {},
  'table shop.lines': {},
  'table shop.notes': {},
  'table shop.people': { rls: true, forceRls: true },
  'table shop.pets': {},
  'view shop.adults': {
    definition:
      ' SELECT id,\n    email,\n    upper((email)::text) AS loud\n   FROM shop.people\n  WHERE (price > (18)::numeric)',
    checkOption: 'local',
    securityBarrier: true,
    securityInvoker: true,
  },
  'view shop.plain': { definition: ' SELECT 1 AS one' },
  'materialized view shop.empty': { definition: ' SELECT 1 AS one', populated: false },
  'materialized view shop.summary': {
    definition: ' SELECT mood,\n    count(*) AS n\n   FROM shop.people\n  GROUP BY mood',
    with: ['fillfactor=80'],
  },
};
