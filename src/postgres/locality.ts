import { BlockList, isIP } from 'node:net';
import { hostsOf } from './hosts.ts';
import type { ConnectionSettings } from './settings.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Whether the database is on this machine: a Unix socket or a loopback address. A name other than
 * localhost is never trusted to be local, since what it resolves to can change between look and leap;
 * 0.0.0.0 and :: lead here on some systems only.
 */
export function isLocal(settings: Pick<ConnectionSettings, 'host' | 'hosts'>): boolean {
  return hostsOf({ port: 0, ...settings }).every(({ host }) => isLocalHost(host));
}

function isLocalHost(host: string): boolean {
  if (host.startsWith('/')) return true;
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === 'localhost';
  return LOOPBACK.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
