// Built assets (`/_next/static/…`) from memory, compressed once: a class that opens a lesson asks for thousands of them in a
// few seconds, and compressing each again would hold the thread that serves the panels. Only what was there when the server
// started is served, by exact name: no path of a request ever reaches the disk.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { pathOf } from './path-of.ts';

const compress = promisify(gzip);
const prefix = '/_next/static/';

/** Content type, and whether gzip makes it smaller. Anything else is left to Next. */
const kinds: Record<string, { type: string; text: boolean }> = {
  '.js': { type: 'application/javascript; charset=utf-8', text: true },
  '.css': { type: 'text/css; charset=utf-8', text: true },
  '.woff2': { type: 'font/woff2', text: false },
};

type Asset = { type: string; plain: Buffer; small: Buffer | null };

/** Answers true when it took the request. Assets are read at their first request and kept: their number is the build's. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** `root`: the folder `.next/static` of a finished build. */
export function createStaticFiles(root: string): StaticFiles {
  const known = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in kinds)) continue;
    const path = join(entry.parentPath, entry.name);
    known.set(prefix + path.slice(root.length + 1).replaceAll('\\', '/'), path);
  }
  const assets = new Map<string, Promise<Asset>>();

  async function load(path: string): Promise<Asset> {
    const { type, text } = kinds[extname(path)] ?? { type: 'application/octet-stream', text: false };
    const plain = await readFile(path);
    return { type, plain, small: text ? await compress(plain, { level: constants.Z_BEST_COMPRESSION }) : null };
  }

  return async (request, response) => {
    const name = pathOf(request.url);
    const path = name === null ? undefined : known.get(name);
    if (name === null || path === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const asset = assets.get(name) ?? load(path);
    assets.set(name, asset);
    const { type, plain, small } = await asset.catch((error: unknown) => {
      assets.delete(name);
      throw error;
    });
    const zipped = small !== null && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = zipped ? small : plain;
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': body.length,
      // The name holds a hash of the content.
      'Cache-Control': 'public, max-age=31536000, immutable',
      ...(small === null ? {} : { Vary: 'Accept-Encoding' }),
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}
