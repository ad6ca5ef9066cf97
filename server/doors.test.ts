// Who may come in by any door of the started server: forty foreign origins, with our own name and with others, by WebSocket, long
// polling and POST, and by the plain WebSocket. Nothing outside the list is accepted, and no upgrade is made before it is refused.
import { request } from 'node:http';
import { dirname } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';

let app: App;
let port = 0;
let cookie = '';
beforeAll(async () => {
  const read = readConfig({ PORT: '0', KAFKA_PORT: '0', DATA_DIR: ':memory:' });
  if (!read.ok) throw new Error(read.message);
  app = createApp(read.config, {
    directory: dirname(import.meta.dirname),
    log: pino({ level: 'silent' }),
    openPages: async () => ({
      policyOf: () => ({ header: "default-src 'self'" }),
      handler: async (_request, response) => void response.end('une page'),
      close: async () => {},
    }),
  });
  port = Number(new URL((await app.listen()).url).port);
  const first = await fetch(`http://localhost:${port}/socket.io/?EIO=4&transport=polling`);
  cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => app.close());

const foreign = (own: number): string[] => [
  'null',
  '',
  'http://evil.example',
  `http://evil.example:${own}`,
  `https://evil.example:${own}`,
  'http://localhost',
  'https://localhost',
  `http://localhost:${own + 1}`,
  `http://localhost:0${own}`,
  `http://127.0.0.1:${own - 1}`,
  `http://[::1]:${own + 1}`,
  `http://localhost.evil.example:${own}`,
  `http://evillocalhost:${own}`,
  `http://localhost-evil.example:${own}`,
  `http://localhost:${own}.evil.example`,
  `http://localhost:${own}@evil.example`,
  `http://evil.example@localhost:${own}`,
  `http://evil.example#localhost:${own}`,
  `http://localhost:${own}/`,
  `http://localhost:${own}/labo`,
  `http://localhost:${own}?x`,
  `HTTP://localhost:${own}`,
  `http://LOCALHOST:${own}`,
  `http://localhost.:${own}`,
  `http:localhost:${own}`,
  `//localhost:${own}`,
  `localhost:${own}`,
  `ws://localhost:${own}`,
  `ftp://localhost:${own}`,
  `file://localhost:${own}`,
  'file://',
  'javascript:alert(1)',
  `chrome-extension://localhost:${own}`,
  `http://127.0.0.1.nip.io:${own}`,
  `http://127.1:${own}`,
  `http://2130706433:${own}`,
  `http://0x7f.1:${own}`,
  `http://0.0.0.0:${own}`,
  `http://[::]:${own}`,
  `http://[::ffff:127.0.0.1]:${own}`,
  `http://192.168.1.4:${own}`,
  `http://localhost:${own}, http://evil.example`,
];

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
const body = '{"name":"Ada"}';
const doors = [
  { name: 'WebSocket of the pages', path: '/socket.io/?EIO=4&transport=websocket', headers: upgrade, accepted: 101 },
  { name: 'plain WebSocket', path: '/chat', headers: upgrade, accepted: 101 },
  { name: 'polling', path: '/socket.io/?EIO=4&transport=polling', headers: {}, accepted: 200 },
  { name: 'POST', path: '/moi', headers: { 'content-type': 'application/json' }, post: true, accepted: 200 },
] as const;
type Door = (typeof doors)[number];

/** The status; 101 when the upgrade was made. The cookie is a student's: another site makes their browser send it. */
function ask(door: Door, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const post = 'post' in door;
    const asked = request({
      port,
      host: '127.0.0.1',
      path: door.path,
      method: post ? 'POST' : 'GET',
      headers: { cookie, ...door.headers, ...headers },
    });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end(post ? body : undefined);
  });
}

describe.each(doors)('by the door « $name »', (door) => {
  it('a page of ours is heard, by each name of this machine', async () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const answer = await ask(door, { host: `${name}:${port}`, origin: `http://localhost:${port}` });
      expect([name, answer]).toEqual([name, door.accepted]);
    }
  });

  it('none of forty foreign origins is', async () => {
    const origins = foreign(port);
    expect(new Set(origins).size).toBeGreaterThanOrEqual(40);
    for (const origin of origins) {
      const answer = await ask(door, { host: `localhost:${port}`, origin });
      expect([origin, answer]).toEqual([origin, expect.toSatisfy((status) => [400, 403].includes(status))]);
    }
  });

  it('nor is anybody who reaches this machine by another name, be the origin that very name', async () => {
    const hosts = ['evil.example', `evil.example:${port}`, `localhost.evil.example:${port}`, '192.168.1.4', 'a b', ''];
    const origins = ['', ...hosts, ...foreign(port), `http://localhost:${port}`];
    for (const [index, origin] of origins.entries()) {
      const host = hosts[index % hosts.length] ?? '';
      const of = origin === '' ? {} : { origin: hosts.includes(origin) ? `http://${host}` : origin };
      const answer = await ask(door, { host, ...of });
      expect([host, of, answer]).toEqual([host, of, expect.toSatisfy((status) => [400, 403, 421].includes(status))]);
    }
  });
});
