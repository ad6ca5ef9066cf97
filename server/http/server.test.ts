// HTTP as a client sees it: health, numbers, headers, policies, odd addresses.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createIdentity } from './identity.ts';
import { hashesOf, readInlineScripts } from './inline-scripts.ts';
import { createMetrics } from './metrics.ts';
import { pathOf } from './path-of.ts';
import { createPolicies } from './security.ts';
import { createHttp } from './server.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function start(
  given: { ready?: boolean; pages?: (request: IncomingMessage, response: ServerResponse) => Promise<void> } = {},
) {
  const server = createHttp({
    identity: createIdentity(Buffer.alloc(32, 1)),
    policyOf: createPolicies(new Map([['/', ["'sha256-abc'"]]]), false),
    hostAllowed: (host) => host?.startsWith('127.0.0.1') === true,
    metrics: createMetrics([
      { name: 'relais_sockets', help: 'open sockets', read: () => 3 },
      { name: 'relais_journal_head', help: 'events', read: () => ({ kafka: 12 }) },
    ]),
    ready: () => given.ready ?? true,
    async pages(_request, response) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Cache-Control', 's-maxage=31536000');
      response.end('<p>page</p>');
    },
    allowPost: false,
    rename: { allowed: () => true, rename: () => 'ok' },
    solution: { allowed: () => true, mayTry: () => true, isCode: () => false, folder: '' },
    report: { find: (person, file) => (file === person ? { report: 3, html: '<p>rapport</p>' } : null) },
    log: pino({ level: 'silent' }),
    ...(given.pages ? { pages: given.pages } : {}),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>((resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
      asked.on('error', reject);
      asked.end();
    });
  return { get, port };
}

const asPage = { accept: 'text/html,*/*' };

describe('operations', () => {
  it('answers health, readiness and numbers', async () => {
    const { get } = await start();
    expect(await get('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    const { body } = await get('/metrics', { host: 'prometheus.example' });
    expect(body).toContain('relais_sockets 3');
    expect(body).toContain('relais_journal_head{lab="kafka"} 12');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });

  it('is alive but not ready while opening or closing', async () => {
    const { get } = await start({ ready: false });
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(503);
  });
});

describe('pages', () => {
  it('carry the security headers, a policy by hash, and an identity the first time', async () => {
    const { get } = await start();
    const first = await get('/', asPage);
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    });
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' 'sha256-abc';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const cookie = String(first.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    expect((await get('/', { ...asPage, cookie })).headers['set-cookie']).toBeUndefined();
    expect((await get('/icon.svg', { accept: 'image/*' })).headers['set-cookie']).toBeUndefined();
  });

  it('give a report to its owner alone, shut in and kept by nobody', async () => {
    const { get } = await start();
    const cookieOf = async () => String((await get('/', asPage)).headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const cookie = await cookieOf();
    const identity = createIdentity(Buffer.alloc(32, 1));
    const { id } = identity.identify({ headers: { cookie } }).person;
    const { status, headers, body } = await get(`/travail/rapport/${id}`, { cookie });
    expect([status, body]).toEqual([200, '<p>rapport</p>']);
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-disposition']).toBe('inline; filename="rapport-3.html"');
    expect((await get(`/travail/rapport/${id}`, { cookie: await cookieOf() })).status).toBe(404);
    expect((await get(`/travail/rapport/${id}`)).status).toBe(404);
  });

  it('get a nonce where no hash is known, told to Next and never taken from the client', async () => {
    let told: unknown;
    const { get } = await start({
      async pages(asked, response) {
        told = asked.headers['content-security-policy'];
        response.end();
      },
    });
    const { headers } = await get('/on-demand', { ...asPage, 'content-security-policy': "script-src 'nonce-evil'" });
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
    expect(told).toBe(headers['content-security-policy']);
  });

  it('are refused under a name that is not ours, and for anything but reading', async () => {
    const { get, port } = await start();
    expect((await get('/', { ...asPage, host: 'evil.example' })).status).toBe(421);
    const posted = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('that fail answer 500 in a sentence, and the next one is served', async () => {
    let calls = 0;
    const { get } = await start({
      async pages(_request, response) {
        calls += 1;
        if (calls === 1) throw new Error('bug');
        response.end('fine');
      },
    });
    expect(await get('/')).toMatchObject({ status: 500, body: expect.stringContaining('erreur') });
    expect((await get('/')).body).toBe('fine');
  });
});

describe('odd addresses', () => {
  it.each(['/%', '/%E0%A4%A', '//evil.example/', '/a\\b', '/%c0%af'])('%s is a 400', async (path) => {
    const { get } = await start();
    expect((await get(path)).status).toBe(400);
  });

  it.each([
    'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nConnection: close\r\n\r\n',
    'nonsense\r\n\r\n',
  ])('%j is a 400 too, and the server lives', async (raw) => {
    const { get, port } = await start();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(raw));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await get('/healthz')).status).toBe(200);
  });

  it('reads plain and escaped paths', () => {
    expect(pathOf('/lecons/01?projection')).toBe('/lecons/01');
    expect(pathOf('/le%C3%A7ons')).toBe('/leçons');
    expect(pathOf(undefined)).toBeNull();
  });
});

describe('inline scripts', () => {
  it('are hashed once each, without those that have a source', () => {
    const html =
      '<script>a()</script><script src="/x.js" async=""></script><script id="b">b()</script><script>a()</script>';
    expect(hashesOf(html)).toEqual([
      "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='",
      expect.stringMatching(/^'sha256-/),
    ]);
  });

  it('are found by the path of their page', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'relais-'));
    await mkdir(join(directory, 'lecons/01-a'), { recursive: true });
    for (const name of ['index.html', 'lecons/01-a/02-b.html', 'lecons/01-a/02-b.rsc']) {
      await writeFile(join(directory, name), `<script>${name}</script>`);
    }
    const scripts = await readInlineScripts(directory);
    expect([...scripts.keys()].sort()).toEqual(['/', '/lecons/01-a/02-b']);
    expect((await readInlineScripts(join(directory, 'absent'))).size).toBe(0);
    await rm(directory, { recursive: true });
  });
});
