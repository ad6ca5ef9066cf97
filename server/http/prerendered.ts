// Pages that were rendered at build time, from memory: Next spends 5 ms on each, and a class opens them all at once. What a
// browser asks for ahead of a click is among them (Next's "segments": one part of a page, named by a header). Anything asked
// in another way (a navigation, a query, a page made on demand, an address that does not exist) is left to Next.
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Answers, KeptFiles } from './kept-files.ts';
import { pathOf } from './path-of.ts';

/** `query`: what may follow the address. */
type Page = { path: string; text: boolean; headers: Record<string, string>; query: RegExp };

/** Headers that make one address several things (next/dist/client/components/app-router-headers.js). */
const vary = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch';
/** What follows the address of a page in the folder: its HTML, a route's own body, one segment. */
const suffixes = /^(.*)(\.html|\.body|\.segments(\/.+)\.segment\.rsc)$/;

/** What Next says of a segment: prerendered, and one segment only ("postponed" is its word for it). */
const segmentMeta = { 'x-nextjs-prerender': '1', 'x-nextjs-postponed': '2' };

/** What Next says of a page beside its body; its cache tags are its own. */
function metaOf(path: string): Record<string, string> {
  const { headers = {} } = JSON.parse(readFileSync(path, 'utf8')) as { headers?: Record<string, string> };
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-next-cache-tags'));
}

const keyOf = (address: string, segment = ''): string => JSON.stringify([address, segment]);

/** By address and segment, none for the whole page. `directory`: where `next build` leaves the pages of the App Router. */
function readPages(directory: string): Map<string, Page> {
  const pages = new Map<string, Page>();
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const [, page = '', suffix = '', segment] = suffixes.exec(name.replaceAll('\\', '/')) ?? [];
    // Next's own: not found, global error.
    if (suffix === '' || page.startsWith('_')) continue;
    const address = page === 'index' ? '/' : `/${page}`;
    const meta = metaOf(join(directory, `${page}.meta`));
    const headers = { vary, 'cache-control': 'no-cache', ...typeOf(suffix), ...(segment ? segmentMeta : meta) };
    pages.set(keyOf(address, segment), {
      path: join(directory, name),
      text: true,
      headers,
      query: suffix === '.html' ? /^$/ : segment ? /^(_rsc=[\w-]*)?$/ : /.*/,
    });
  }
  return pages;
}

function typeOf(suffix: string): Record<string, string> {
  // A route's own body has its type in what Next says of it.
  if (suffix === '.body') return {};
  return { 'content-type': suffix === '.html' ? 'text/html; charset=utf-8' : 'text/x-component' };
}

/** Under which key the request is known, if it is one of ours. */
function asked({ url, headers }: IncomingMessage): string | null {
  const address = pathOf(url);
  if (address === null) return null;
  if (headers.rsc === undefined) return keyOf(address);
  const segment = headers['next-router-segment-prefetch'];
  const ahead = headers.rsc === '1' && headers['next-router-prefetch'] === '1' && typeof segment === 'string';
  return ahead ? keyOf(address, segment) : null;
}

export function createPrerendered(directory: string, files: KeptFiles): Answers {
  const pages = readPages(directory);
  return async (request, response) => {
    const key = asked(request);
    const page = key === null ? undefined : pages.get(key);
    if (page === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    if (!page.query.test(request.url?.split('?')[1] ?? '')) return false;
    await files.send(request, response, page);
    return true;
  };
}
