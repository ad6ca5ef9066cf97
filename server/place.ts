// Where programs must knock, in the words of the doctor of connections: what the settings and this machine's networks say.
import { networkInterfaces } from 'node:os';
import type { Place } from '#contract/connexion-events.ts';

const wildcards = new Set(['0.0.0.0', '::']);
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** IPv4 addresses under which other machines may reach this one. */
function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);
}

/** `bound`: the address the broker listens on; `advertised`: what it tells programs to come back to. */
export function embeddedPlace(
  bound: { host: string; port: number },
  advertised: { host: string; port: number },
  lan: readonly string[] = lanAddresses(),
): Place {
  const { host, port } = bound;
  const at = (name: string): string => `${inUrl(name)}:${port}`;
  const onlyHere = loopback.has(host);
  const open = wildcards.has(host);
  const told = at(advertised.host);
  // The advertised name is the one that works all the way, when it is for others at all.
  const others = open
    ? [...(loopback.has(advertised.host) ? [] : [told]), ...lan.map(at), at('localhost')]
    : [at(host)];
  const addresses = onlyHere ? [at('localhost')] : others;
  return { source: 'embedded', addresses: [...new Set(addresses)], onlyHere, advertised };
}

export const clusterPlace = (brokers: readonly string[]): Place => ({
  source: 'cluster',
  addresses: [...brokers],
  onlyHere: false,
  advertised: null,
});
