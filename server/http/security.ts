// Headers of every answer, and the content security policy of each page.
import { randomBytes } from 'node:crypto';
import type { InlineScripts } from './inline-scripts.ts';

export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // The page's own address is needed to recognise its long-polling requests (realtime/origin.ts), nobody else's business.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

const policy = (script: string, connect: string): string =>
  [
    "default-src 'self'",
    `script-src ${script}`,
    // Inline style attributes are how React and Shiki set colours and widths; a style cannot run.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

export type PagePolicy = { header: string };

/**
 * Policies by path. A prerendered page gets the hashes of its inline scripts; any other one (a page made on demand, an
 * address that does not exist) a nonce, which Next reads from the request, and the hashes of the "not found" page.
 */
export function createPolicies(scripts: InlineScripts, dev: boolean): (path: string) => PagePolicy {
  if (dev) {
    // Turbopack's refresh evaluates code and talks on its own WebSocket.
    const header = policy("'self' 'unsafe-inline' 'unsafe-eval'", "'self' ws: wss:");
    return () => ({ header });
  }
  const known = new Map<string, PagePolicy>();
  for (const [path, hashes] of scripts) known.set(path, { header: policy(["'self'", ...hashes].join(' '), "'self'") });
  const notFound = scripts.get('/_not-found') ?? [];
  const asset = { header: policy("'self'", "'self'") };
  return (path) => {
    // Thousands at the beginning of a class: no nonce for what is no page.
    if (path.startsWith('/_next/static/')) return asset;
    const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const page = known.get(plain);
    if (page) return page;
    const nonce = randomBytes(16).toString('base64');
    return { header: policy(["'self'", `'nonce-${nonce}'`, ...notFound].join(' '), "'self'") };
  };
}
