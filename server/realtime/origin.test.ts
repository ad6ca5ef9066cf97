// Who may open a socket: names of the machine, origins of browsers, programs of this machine; before any upgrade.
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { startEdge } from './fixtures.ts';
import { hostAllowed, originAllowed } from './origin.ts';

const facts = (given: Partial<Parameters<typeof originAllowed>[0]>) => ({
  origin: undefined,
  host: 'localhost:3000',
  referer: undefined,
  secFetchSite: undefined,
  remoteAddress: '127.0.0.1',
  ...given,
});

const wrongOrigins = [
  'null',
  '',
  'http://evil.example',
  'http://localhost',
  'http://localhost:3001',
  'http://localhost.evil.example:3000',
  'http://evillocalhost:3000',
  'http://localhost:3000.evil.example',
  'http://localhost:3000@evil.example',
  'http://localhost:3000/',
  'HTTP://LOCALHOST:3000',
  'file://',
  'ftp://localhost:3000',
  'javascript:alert(1)',
  'chrome-extension://localhost:3000',
  'http://127.0.0.1.nip.io:3000',
  'http://0.0.0.0:3000',
  'http://[::]:3000',
  'http://192.168.1.4:3000',
  'not an origin',
];

describe('originAllowed', () => {
  it.each(wrongOrigins)('refuses %j', (origin) => {
    expect(originAllowed(facts({ origin }))).toBe(false);
  });

  it.each([
    ['http://localhost:3000', 'localhost:3000'],
    ['http://127.0.0.1:3000', 'localhost:3000'],
    ['http://localhost:3000', '[::1]:3000'],
    ['http://192.168.1.4:3000', '192.168.1.4:3000'],
    ['https://relais.ecole.example', 'relais.ecole.example'],
    ['http://relais.local', 'relais.local:80'],
  ])('accepts %s when the page was served as %s', (origin, host) => {
    expect(originAllowed(facts({ origin, host }))).toBe(true);
  });

  it('accepts a program without origin from this machine only', () => {
    expect(originAllowed(facts({}))).toBe(true);
    expect(originAllowed(facts({ remoteAddress: '::ffff:127.0.0.1' }))).toBe(true);
    expect(originAllowed(facts({ remoteAddress: '192.168.1.9' }))).toBe(false);
    expect(originAllowed(facts({ remoteAddress: undefined }))).toBe(false);
  });

  it('knows a page that polls, which sends no origin, by what else browsers send', () => {
    expect(originAllowed(facts({ secFetchSite: 'same-origin', remoteAddress: '192.168.1.9' }))).toBe(true);
    expect(originAllowed(facts({ secFetchSite: 'cross-site' }))).toBe(false);
    expect(originAllowed(facts({ secFetchSite: 'none' }))).toBe(false);
    const lan = { host: '10.0.0.2:3000', remoteAddress: '10.0.0.9' };
    expect(originAllowed(facts({ ...lan, referer: 'http://10.0.0.2:3000/labo/kafka' }))).toBe(true);
    expect(originAllowed(facts({ ...lan, referer: 'http://evil.example/' }))).toBe(false);
  });

  it('refuses without a Host header', () => {
    expect(originAllowed(facts({ host: undefined }))).toBe(false);
  });
});

describe('hostAllowed', () => {
  it('accepts only loopback names on loopback, whatever the port', () => {
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:8080', 'LOCALHOST']) {
      expect(hostAllowed(host, '127.0.0.1')).toBe(true);
    }
    for (const host of [
      'evil.example',
      'localhost.evil.example:3000',
      '10.0.0.2',
      '',
      'a b',
      'x@localhost',
      'localhost/x',
    ]) {
      expect(hostAllowed(host, '127.0.0.1')).toBe(false);
    }
    expect(hostAllowed(undefined, '0.0.0.0')).toBe(false);
  });

  it('accepts any name once bound to a network', () => {
    expect(hostAllowed('relais.local:3000', '0.0.0.0')).toBe(true);
    expect(hostAllowed('10.0.0.2:3000', '10.0.0.2')).toBe(true);
  });
});

describe('the edge', () => {
  let stop: () => Promise<void> = async () => {};
  afterEach(() => stop());

  /** Status of a raw upgrade request; 101 is an accepted one. */
  function upgrade(port: number, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request({
        port,
        host: '127.0.0.1',
        path: '/socket.io/?EIO=4&transport=websocket',
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...headers,
        },
      });
      asked.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode ?? 0);
      });
      asked.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  it('refuses a foreign origin or host before the upgrade, and opens to its own pages', async () => {
    const started = await startEdge();
    stop = started.close;
    const { port } = started;
    for (const origin of wrongOrigins) expect([origin, await upgrade(port, { origin })]).toEqual([origin, 400]);
    expect(await upgrade(port, { host: 'evil.example', origin: 'http://evil.example' })).toBe(400);
    expect(await upgrade(port, { origin: `http://localhost:${port}` })).toBe(101);
    expect(await upgrade(port, {})).toBe(101);
    const polled = await fetch(`${started.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: 'http://evil.example' },
    });
    expect(polled.status).toBe(403);
  });

  it.each([
    '/socket.io/?EIO=4&transport=websocket&sid=__proto__',
    '/socket.io/?EIO=4&transport=polling&sid=constructor',
    '/socket.io/?EIO=4&transport=nothing',
    '/socket.io/?EIO=3',
    '/socket.io/%E0%A4%A',
    '/socket.io/?EIO=4&transport=polling&transport=polling&EIO=x',
  ])('answers %s with a refusal and lives', async (path) => {
    const started = await startEdge();
    stop = started.close;
    const response = await fetch(`${started.url}${path}`);
    expect(response.status).toBe(400);
    expect(await upgrade(started.port, {})).toBe(101);
  });
});
