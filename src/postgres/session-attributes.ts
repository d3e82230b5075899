import type pg from 'pg';
import type { TargetSession } from './hosts.ts';

/** What a server has said of itself when the session began; a pooler leaves it out. */
export type Reported = ReadonlyMap<string, string>;

const ASK = `select pg_is_in_recovery() as "inRecovery", current_setting('transaction_read_only') = 'on' as "readOnly"`;

interface Attributes {
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
}

const UNFIT: Readonly<Record<TargetSession, (is: Attributes) => string | undefined>> = {
  any: () => undefined,
  'prefer-standby': () => undefined,
  'read-write': ({ inRecovery, readOnly }) =>
    inRecovery ? 'it is a standby' : readOnly ? 'its sessions are read-only' : undefined,
  'read-only': ({ readOnly }) => (readOnly ? undefined : 'its sessions may write'),
  primary: ({ inRecovery }) => (inRecovery ? 'it is a standby' : undefined),
  standby: ({ inRecovery }) => (inRecovery ? undefined : 'it is no standby'),
};

/** Why a session is not what is wanted; undefined when it is. Asks only what the server has not said by itself. */
export async function unfitness(
  { client, reported }: { readonly client: Pick<pg.ClientBase, 'query'>; readonly reported: Reported },
  target: TargetSession,
  timeoutMs: number,
): Promise<string | undefined> {
  if (target === 'any' || target === 'prefer-standby') return undefined;
  return UNFIT[target](said(reported) ?? (await ask(client, timeoutMs)));
}

function said(reported: Reported): Attributes | undefined {
  const [standby, readOnly] = [reported.get('in_hot_standby'), reported.get('default_transaction_read_only')];
  if (standby === undefined || readOnly === undefined) return undefined;
  const inRecovery = standby === 'on';
  return { inRecovery, readOnly: inRecovery || readOnly === 'on' };
}

async function ask(client: Pick<pg.ClientBase, 'query'>, timeoutMs: number): Promise<Attributes> {
  const query = { text: ASK, ...(timeoutMs > 0 && { query_timeout: timeoutMs }) };
  const { rows } = await client.query<Attributes>(query);
  const [attributes] = rows;
  if (attributes === undefined) throw new Error('no answer');
  return attributes;
}
