// Built assets (`/_next/static/…`) from memory. Only what was there when the server started is served, by exact name: no path
// of a request ever reaches the disk.
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Answers, KeptFiles } from './kept-files.ts';
import { pathOf } from './path-of.ts';

const prefix = '/_next/static/';

/** Content type, and whether gzip makes it smaller. Anything else is left to Next. */
const kinds: Record<string, { type: string; text: boolean }> = {
  '.js': { type: 'application/javascript; charset=utf-8', text: true },
  '.css': { type: 'text/css; charset=utf-8', text: true },
  '.woff2': { type: 'font/woff2', text: false },
};

/** `root`: the folder `.next/static` of a finished build. */
export function createStaticFiles(root: string, files: KeptFiles): Answers {
  const known = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in kinds)) continue;
    const path = join(entry.parentPath, entry.name);
    known.set(prefix + path.slice(root.length + 1).replaceAll('\\', '/'), path);
  }

  return async (request, response) => {
    const path = known.get(pathOf(request.url) ?? '');
    if (path === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const { type, text } = kinds[extname(path)] ?? { type: 'application/octet-stream', text: false };
    // The name holds a hash of the content.
    const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
    await files.send(request, response, { path, text, headers });
    return true;
  };
}
