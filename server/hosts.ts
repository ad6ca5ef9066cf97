// Names under which this machine's user reaches an address that we listen on.
export const wildcards = new Set(['0.0.0.0', '::']);
export const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** An IPv6 address wants brackets in a URL. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

export const nameOf = (host: string): string => (wildcards.has(host) || loopback.has(host) ? 'localhost' : inUrl(host));
