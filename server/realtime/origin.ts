// Who may open a socket. WebSockets ignore the same-origin rule, so the check is ours, and it is made before the upgrade.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `127.0.0.0/8`, `::1`, and IPv4 written as IPv6. */
function isLoopbackAddress(address: string | undefined): boolean {
  if (!address) return false;
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/**
 * Is this `Host` header one of ours? A page of another site may make its own name resolve to 127.0.0.1 (DNS rebinding):
 * its requests then carry that name. On loopback only loopback names are accepted, whatever the port (tunnels change it).
 * Bound to a network, the names under which a class reaches the machine (address, mDNS, proxy) cannot be known: any.
 */
export function hostAllowed(hostHeader: string | undefined, boundHost: string): boolean {
  const url = hostHeader === undefined ? null : parse(`http://${hostHeader}`);
  // Anything more than a name and a port is no `Host`.
  if (url === null || url.href !== `http://${url.host}/`) return false;
  const bound = boundHost.includes(':') ? `[${boundHost}]` : boundHost.toLowerCase();
  const onLoopback = loopbackNames.has(bound) || isLoopbackAddress(boundHost);
  return !onLoopback || loopbackNames.has(url.hostname) || url.hostname === bound;
}

export type HandshakeFacts = {
  origin: string | undefined;
  host: string | undefined;
  referer: string | undefined;
  secFetchSite: string | undefined;
  remoteAddress: string | undefined;
};

/** `own`: the `Host` header as sent. Same host and port, or two names of loopback with the same port. */
function sameOrigin(origin: string, own: string): boolean {
  const theirs = parse(origin);
  if (!theirs || (theirs.protocol !== 'http:' && theirs.protocol !== 'https:')) return false;
  const ours = parse(`${theirs.protocol}//${own}`);
  if (!ours) return false;
  if (theirs.host === ours.host) return true;
  return theirs.port === ours.port && loopbackNames.has(theirs.hostname) && loopbackNames.has(ours.hostname);
}

/**
 * A browser always names its origin when it opens a WebSocket, and leaves it out of a same-origin GET (long polling): that
 * one is known by `Sec-Fetch-Site` or `Referer`. Without any of the three it is a program, welcome from this machine only.
 */
export function originAllowed(facts: HandshakeFacts): boolean {
  const { origin, host, referer, secFetchSite } = facts;
  if (host === undefined) return false;
  // Browsers write an origin in one way only; anything else that parses to ours was not written by a browser.
  if (origin !== undefined) return parse(origin)?.origin === origin && sameOrigin(origin, host);
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin';
  if (referer !== undefined) return sameOrigin(referer, host);
  return isLoopbackAddress(facts.remoteAddress);
}

export const factsOf = (request: IncomingMessage): HandshakeFacts => ({
  origin: request.headers.origin,
  host: request.headers.host,
  referer: request.headers.referer,
  secFetchSite: request.headers['sec-fetch-site']?.toString(),
  remoteAddress: request.socket.remoteAddress,
});

/** May this request act for the person whose cookie it bears? Asked by the socket's handshake and by every POST. */
export const requestAllowed = (request: IncomingMessage, boundHost: string): boolean =>
  hostAllowed(request.headers.host, boundHost) && originAllowed(factsOf(request));
