import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { inWords, sorted } from '../printed.ts';
import { ENABLED } from './trigger.ts';

/** Triggers on what is done to the database itself. */
export const eventTrigger: Family = {
  kind: 'event trigger',
  beyond: true,
  from: 'pg_event_trigger g',
  in: { namespace: null, member: { catalog: 'pg_event_trigger', oid: 'g.oid' } },
  identity: { schema: null, parent: null, name: 'g.evtname::text', of: ['pg_event_trigger.evtname'] },
  facts: {
    event: { sql: 'g.evtevent::text', of: ['pg_event_trigger.evtevent'] },
    tags: { sql: sorted('g.evttags'), of: ['pg_event_trigger.evttags'] },
    function: { sql: 'g.evtfoid::regprocedure::text', of: ['pg_event_trigger.evtfoid'] },
    enabled: { sql: inWords('g.evtenabled', ENABLED), of: ['pg_event_trigger.evtenabled'] },
    owner: ownerFact('g', 'pg_event_trigger.evtowner'),
    comment: commentFact('pg_event_trigger', 'g.oid'),
  },
  left: {},
};
