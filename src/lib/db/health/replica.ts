import type { PoolClient } from 'pg';

/** How far a standby is behind its primary, as far as the standby knows. */
export interface ReplicaLag {
  /** Bytes of WAL that it has received and not yet replayed; undefined where it reads archives alone. */
  readonly bytes: number | undefined;
  /** Milliseconds since the last transaction that it replayed was committed; 0 when it has replayed all that came. */
  readonly ms: number | undefined;
  /** Whether it is receiving WAL at this moment: one that is not does not know how far behind it is. */
  readonly isStreaming: boolean;
}

const STANDING = `
  select pg_wal_lsn_diff(received, replayed)::float8 as bytes,
    case when received = replayed then 0
      else (extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::float8 end as ms,
    exists (select from pg_stat_wal_receiver) as is_streaming
  from (select pg_last_wal_receive_lsn() as received, pg_last_wal_replay_lsn() as replayed) as lsn`;

/** Whether the server is a standby: any server answers that. */
export async function isReplica(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ is_replica: boolean }>('select pg_is_in_recovery() as is_replica');
  return rows[0]?.is_replica === true;
}

/** How far a standby is behind. */
export async function replicaLag(client: PoolClient): Promise<ReplicaLag> {
  const { rows } = await client.query<{ bytes: number | null; ms: number | null; is_streaming: boolean }>(
    STANDING,
  );
  const [{ bytes, ms, is_streaming: isStreaming } = { bytes: null, ms: null, is_streaming: false }] = rows;
  return { bytes: bytes ?? undefined, ms: ms ?? undefined, isStreaming };
}
