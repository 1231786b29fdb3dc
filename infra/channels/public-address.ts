/** Where a host is, if it is out on the internet: a webhook must not be a way into the network around us (SSRF). */
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Loopback, private, link-local (cloud metadata), carrier NAT, multicast, reserved and tunnelling ranges are not public,
 * nor is an IPv4 address of them dressed as IPv6. Source: IANA special-purpose registries, RFC 6890, by ipaddr.js.
 */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

export type Resolved = { addresses: { address: string; family: number }[] } | { refused: string };

/**
 * Every address of the host, or why it may not be called: one address that may not be called is enough, since nobody
 * could say which one is taken. Rejects where the host cannot be resolved.
 *
 * @param host as in a URL: a name, an IPv4 address, or an IPv6 address in brackets
 */
export async function resolvePublic(host: string, mayReach = isPublic): Promise<Resolved> {
  const addresses = await lookup(host.replace(/^\[|\]$/g, ''), { all: true });
  if (addresses.length && addresses.every(({ address }) => mayReach(address))) return { addresses };
  return { refused: 'the host is not on the public internet' };
}

/** Always these addresses: what was checked is what is called, whatever the name says a moment later. */
export const pinnedTo =
  (addresses: { address: string; family: number }[]): LookupFunction =>
  (_host, options, done) => {
    if (options.all) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  };
