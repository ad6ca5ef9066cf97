// The HTTP server: health and numbers, then pages, with the headers, the host check and the identity that all of them share.
// Socket.IO attaches to the same server and answers `/socket.io/` before this does.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { renamePath } from '#contract/person.ts';
import { solutionPath } from '#contract/solution.ts';
import { reportPath } from '#contract/travail.ts';
import type { Identity } from './identity.ts';
import type { Metrics } from './metrics.ts';
import { pathOf } from './path-of.ts';
import { type RenameOptions, renamePerson } from './rename.ts';
import { giveReport, type ReportOptions } from './report.ts';
import { commonHeaders, type PagePolicy } from './security.ts';
import { giveSolution, type SolutionOptions } from './solution.ts';

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What an operator asks of a server that shares. */
export type SharedView = { members: number; leads: boolean; linked: boolean };

export type HttpOptions = {
  identity: Identity;
  policyOf: (path: string) => PagePolicy;
  /** Is this `Host` header one of ours? */
  hostAllowed: (host: string | undefined) => boolean;
  metrics: Metrics;
  /** Everything is open and nothing is closing. */
  ready: () => boolean;
  /** With whom this server shares; null or none: it is alone. */
  shared?: () => SharedView | null;
  pages: PageHandler;
  /** `POST /moi`: see rename.ts. */
  rename: Omit<RenameOptions, 'identity'>;
  /** `POST /solution-td`: see solution.ts. */
  solution: SolutionOptions;
  /** Under `/travail/rapport/`: see report.ts. */
  report: ReportOptions;
  /** Next's development tools post; built pages never do, so nothing of Next's that decodes a body is reachable. */
  allowPost: boolean;
  log: Logger;
};

function plain(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(text);
}

/**
 * A page that gives a cookie must never be kept by a cache shared by a class, and Next marks static pages as public: the whole
 * class would be one person. Said at the last moment, when Next has had its word.
 */
function keepPrivate(response: ServerResponse): void {
  const writeHead = response.writeHead;
  response.writeHead = function sealed(this: ServerResponse, ...given: unknown[]) {
    if (String(response.getHeader('content-type')).startsWith('text/html')) {
      response.setHeader('Cache-Control', 'private, no-cache');
    }
    return Reflect.apply(writeHead, this, given);
  } as typeof writeHead;
}

export function createHttp(options: HttpOptions): Server {
  const { identity, metrics, log } = options;

  /** One fact a line. A server that lost Redis still gives its pages: it is not taken out for that. */
  function shared(): string {
    const view = options.shared?.() ?? null;
    if (view === null) return '';
    const role = view.linked ? (view.leads ? 'leader' : 'follower') : 'cut';
    return `role ${role}\nmembers ${view.members}\n`;
  }

  async function operations(path: string, response: ServerResponse): Promise<boolean> {
    if (path === '/healthz') plain(response, 200, `ok\n${shared()}`);
    else if (path === '/readyz')
      plain(response, options.ready() ? 200 : 503, `${options.ready() ? 'ready' : 'not ready'}\n${shared()}`);
    else if (path === '/metrics') plain(response, 200, await metrics.text(), metrics.contentType);
    else return false;
    return true;
  }

  async function page(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { header } = options.policyOf(path);
    response.setHeader('Content-Security-Policy', header);
    // Where Next looks for the nonce of a page it renders on demand; a value sent by the client is overwritten.
    request.headers['content-security-policy'] = header;
    if (request.headers.accept?.includes('text/html')) {
      const { setCookie } = identity.identify(request);
      if (setCookie !== null) response.setHeader('Set-Cookie', setCookie);
    }
    keepPrivate(response);
    await options.pages(request, response);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    const path = pathOf(request.url);
    if (path === null) return plain(response, 400, 'Adresse mal formée.\n');
    if (path === renamePath && request.method === 'POST')
      return renamePerson(request, response, { identity, ...options.rename });
    if (path === solutionPath && request.method === 'POST') return giveSolution(request, response, options.solution);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && !(options.allowPost && request.method === 'POST')) {
      response.setHeader('Allow', 'GET, HEAD');
      return plain(response, 405, 'Seules les lectures sont permises ici.\n');
    }
    // Before the host check: probes and Prometheus reach us under names of their own, and learn nothing private.
    if (await operations(path, response)) return;
    if (!options.hostAllowed(request.headers.host))
      return plain(response, 421, 'Ce serveur ne répond pas sous ce nom. Ouvrez-le par http://localhost.\n');
    if (path.startsWith(reportPath))
      return giveReport(path.slice(reportPath.length), request, response, { identity, ...options.report });
    await page(path, request, response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error, url: request.url }, 'request failed');
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'Le serveur a rencontré une erreur. Elle est notée dans son journal.\n');
    });
  });
  // A client that sends its headers byte by byte holds a connection, not a page.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}
