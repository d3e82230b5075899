import type { FactSource, Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { inWords, sorted } from '../printed.ts';

/** Subscriptions of this database to the publications of other servers. */
export const subscription: Family = {
  kind: 'subscription',
  beyond: true,
  from: 'pg_subscription s',
  where: 's.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())',
  in: { namespace: null, member: { catalog: 'pg_subscription', oid: 's.oid' } },
  identity: {
    schema: null,
    parent: null,
    name: 's.subname::text',
    of: ['pg_subscription.subname', 'pg_subscription.subdbid'],
  },
  facts: {
    publications: { sql: sorted('s.subpublications'), of: ['pg_subscription.subpublications'] },
    enabled: fact('subenabled'),
    slot: { sql: 's.subslotname::text', of: ['pg_subscription.subslotname'] },
    binary: fact('subbinary'),
    streaming: {
      sql: inWords('s.substream', { f: 'off', t: 'on', p: 'parallel' }),
      since: 16,
      before: inWords('s.substream', { false: 'off', true: 'on' }),
      of: ['pg_subscription.substream'],
    },
    // Between the two it is on its way to being enabled.
    twoPhase: { sql: `s.subtwophasestate <> 'd'`, of: ['pg_subscription.subtwophasestate'] },
    disableOnError: fact('subdisableonerr'),
    synchronousCommit: fact('subsynccommit'),
    passwordRequired: { ...fact('subpasswordrequired'), since: 16, before: 'true' },
    runAsOwner: { ...fact('subrunasowner'), since: 16 },
    origin: { ...fact('suborigin'), since: 16, before: `'any'` },
    failover: { ...fact('subfailover'), since: 17, before: 'false' },
    owner: ownerFact('s', 'pg_subscription.subowner'),
    comment: commentFact('pg_subscription', 's.oid'),
  },
  left: {
    'pg_subscription.subconninfo': 'it may hold a password, and only superusers may read it',
    'pg_subscription.subskiplsn': 'how far replication is, which changes by itself',
  },
};

function fact(column: string): FactSource {
  return { sql: `s.${column}`, of: [`pg_subscription.${column}`] };
}
