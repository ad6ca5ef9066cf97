// Hashes of the inline scripts of prerendered pages. Lessons are static and a nonce would make them dynamic, so each page's
// policy names its own scripts by hash instead (CSP 3, "hash-source").
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** By path of the page: `/`, `/lecons/01-kafka/01-debut`. */
export type InlineScripts = ReadonlyMap<string, readonly string[]>;

const scriptPattern = /<script(\s[^>]*)?>([\s\S]*?)<\/script>/g;

/** `'sha256-…'` of every script with a body and no `src`, each once. */
export function hashesOf(html: string): string[] {
  const found = new Set<string>();
  for (const [, attributes = '', body = ''] of html.matchAll(scriptPattern)) {
    if (body === '' || /\ssrc=/.test(attributes)) continue;
    found.add(`'sha256-${createHash('sha256').update(body).digest('base64')}'`);
  }
  return [...found];
}

/** `directory`: where `next build` leaves the pages of the App Router. Empty when there is none. */
export async function readInlineScripts(directory: string): Promise<InlineScripts> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const pages = names.filter((name) => name.endsWith('.html'));
  const entries = pages.map(async (name): Promise<[string, string[]]> => {
    const path = relative(directory, join(directory, name)).split(sep).join('/').slice(0, -'.html'.length);
    return [path === 'index' ? '/' : `/${path}`, hashesOf(await readFile(join(directory, name), 'utf8'))];
  });
  return new Map(await Promise.all(entries));
}
