import type { ConnectionSettings } from './settings.ts';

/** What a session must be, in libpq's words; `any` asks for nothing. */
export const TARGET_SESSIONS = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const;
export type TargetSession = (typeof TARGET_SESSIONS)[number];

/** One of the servers of a database. */
export interface Host {
  readonly host: string;
  readonly port: number;
}

/** Every server that is named, in order. */
export function hostsOf({
  host,
  port,
  hosts,
}: Pick<ConnectionSettings, 'host' | 'port' | 'hosts'>): readonly Host[] {
  return hosts ?? [{ host, port }];
}

/** Whether a connection has to be looked for: there are several servers, or not each session will do. */
export function mustChooseHost({ hosts, targetSession = 'any' }: ConnectionSettings): boolean {
  return (hosts?.length ?? 1) > 1 || targetSession !== 'any';
}

/** `host:port`, or the path of a Unix socket. */
export function describeHost({ host, port }: Host): string {
  if (host.startsWith('/')) return `${host}/.s.PGSQL.${port}`;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What is wrong with lists of hosts and ports of one connection, in a clause; undefined when nothing is. */
export function hostsContradiction(hosts: readonly string[], ports: readonly number[]): string | undefined {
  return ports.length <= 1 || ports.length === hosts.length
    ? undefined
    : `there are ${hosts.length} hosts and ${ports.length} ports: give one port for each host, or one for all`;
}

/** Lists of hosts and ports in pairs; one port counts for all. */
export function pairHosts(hosts: readonly string[], ports: readonly number[]): readonly Host[] {
  return hosts.map((host, index) => ({ host, port: (ports.length === 1 ? ports[0] : ports[index]) ?? 5432 }));
}
