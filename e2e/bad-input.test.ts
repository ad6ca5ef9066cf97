// Malformed input on each door: a clear error to its sender, the process alive, others undisturbed.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { expect, logEnd, openPanel, publish, test } from './support/page.ts';
import { freePort } from './support/server.ts';

const root = join(import.meta.dirname, '..');

/** Sends bytes to the Kafka port and resolves when the broker has closed the connection. */
function refusedByKafka(address: string, bytes: Uint8Array): Promise<void> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.write(bytes));
    socket.setTimeout(30_000, () => reject(new Error('the broker kept a bad connection open')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** Starts the product with a bad setting; resolves to what it said and its exit code. */
function start(settings: Record<string, string>): Promise<{ code: number | null; text: string }> {
  const env = { ...process.env, SKIP_INSTALL: '1', SKIP_BUILD: '1', DATA_DIR: ':memory:', ...settings };
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, text })));
}

test('garbage on the Kafka port closes that connection and nothing else', async ({ page, product }) => {
  await openPanel(page, product);
  await refusedByKafka(product.kafka, new TextEncoder().encode('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
  await refusedByKafka(product.kafka, new Uint8Array([0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]));
  await refusedByKafka(product.kafka, new Uint8Array([0, 0, 0, 10, 0, 3, 0, 1, 0, 0, 0, 1, 0x7f, 0xff]));
  await publish(page, 'capteur-7', 'toujours là');
  await expect(logEnd(page, 2)).toHaveText('1');
});

test('a bad command is refused with a code, in French, and its socket stays usable', async ({ product }) => {
  const socket = io(product.url, { transports: ['websocket'], reconnection: false });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const ask = (name: string, body: unknown) => socket.timeout(30_000).emitWithAck(name, body);
    const bad: [string, unknown][] = [
      ['lab:command', null],
      ['lab:command', { lab: 'kafka', id: 'x' }],
      ['lab:command', { lab: 'inconnu', id: 'abcdefgh', command: {} }],
      ['lab:command', { lab: 'kafka', id: 'abcdefg1', command: { type: 'rm -rf' } }],
      [
        'lab:command',
        { lab: 'kafka', id: 'abcdefg2', command: { type: 'publish', topic: '../x', key: null, value: '', acks: -1 } },
      ],
      ['lab:join', { lab: 'kafka', offset: -1 }],
    ];
    for (const [name, body] of bad) {
      const reply = await ask(name, body);
      expect(reply, JSON.stringify(body)).toMatchObject({ ok: false });
      expect(reply.error.message, JSON.stringify(body)).toMatch(/\p{L}{3}/u);
    }
    expect(await ask('lab:join', { lab: 'kafka' })).toMatchObject({ ok: true });
  } finally {
    socket.close();
  }
});

test('an odd address gets a page or an error, never a crash', async ({ page, product }) => {
  for (const path of [
    '/%E0%A4%A',
    '/lecons/kafka/inconnue',
    '/labo/inconnu',
    '/../../etc/passwd',
    '/programmes/..%2f..%2fpackage.json',
  ]) {
    const response = await fetch(product.url + path);
    expect(response.status, path).toBeGreaterThanOrEqual(400);
    expect(response.status, path).toBeLessThan(500);
    expect(await response.text()).not.toContain('"devDependencies"');
  }
  await page.goto(`${product.url}/lecons/kafka/inconnue`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
});

test('a bad setting, or a port already taken, is one sentence that names it, and exit code 1', async ({ product }) => {
  const free = String(await freePort());
  const taken = new URL(product.url).port;
  for (const [settings, name] of [
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: taken, KAFKA_PORT: free }, 'PORT'],
    [{ PORT: free, KAFKA_PORT: product.kafka.split(':')[1] ?? '' }, 'KAFKA_PORT'],
    [{ PORT: free, KAFKA_BROKERS: `localhost:${await freePort()}` }, 'KAFKA_BROKERS'],
  ] as const) {
    const { code, text } = await start(settings);
    expect(code, text).toBe(1);
    expect(text).toContain(name);
    expect(text).not.toMatch(/\n\s+at /);
  }
});
