import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeptFiles } from './kept-files.ts';
import { createPrerendered } from './prerendered.ts';

const meta = JSON.stringify({ headers: { 'x-nextjs-stale-time': '300', 'x-next-cache-tags': '_N_T_/page' } });
/** As `next build` leaves them. */
const built = {
  'index.html': '<p>accueil</p>',
  'index.meta': meta,
  'lecons/kafka/cle.html': '<p>clé</p>'.repeat(100),
  'lecons/kafka/cle.meta': meta,
  'lecons/kafka/cle.rsc': 'whole',
  'lecons/kafka/cle.segments/_tree.segment.rsc': 'tree',
  'lecons/kafka/cle.segments/lecons/$d$module/__PAGE__.segment.rsc': 'page',
  'icon.svg.body': '<svg/>',
  'icon.svg.meta': JSON.stringify({ status: 200, headers: { 'content-type': 'image/svg+xml' } }),
  '_not-found.html': 'rien',
  '_not-found.meta': meta,
};
const ahead = { rsc: '1', 'next-router-prefetch': '1' };

describe('prerendered pages', () => {
  const root = mkdtempSync(join(tmpdir(), 'relais-pages-'));
  for (const [name, text] of Object.entries(built)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const pages = createPrerendered(root, createKeptFiles());
  const server = createServer((request, response) => {
    void pages(request, response).then((took) => {
      if (!took) response.writeHead(200).end('next');
    });
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(root, { recursive: true });
  });
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const reply = await fetch(url + path, { headers });
    return { text: await reply.text(), status: reply.status, headers: reply.headers };
  };

  it('come compressed, checked again at each visit, with what Next says of them', async () => {
    const { text, headers } = await ask('/lecons/kafka/cle');
    expect(text).toBe(built['lecons/kafka/cle.html']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'no-cache',
      'x-nextjs-stale-time': '300',
    });
    expect(headers.get('vary')).toMatch(/^rsc, .*Accept-Encoding$/);
    expect(headers.get('x-next-cache-tags')).toBeNull();
    expect((await ask('/lecons/kafka/cle', { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
    expect((await ask('/')).text).toBe('<p>accueil</p>');
  });

  it('give what a browser asks for ahead of a click, segment by segment', async () => {
    const tree = await ask('/lecons/kafka/cle?_rsc=a-B_1', { ...ahead, 'next-router-segment-prefetch': '/_tree' });
    expect([tree.text, tree.headers.get('content-type')]).toEqual(['tree', 'text/x-component']);
    expect(tree.headers.get('x-nextjs-postponed')).toBe('2');
    const segment = '/lecons/$d$module/__PAGE__';
    expect((await ask('/lecons/kafka/cle', { ...ahead, 'next-router-segment-prefetch': segment })).text).toBe('page');
  });

  it('give the body of a route under the type it was built with', async () => {
    const { text, headers } = await ask('/icon.svg?icon.abc.svg');
    expect([text, headers.get('content-type')]).toEqual(['<svg/>', 'image/svg+xml']);
  });

  it.each([
    ['a navigation', '/lecons/kafka/cle', { rsc: '1' }],
    ['an unknown segment', '/lecons/kafka/cle', { ...ahead, 'next-router-segment-prefetch': '/../index' }],
    ['a query', '/lecons/kafka/cle?x=1', {}],
    ['a segment with another query', '/lecons/kafka/cle?x', { ...ahead, 'next-router-segment-prefetch': '/_tree' }],
    ['another address', '/lecons/kafka/absente', {}],
    ['a slash too many', '/lecons/kafka/cle/', {}],
    ['a file of the build', '/lecons/kafka/cle.rsc', {}],
    ['the page of a missing address', '/_not-found', {}],
    ['a way out of the folder', '/%2e%2e/index', {}],
    ['a segment as an address', '/lecons/kafka/cle%20/_tree', {}],
  ])('leave to Next %s', async (_, path, headers) => {
    expect((await ask(path, headers)).text).toBe('next');
  });
});
