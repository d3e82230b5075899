import type { Expected } from './usual.ts';

/** The objects of `newer.sql`, with what is not usual. */
export const NEWER: Expected = {
  'table shop.newer': {},
  'column shop.newer.doubled': { type: 'integer', generated: 'virtual', generation: '(id * 2)' },
  'column shop.newer.during': { type: 'int4range' },
  'column shop.newer.id': { type: 'integer', nullable: false },
  'column shop.newer.parent': { type: 'integer', nullable: false, notNullValidated: false },
  'column shop.newer.room': { type: 'int4range' },
  'primary key shop.newer.newer_pkey': { columns: ['id'] },
  'unique shop.newer.newer_room': { columns: ['room', 'during'], withoutOverlaps: true },
  'foreign key shop.newer.newer_parent': {
    columns: ['parent'],
    references: ['shop', 'newer'],
    referencedColumns: ['id'],
    validated: false,
    enforced: false,
  },
  'foreign key shop.newer.newer_period': {
    columns: ['room', 'during'],
    references: ['shop', 'newer'],
    referencedColumns: ['room', 'during'],
    period: true,
  },
  'check shop.newer.newer_check': {
    expression: '(id > 0)',
    columns: ['id'],
    validated: false,
    enforced: false,
  },
};
