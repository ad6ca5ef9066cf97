// Files of a finished build, read at their first request, compressed once and kept: a class that opens a lesson asks for
// thousands of them in a few seconds, and doing either again would hold the thread that serves the panels.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Takes a request it knows, and answers true; leaves the others. */
export type Answers = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

type Kept = { plain: Buffer; small: Buffer | null; etag: string };

export type KeptFiles = {
  /** Answers with the file, or with 304 when the client has it. `text`: gzip makes it smaller. */
  send(
    request: IncomingMessage,
    response: ServerResponse,
    file: { path: string; text: boolean; headers: Readonly<Record<string, string>> },
  ): Promise<void>;
};

async function read(path: string, text: boolean): Promise<Kept> {
  const plain = await readFile(path);
  return {
    plain,
    small: text ? await compress(plain, { level: constants.Z_BEST_COMPRESSION }) : null,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
  };
}

/** Each caller names only files that were there when the server started: their number bounds the memory. */
export function createKeptFiles(): KeptFiles {
  const known = new Map<string, Promise<Kept>>();

  function load(path: string, text: boolean): Promise<Kept> {
    const found = known.get(path);
    if (found !== undefined) return found;
    const kept = read(path, text);
    known.set(path, kept);
    // What could not be read may be there next time.
    kept.catch(() => known.delete(path));
    return kept;
  }

  return {
    async send(request, response, { path, text, headers }) {
      const { plain, small, etag } = await load(path, text);
      const zipped = small !== null && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.setHeader('ETag', etag);
      if (small !== null) response.appendHeader('Vary', 'Accept-Encoding');
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304).end();
        return;
      }
      const body = zipped ? small : plain;
      if (zipped) response.setHeader('Content-Encoding', 'gzip');
      response.setHeader('Content-Length', body.length);
      response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
    },
  };
}
