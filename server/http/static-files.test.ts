import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createKeptFiles } from './kept-files.ts';
import { createStaticFiles } from './static-files.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(files: Record<string, string>): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'relais-static-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const statics = createStaticFiles(root, createKeptFiles());
  const server = createServer((request, response) => {
    void statics(request, response).then((took) => {
      if (!took) response.writeHead(404).end('next');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.close();
    rmSync(root, { recursive: true });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an asset is served compressed, for ever, and whole', async () => {
  const text = 'export const a = 1;'.repeat(200);
  const url = await serve({ 'chunks/[page]-a1.js': text });
  const reply = await fetch(`${url}/_next/static/chunks/%5Bpage%5D-a1.js`);
  expect(await reply.text()).toBe(text);
  expect(reply.headers.get('content-encoding')).toBe('gzip');
  expect(reply.headers.get('cache-control')).toContain('immutable');
  expect(reply.headers.get('vary')).toBe('Accept-Encoding');
});

test('who does not read gzip gets it plain, and HEAD gets no body', async () => {
  const url = await serve({ 'a.css': 'body{}' });
  const plain = await fetch(`${url}/_next/static/a.css`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe('body{}');
  const head = await fetch(`${url}/_next/static/a.css`, { method: 'HEAD' });
  expect(await head.text()).toBe('');
});

test('who has it already is told so', async () => {
  const url = await serve({ 'a.js': '1' });
  const etag = (await fetch(`${url}/_next/static/a.js`)).headers.get('etag') ?? '';
  const again = await fetch(`${url}/_next/static/a.js`, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('what was not built, and every way out of the folder, is left to the pages', async () => {
  const url = await serve({ 'a.js': '1' });
  for (const path of ['b.js', '../package.json', '%2e%2e/package.json', '..%2fpackage.json', 'a.js/', '']) {
    expect((await fetch(`${url}/_next/static/${path}`)).status, path).toBe(404);
  }
});
